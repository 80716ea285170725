package page

import (
	"cmp"
	"fmt"

	"github.com/exdrill/exdrill/harness/shipped"
)

// Languages that pages are written in.
const (
	English  = "en"
	Japanese = "ja"
)

// words are what a page says in one language. What scenarios and defences say
// themselves, they say in their own words.
type words struct {
	Lang string

	Kicker, Seed, Scale, Adaptation, Perturbed, Up, Down, Differ, ScoreOf, Free string
	OneLineAttack, OneLineControl, NobodyHurt, AtACost                          string
	Happened, Redrawn, Scorecard, Timeline, TimelineNote                        string
	Thief, Alerts, Actions, Statements, Time, Nothing, More, Quiet              string
	Money, MoneyNote, Zoom, ZoomNote, Undefended, ThisRun                       string
	FirstAction, Detected, Contained, Saved                                     string
	Balances, BalancesNote, Hot, Cold, StolenWallet                             string
	Prices, PricesNote, PricesCalm                                              string
	Harm, HarmNote, NoHarm, Item, Count, AtStake, Price                         string
	InTheWay, InTheWayNote, Cause                                               string
	History, HistoryNote, NoHistory, Noticed, Did, Said                         string
	Helped, HelpedNote, LessonNote, Right, Wrong, NoHelp, Missing, MissingNote  string
	Techniques, TechniquesNote, NoTechniques, What, Seen, IDs                   string
	Requests, Refused, Took, RefusedN                                           string
	Figures, FiguresNote, Figure, Documented, Measured, AsOf                    string
	Again, AgainNote, Program, Log, Digest, Catalogues, Limits                  string
	Sources, Unknown                                                            string
	True, False, Unjudged                                                       string
	CopyOf, Altered                                                             string

	CopyKinds map[string]string // of what ships

	Score, Lost, Kept, Harmed, Available, DetectedAfter, ContainedAfter                                                         string
	Never, NoAttack, Unseen, OfUndefended, OfClosedDay, OfUnit, Floor, GoneBy, Posture                                          string
	Monitor, AttemptsRefused, FalseAlerts, TrueAlerts, ByChance, ChanceOf, Recovered, Given, Facts, Uncorrected, NeverCorrected string
	Disclosure                                                                                                                  string

	Kinds map[string]string // of harm
}

// in are the words of a language; English for what is not known.
func in(language string) *words {
	if language == Japanese {
		return &japanese
	}
	return &english
}

// copies say what bears the name of what ships and is not that.
func (w *words) copies(list []shipped.Copy) (sentences []string) {
	for _, c := range list {
		own := "-"
		if c.Shipped != "" {
			own = shipped.Short(c.Shipped)
		}
		sentences = append(sentences, fmt.Sprintf(w.CopyOf, cmp.Or(w.CopyKinds[c.Kind], c.Kind), c.Name, shipped.Short(c.Digest), own))
	}
	return sentences
}

var english = words{
	Lang: English, Kicker: "exdrill · drill report", Seed: "seed", Scale: "scale", Adaptation: "adaptation level", Free: "unconfined: ",
	CopyOf:    "Not the %[1]s %[2]s that ships: it has the digest %[3]s, the shipped one %[4]s. A changed copy is as good as any, under a name of its own.",
	Altered:   "Files of this run were changed after it was written, or their hashes were: %s. \"exdrill verify\" tells more.",
	CopyKinds: map[string]string{shipped.KindScenario: "scenario", shipped.KindDefence: "defence"},
	Perturbed: "perturbed variant",
	Up:        "service up", Down: "service down", Differ: "figures differ", ScoreOf: "Score, out of 100",
	OneLineAttack:  "%s kept %s of %s safe (%s).",
	OneLineControl: "Nobody attacked. What counts is whether %s left honest customers alone.",
	NobodyHurt:     "It hurt no honest customer.", AtACost: "It cost honest customers %s, %s of what closing the venue for a day would.",
	Happened: "What happened", Redrawn: "This run is a perturbed variant: dates, names and amounts were redrawn, so that they differ from the briefing below.",
	Scorecard: "Scorecard", Timeline: "Timeline", TimelineNote: "Venue time, %s. Full marks took effect or were right; short strokes and hollow marks were refused, left out or false.",
	Thief: "Thief", Alerts: "Alerts", Actions: "Actions", Statements: "Statements", Time: "Time", Nothing: "nothing", Quiet: "Nobody attacked, and the defence neither raised an alert nor acted.", More: "%d more line is in timeline.json.|%d more lines are in timeline.json.",
	Money: "Money over time", MoneyNote: "What the thief had at each moment, in this run and in its undefended twin: the same seed, the same thief, nobody on watch. The shaded space is what the defence saved. Where this run lies above the other, the thief came earlier than he would have: nothing is saved by that.",
	Zoom: "The decisive %s", ZoomNote: "The span in which an undefended venue loses nearly everything.",
	Undefended: "undefended", ThisRun: "this run", FirstAction: "first action", Detected: "detected", Contained: "contained", Saved: "saved",
	Balances: "Hot and cold balances", BalancesNote: "What the venue's addresses hold by the chain's account.", Hot: "hot", Cold: "cold", StolenWallet: "the thief holds a key of this hot wallet",
	Prices: "Price of the attacked markets", PricesNote: "The band spans the lowest and the highest price paid; the line is the last one.", PricesCalm: "Prices that moved most",
	Harm: "Harm by item", HarmNote: "What the defence cost honest customers, by the tariff (version %s).", NoHarm: "No honest customer was refused or kept waiting.",
	Item: "Item", Count: "Count", AtStake: "At stake", Price: "Price",
	InTheWay: "What stood in honest customers' way", InTheWayNote: "The same items, by the control or action that caused them.", Cause: "Cause",
	History: "What the exchange did at the time", HistoryNote: "The record, as this scenario replays it.", NoHistory: "The record of this scenario holds no response.", Noticed: "noticed", Did: "did", Said: "said",
	Helped: "What would have helped", HelpedNote: "What each part of %s contributes, in points: Shapley values, which add up to the whole.", LessonNote: "Right and wrong answers to such an incident, with reasons.",
	Missing: "What it has not", MissingNote: "What %s would gain, in points, by each control that it does not have, with that control's defaults.",
	Right: "right", Wrong: "wrong", NoHelp: "For what each part of a defence contributes: exdrill ablate %s --defence %s --format json, kept in this folder as ablation.json.",
	Techniques: "Techniques", TechniquesNote: "MITRE ATT&CK %s and AADAPT %s.", NoTechniques: "Nobody attacked.", What: "What the thief does", Seen: "What a defender sees", IDs: "Ids", Requests: "Requests", Refused: "Refused", Took: "takes %s", RefusedN: "%s refused",
	Figures: "Documented figures", FiguresNote: "The record's figures against this run. They are checked where the exchange's own response, or none, is replayed on the record.",
	Figure: "Figure", Documented: "Documented", Measured: "Measured", AsOf: "As of",
	Again: "Run it again", AgainNote: "The same command gives the same log, byte for byte.", Program: "Program", Log: "Log", Digest: "Defence", Catalogues: "Catalogues",
	Limits:  "A drill is a model. Customers, their orders and most holdings are synthetic; what is documented is listed above with its sources.",
	Sources: "Sources", Unknown: "What nobody published", True: "true", False: "false", Unjudged: "not judged",
	Score: "Score", Lost: "Lost", Kept: "Saved", Harmed: "Harmed", Available: "Available", DetectedAfter: "Detected after", ContainedAfter: "Contained after",
	Never: "never", NoAttack: "no attack came", Unseen: "the thief got nowhere, unseen", OfUndefended: "%s of %s undefended", OfClosedDay: "%s of a closed day (%s)", OfUnit: "counts as %s of its unit (%s, 1 %% of undefended times the scale)", Floor: "of what honest customers wanted; floor %s",
	GoneBy: "%s of the undefended loss was gone", Posture: "posture alone", Monitor: "monitor alone", AttemptsRefused: "%s attempt refused|%s attempts refused",
	FalseAlerts: "%s false alert|%s false alerts", ByChance: "by chance", ChanceOf: "without the thief as soon in %s of cases", TrueAlerts: "%s true", Uncorrected: "uncorrected for %s", NeverCorrected: "never corrected", Recovered: "%s more was taken and recovered", Given: "%s was given away to people who had not lost it", Facts: "%d of %d documented figures hold", Disclosure: "disclosed after %s",
	Kinds: map[string]string{
		"withdrawal_late": "withdrawals late", "withdrawal_refused": "withdrawals refused", "deposit_late": "deposits late", "order_refused": "orders refused",
		"order_cancelled": "orders cancelled", "fill_reversed": "trades reversed", "key_disabled": "keys disabled", "account_frozen": "accounts frozen", "ceremony": "ceremonies and quorums of staff",
		"on_call": "signers and approvers on call", "signing": "withdrawals signed or looked at", "feed": "paid watches of the chain", "customer_lost": "customers lost",
	},
}

var japanese = words{
	Lang: Japanese, Kicker: "exdrill · 訓練報告", Seed: "シード", Scale: "規模", Adaptation: "攻撃者の適応レベル", Free: "隔離なし: ",
	CopyOf:    "同梱の%[1]s%[2]sではありません。ダイジェストは%[3]s、同梱のものは%[4]sです。手を加えた写しには、別の名前を付けてください。",
	Altered:   "この実行のファイル、またはそのハッシュが、書かれた後に変更されています: %s。詳しくは「exdrill verify」で確かめられます。",
	CopyKinds: map[string]string{shipped.KindScenario: "シナリオ", shipped.KindDefence: "防御"},
	Perturbed: "変奏版",
	Up:        "サービス維持", Down: "サービス停止", Differ: "記録と不一致", ScoreOf: "得点（100点満点）",
	OneLineAttack:  "%sは、%[3]sのうち%[2]s（%[4]s）を守りました。",
	OneLineControl: "攻撃はありませんでした。問われるのは、%sが善意の顧客の邪魔をしなかったかどうかです。",
	NobodyHurt:     "善意の顧客への被害はありません。", AtACost: "善意の顧客が負った負担は%sで、取引所を一日閉めた場合の%sにあたります。",
	Happened: "何が起きたか", Redrawn: "この実行は変奏版です。日付、名前、金額は引き直されており、以下の説明とは異なります。",
	Scorecard: "採点表", Timeline: "時系列", TimelineNote: "時刻は取引所の現地時間（%s）です。塗りつぶしの印は成立したもの、または正しかったもの。短い線と白抜きの印は、拒否されたもの、見送られたもの、または誤りです。",
	Thief: "犯人", Alerts: "警報", Actions: "対応", Statements: "発表", Time: "時刻", Nothing: "なし", Quiet: "攻撃はなく、防御側にも警報や対応はありませんでした。", More: "残り%d行はtimeline.jsonにあります。",
	Money: "金額の推移", MoneyNote: "各時点で犯人の手にあった金額です。この実行と、同じシード、同じ犯人で誰も守らない場合とを並べています。網かけの部分が、防御によって守られた金額です。この実行の線が上にあるところでは、犯人が本来より早く来ています。守られた金額ではありません。",
	Zoom: "明暗を分けた%s", ZoomNote: "誰も守らなければ、この間にほぼすべてが失われます。",
	Undefended: "防御なし", ThisRun: "この実行", FirstAction: "最初の行動", Detected: "検知", Contained: "封じ込め", Saved: "守った分",
	Balances: "ホットとコールドの残高", BalancesNote: "ブロックチェーン上で、取引所のアドレスにある残高です。", Hot: "ホット", Cold: "コールド", StolenWallet: "犯人がこのホットウォレットの鍵を持っています",
	Prices: "攻撃された市場の価格", PricesNote: "帯は約定価格の最安値から最高値まで、線は終値です。", PricesCalm: "最も動いた価格",
	Harm: "被害の内訳", HarmNote: "防御が善意の顧客にかけた負担です（料金表 第%s版）。", NoHarm: "拒否された、あるいは待たされた善意の顧客はいません。",
	Item: "項目", Count: "件数", AtStake: "対象額", Price: "負担額",
	InTheWay: "善意の顧客を妨げたもの", InTheWayNote: "上の項目を、原因となった統制や対応ごとに分けたものです。", Cause: "原因",
	History: "当時、取引所がしたこと", HistoryNote: "このシナリオが再現する記録です。", NoHistory: "このシナリオの記録に、取引所の対応はありません。", Noticed: "気づく", Did: "対応", Said: "発表",
	Helped: "何が効いたはずか", HelpedNote: "%sの各部分の寄与（点数）です。シャープレイ値なので、合計は全体に一致します。", LessonNote: "このような事件への正しい対応と誤った対応、その理由です。",
	Missing: "備えていないもの", MissingNote: "%sにない統制を、それぞれ既定値で加えた場合に増える点数です。",
	Right: "正しい", Wrong: "誤り", NoHelp: "防御の各部分の寄与は、exdrill ablate %s --defence %s --format json の結果をこのフォルダーに ablation.json として置くと表示されます。",
	Techniques: "手口", TechniquesNote: "MITRE ATT&CK %s、AADAPT %s による分類です。", NoTechniques: "攻撃はありませんでした。", What: "犯人がすること", Seen: "防御側に見えるもの", IDs: "ID", Requests: "要求", Refused: "拒否", Took: "%sを奪う", RefusedN: "うち拒否など%s件",
	Figures: "記録にある数値", FiguresNote: "記録の数値とこの実行との照合です。判定は、記録どおりの事件に対して、当時の対応を再現した場合か、何もしなかった場合に限ります。",
	Figure: "数値", Documented: "記録", Measured: "実測", AsOf: "時点",
	Again: "もう一度実行するには", AgainNote: "同じコマンドからは、一バイトも違わない同じログが得られます。", Program: "プログラム", Log: "ログ", Digest: "防御", Catalogues: "分類の版",
	Limits:  "訓練は模型です。顧客、その注文、大半の保有額は作り物です。記録に基づくものは、出典とともに上に挙げてあります。",
	Sources: "出典", Unknown: "公表されていないこと", True: "真", False: "偽", Unjudged: "判定なし",
	Score: "得点", Lost: "損失", Kept: "守った額", Harmed: "顧客の負担", Available: "可用性", DetectedAfter: "検知まで", ContainedAfter: "封じ込めまで",
	Never: "なし", NoAttack: "攻撃なし", Unseen: "犯人は誰の目にも触れず、何も奪えなかった", OfUndefended: "防御なしの損失%[2]sの%[1]s", OfClosedDay: "一日閉鎖（%[2]s）の%[1]s", OfUnit: "採点の単位（%[2]s、防御なしの損失の1 %%に規模を掛けたもの）の%[1]s", Floor: "善意の顧客の要求のうち。下限 %s",
	GoneBy: "防御なしの損失の%sがすでに流出", Posture: "平時の統制のみ", Monitor: "監視のみ", AttemptsRefused: "拒否した試み %s件",
	FalseAlerts: "誤報 %s件", ByChance: "偶然", ChanceOf: "犯人がいなくても%sの確率で同じほど早く鳴る", TrueAlerts: "正報 %s件", Uncorrected: "%s訂正されず", NeverCorrected: "最後まで訂正されず", Recovered: "このほか%sは奪われたのち取り戻した", Given: "うち%sは、失っていない人への支払い", Facts: "記録の数値%[2]d件中%[1]d件が一致", Disclosure: "公表まで %s",
	Kinds: map[string]string{
		"withdrawal_late": "出金の遅れ", "withdrawal_refused": "出金の拒否", "deposit_late": "入金の遅れ", "order_refused": "注文の拒否",
		"order_cancelled": "注文の取り消し", "fill_reversed": "約定の巻き戻し", "key_disabled": "鍵の無効化", "account_frozen": "口座の凍結", "ceremony": "職員の作業と合議",
		"on_call": "署名・承認担当者の待機", "signing": "人手による署名・確認", "feed": "チェーン監視の費用", "customer_lost": "顧客の離脱",
	},
}

package page

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/scenarios"
)

// boardWords are what the page of a store says in one language.
type boardWords struct {
	*words
	Title, Level, Draws, Record, Lead, ScenariosN, DefencesN, Shaky, Firm, NoRank                             string
	Board, BoardNote, Rank, Defence, Interval, Attacks, Controls                                              string
	Weakest, LeaveOut, Missing, Unranked                                                                      string
	Matrix, MatrixNote, Worst, Failed, Scenario                                                               string
	Difference, DifferenceNote, EngineNote, Gain, P, Verdict, All                                             string
	Better, Worse, Same, Seeds                                                                                string
	Decay, DecayNote, Sweep, SweepNote, HarmAxis, LossAxis, Value                                             string
	Cost, Meaning                                                                                             string
	AttackedRuns, UnattackedRuns, PartsNote, RunsOf, DetectedIn                                               string
	DetectedAfter, FloorHeld, Bounds                                                                          string
	Year, YearNote, Stolen, HarmThen, OtherDays, AYear, RatesRange, Unseen, Partly, LeftOutRuns, LeftOutRates string
	Cheapest, CheapestAlways, CheapestBelow, CheapestAbove, CheapestBetween, NoCheapest                       string
	TheftsAYear, OnceIn, TimesAYear, NoThefts                                                                 string
	Salt, Revealed, Rehearsable, SmokeSeeds, Ended, EndedIn                                                   string
	Difficulty, DifficultyNote, ThiefHolds, ScenariosOf, NoRuns                                               string
	BestPosture, BestMonitor, BestBoth, BestOracle                                                            string
	Firmness, FirmnessNote, FirmPairs, TurnedPairs, Ahead, Behind, Gap, AtWorst, WithPrices                   string

	Holdings map[string]string // what thieves hold; nil for the words of reports
}

func boardIn(language string) *boardWords {
	if language == Japanese {
		return &boardJapanese
	}
	return &boardEnglish
}

// number is a number beside an axis.
func (w *boardWords) number(x float64) string { return w.short(x) }

// rate is how often thefts come.
func (w *boardWords) rate(year float64) string {
	switch {
	case year <= 0:
		return w.NoThefts
	case year > 1:
		return fmt.Sprintf(w.TimesAYear, report.Round(year))
	}
	return fmt.Sprintf(w.OnceIn, report.Round(1/year))
}

// gap stands between two sentences.
func (w *boardWords) gap() string {
	if w.Lang == Japanese {
		return ""
	}
	return " "
}

var boardEnglish = boardWords{
	words: &english,
	Title: "Benchmark of defences", Level: "adaptation level", Draws: "%d draw|%d draws", Record: "as documented",
	Lead: "%s leads with a mean of %s points over %s, of %s.", ScenariosN: "%d scenario|%d scenarios", DefencesN: "%d defence|%d defences",
	Shaky: "Leaving one scenario out, it can fall to place %d.", Firm: "It leads whichever scenario is left out.", NoRank: "No defence has run in every scenario yet.",
	Board: "Leaderboard", BoardNote: "Mean over all scenarios. The pale bar is the 95 % interval, which allows for outcomes too rare for these draws to show; the upright stroke the defence's weakest scenario. 100: nothing lost, nobody hurt; 0: as good as doing nothing; below: worse than the thief.",
	Rank: "Rank", Defence: "Defence", Interval: "95 % interval", Attacks: "Attacked", Controls: "Unattacked", Weakest: "Weakest in", LeaveOut: "Place, leaving one out",
	Missing: "no runs in ", Unranked: "not ranked", Matrix: "Matrix", MatrixNote: "Mean score, 95 % interval (from 8 draws on) and the worst draw. Blue is above zero, orange below.",
	Worst: "worst", Failed: "%d of %d failed", Scenario: "Scenario",
	Difference: "Since %s", DifferenceNote: "Points gained, draw by draw; p is of the sign-flip test, corrected for the number of scenarios (Holm), and up to 0.05 a difference counts. The interval is that test's; the bounds also allow for outcomes too rare for these draws to show.", Bounds: "Rare outcomes too",
	EngineNote: "The earlier runs are of exdrill %s, these of %s: a difference may be the program's.", Gain: "Gained", P: "p", Verdict: "Verdict", All: "all",
	Better: "better", Worse: "worse", Same: "no difference shown", Seeds: "Draws",
	Decay: "Against thieves who adapt", DecayNote: "Mean score over all scenarios by the attacker's level: 0 replays the record, 1 asks again, 2 turns to another way, 3 finds out the limits and stays below them.",
	Sweep: "What a parameter trades", SweepNote: "Each point is one value: the more to the left, the fewer honest customers are hurt; the higher, the more is saved.",
	HarmAxis: "harm, of a closed day", LossAxis: "loss prevented, of the undefended loss", Value: "Value",
	Cost: "%d score, %.0f ms.|%d scores, %.0f ms each on average.", Meaning: "Runs are of one engine, scale and variation; other runs are never mixed in.",
	AttackedRuns: "Where a thief came", UnattackedRuns: "Where nobody attacked", RunsOf: "Runs", DetectedIn: "Detected in", DetectedAfter: "After, median", FloorHeld: "Floor held",
	Year: "What a year costs", YearNote: "Thefts and ordinary days at the rates of a stated venue, with %s; a run gives the shares of the undefended loss and of a closed day, the rates turn them into money. The curve shows the same at other rates of thefts. Range: at both ends of all rates. Rare losses too: if each kind of theft took the upper end of its 95 %% interval.",
	Stolen: "Stolen", HarmThen: "Harm then", OtherDays: "Other days", AYear: "A year", RatesRange: "Range", Unseen: "Rare losses too", Partly: "(partly)",
	LeftOutRuns: "Left out, for want of runs: ", LeftOutRates: "Left out, for want of a rate: ", Cheapest: "Cheapest at the stated rate, %s: %s.", CheapestAlways: "Cheapest at every rate of thefts: %s.",
	CheapestBelow: "If thefts are rarer than %s: %s.", CheapestAbove: "If thefts are more frequent than %s: %s.", CheapestBetween: "If thefts are more frequent than %s and rarer than %s: %s.",
	NoCheapest:  "Too few kinds of thefts and days have runs to say which costs the least.",
	TheftsAYear: "thefts a year", OnceIn: "one theft in %s years", TimesAYear: "%s thefts a year", NoThefts: "no thefts",
	PartsNote: "Scores, losses and harm are means over the runs of a table. Every scenario weighs the same, and within one every run, so that both tables together make the leaderboard's score. Keeping the service up is not keeping the money: the floor is that of availability, whatever was lost. Runs in which the thief was never seen count as later than all others.",
	Salt:      "salt", Revealed: " (revealed)", Rehearsable: "Unsalted: seeds can be rehearsed, smoke test only.", SmokeSeeds: "Seeds %d to %d are for nothing else.",
	Ended: "Defences that failed", EndedIn: "%s in %s, first on seed %d",
	Firmness: "If harm is priced otherwise", FirmnessNote: "Nobody has published what harm costs customers: each price has a range (exdrill prices). All prices are turned within their ranges until a pair changes places, as long as any turn helps.",
	FirmPairs: "The %d pair does not change places.|None of the %d pairs changes places.", TurnedPairs: "%d of %d pair changes places.|%d of %d pairs change places.",
	Ahead: "Ahead", Behind: "Behind", Gap: "By", AtWorst: "And then by", WithPrices: "With",
	Difficulty: "How hard it is", DifficultyNote: "Mean score where a thief came, every scenario the same, of the best defence of each kind: standing controls alone; somebody who watches, under the posture that the venue had; both together; one that sees the truth. The best is chosen by the same runs.",
	ThiefHolds: "The thief holds", ScenariosOf: "Scenarios", NoRuns: "no runs", BestPosture: "Best posture", BestMonitor: "Best monitor", BestBoth: "Both", BestOracle: "Oracle",
}

var boardJapanese = boardWords{
	words: &japanese,
	Title: "防御の比較", Level: "適応レベル", Draws: "抽選%d回", Record: "記録どおり",
	Lead: "%[4]sの防御のうち首位は%[1]sで、%[3]sの平均は%[2]s点です。", ScenariosN: "%dシナリオ", DefencesN: "%d種",
	Shaky: "シナリオを一つ除くと、%d位まで下がることがあります。", Firm: "どのシナリオを除いても首位は変わりません。", NoRank: "すべてのシナリオを走り終えた防御は、まだありません。",
	Board: "順位表", BoardNote: "全シナリオの平均です。淡い帯は、今回の抽選に現れないほど稀な結果も見込んだ95 %信頼区間、縦線は最も苦手なシナリオの平均。100は損失も被害もなし、0は何もしないのと同じ、負は犯人より悪いことを意味します。",
	Rank: "順位", Defence: "防御", Interval: "95 %区間", Attacks: "攻撃あり", Controls: "攻撃なし", Weakest: "最も苦手", LeaveOut: "一つ除いた順位",
	Missing: "未実行: ", Unranked: "順位なし", Matrix: "一覧", MatrixNote: "平均点、95 %信頼区間（8回以上の場合）、最悪の回です。青は正、橙は負。",
	Worst: "最悪", Failed: "%[2]d回中%[1]d回失敗", Scenario: "シナリオ",
	Difference: "%sとの差", DifferenceNote: "抽選ごとの得点差です。pは符号反転検定によるもので、シナリオ数で補正済み（ホルム法）、0.05以下を差とみなします。区間も同じ検定によります。右の範囲は、今回の抽選に現れないほど稀な結果も見込んだものです。", Bounds: "稀な結果も含む範囲",
	EngineNote: "以前の実行はexdrill %s、今回は%sです。差はプログラムによるものかもしれません。", Gain: "差", P: "p", Verdict: "判定", All: "全体",
	Better: "改善", Worse: "悪化", Same: "差は認められない", Seeds: "回数",
	Decay: "適応する犯人に対して", DecayNote: "攻撃者のレベル別の平均点です。0は記録の再現、1は再試行、2は別の手段への切り替え、3は限度を探りその下をくぐります。",
	Sweep: "パラメーターの得失", SweepNote: "点は一つの値を表します。左ほど善意の顧客の被害が少なく、上ほど多くを守ります。",
	HarmAxis: "被害（一日閉鎖に対する割合）", LossAxis: "防いだ損失（防御なしの損失に対する割合）", Value: "値",
	Cost: "採点%d件、平均%.0fミリ秒。", Meaning: "実行はすべて同じ版、規模、変奏によるもので、それ以外は混ざっていません。",
	AttackedRuns: "攻撃があった回", UnattackedRuns: "攻撃がなかった回", RunsOf: "回数", DetectedIn: "検知した割合", DetectedAfter: "検知まで（中央値）", FloorHeld: "下限を維持",
	Year: "一年の費用", YearNote: "想定した取引所の発生率（%s）で、盗難と通常日の費用を合計したものです。実行結果からは防御なしの損失と一日閉鎖に対する割合をとり、発生率の表で金額に直します。曲線は盗難の頻度を変えた場合です。幅はすべての率の下端から上端まで、「稀な損失も含む」は各種の盗難が95 %%信頼区間の上端まで奪った場合です。",
	Stolen: "盗難", HarmThen: "盗難時の負担", OtherDays: "通常日の負担", AYear: "一年", RatesRange: "幅", Unseen: "稀な損失も含む", Partly: "（一部）",
	LeftOutRuns: "実行がないため除外: ", LeftOutRates: "率がないため除外: ", Cheapest: "想定した率（%s）で最も安い防御は%sです。", CheapestAlways: "盗難の頻度によらず、最も安い防御は%sです。",
	CheapestBelow: "盗難が%sより少なければ%sです。", CheapestAbove: "盗難が%sより多ければ%sです。", CheapestBetween: "盗難が%sより多く%sより少なければ%sです。",
	NoCheapest:  "盗難や通常日の実行が足りず、最も安い防御は分かりません。",
	TheftsAYear: "年間の盗難件数", OnceIn: "%s年に1件", TimesAYear: "年に%s件", NoThefts: "盗難なし",
	PartsNote: "得点・損失・負担は、それぞれの表の回の平均です。シナリオの重みはどれも等しく、一つのシナリオの中ではどの回も等しいので、二つの表を合わせると順位表の得点になります。サービスを保つことと資金を守ることは別です。下限は可用性の下限で、失った額を問いません。最後まで検知されなかった回は、ほかのどの回よりも遅いものとして数えます。",
	Salt:      "ソルト", Revealed: "（公開済み）", Rehearsable: "ソルトなし。シードは前もって試せるため、動作確認にしか使えません。", SmokeSeeds: "シード%dから%dは、そのためだけのものです。",
	Ended: "失敗した防御", EndedIn: "%s（%s、最初はシード%d）",
	Firmness: "被害の値付けを変えた場合", FirmnessNote: "顧客の被害の金額は公表されていないため、どの値にも幅があります（exdrill prices）。順位が入れ替わるまで、幅の中ですべての値を動かしました。",
	FirmPairs: "%d組のうち、順位が入れ替わる組はありません。", TurnedPairs: "%[2]d組のうち%[1]d組の順位が入れ替わります。",
	Ahead: "上位", Behind: "下位", Gap: "差", AtWorst: "動かした後", WithPrices: "条件",
	Difficulty: "どれほど難しいか", DifficultyNote: "攻撃があった回の平均点を、種類ごとに最も良い防御について示します。シナリオの重みはどれも等しく、種類は、平時の統制のみのもの、取引所のもとの統制のまま監視するもの、その両方、真実を知るものです。最良の防御は、この同じ回の結果から選んでいます。",
	ThiefHolds: "犯人が握るもの", ScenariosOf: "シナリオ数", NoRuns: "実行なし", BestPosture: "平時の統制（最良）", BestMonitor: "監視（最良）", BestBoth: "両方（最良）", BestOracle: "オラクル",
	Holdings: map[string]string{
		bench.AnyHolding: "すべて", scenarios.HoldsAPIKeys: "APIキー", scenarios.HoldsLogins: "ログイン", scenarios.HoldsSigningKey: "署名鍵",
		scenarios.HoldsApprovalPath: "承認経路", scenarios.HoldsSigningPipeline: "署名の工程",
	},
}

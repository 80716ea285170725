package casefile

// labels are the words around a scenario's own texts.
type labels struct {
	timeline, facts, given, recorded, sources, techniques string
	clock, attacker, exchange                             string
	begins, ends, onset, recordEnds, notices, says        string
	figure, record, from, notes, disputed, none           string
	technique, does, seen, ids, keysUntil, abused         string
	losing, newOnly, profiting                            string
	connected, handedOver, counterfactual                 string
	customers, surges, moves                              string
	sends, alters, waits, step, attackEnds                string
	venues, venue, part, assets, markets                  string
	own, class, accounts, opened, holdings                string
	approves, migrates                                    string
	releases, pays, fetches, approvesUpgrade, upgrades    string
	since, until, above, total, feeShare                  string
	robbed, complaining, counterparties                   string
	variant, nobodyComes                                  string
}

// labelsIn gives the words of a language.
func labelsIn(language string) labels {
	if language == "ja" {
		return labels{
			timeline: "経過", facts: "記録にある数字", given: "訓練の前提として与えた数字", recorded: "照合しない記録", sources: "出典", techniques: "攻撃の手口",
			clock: "時計", attacker: "犯人", exchange: "取引所",
			begins: "訓練開始", ends: "訓練終了。その後%sは後始末の時間", onset: "最初の行動。この時刻から%sまでの間で抽選",
			recordEnds: "攻撃の記録はここまで。以後は創作 (counterfactual)", notices: "察知: ", says: "発表: ",
			figure: "事柄", record: "記録", from: "由来", notes: "出典と注", disputed: "異説: ", none: "なし",
			technique: "手口", does: "犯人のすること", seen: "防御側に見えるもの", ids: "番号",
			keysUntil: "対象は%sまでに作られたキー", abused: "対象は犯人が提示したキー", connected: "対象は業者の名が記されたキー", handedOver: "対象は業者が渡し得た一覧のキー", counterfactual: "実施の記録なし (counterfactual)", losing: "失う権限: ", newOnly: "新しい宛先だけ", profiting: "対象は利益を得た口座",
			customers: "顧客", surges: "%s: いつもと違う動き (%sまで)", moves: "%s: ベンダーが新しいアドレスへ移る",
			sends: "%sを送金 (%s)", alters: "%sを改変 (%s)", waits: "以後、%sを奪う機会を待つ (%s)", step: "%s (%s) を開始、キーごとに順次%sまで", attackEnds: "攻撃の記録はここまで",
			venues: "取引所の一覧", venue: "取引所", part: "顧客の割合", assets: "資産", markets: "市場",
			own: "犯人自身の口座", class: "種類", accounts: "口座数", opened: "開設", holdings: "残高",
			approves: "%sのホットウォレット移転を承認 (%sに実施)", migrates: "%sを新しいホットウォレットへ移す",
			releases: "急ぎのリリースを配備 (レビューは後から)", pays: "自社の支払いとして%sを送る", fetches: "コールドウォレットから%sを移すよう依頼",
			approvesUpgrade: "%sのコールドウォレットの所有者変更を承認 (%sに実施)", upgrades: "%sのコールドウォレットを新しい所有者へ移すよう依頼",
			since: "%sから", until: "%sまで", above: "価格%s以上", total: "合計%s", feeShare: "手数料の%s",
			robbed: "対象は被害口座", complaining: "対象は申告のあった口座", counterparties: "対象は利益を得た取引相手",
			variant: "変奏版（%s）です。日時、名前、資産、価格、金額、順序が引き直されています。物語と記録の数字は元の事件のもので、ここにはありません。", nobodyComes: "この変奏版に犯人は現れません。",
		}
	}
	return labels{
		timeline: "Timeline", facts: "Figures that every run of the record is held against", given: "Figures that the scenario is built with",
		recorded: "On record, and held against no run",
		sources:  "Sources", techniques: "Techniques", clock: "clock", attacker: "attacker", exchange: "exchange",
		begins: "the drill begins", ends: "the drill ends; %s follow in which what still hangs is settled",
		onset: "first action, drawn between here and %s", recordEnds: "the record of the attack ends; what follows is counterfactual",
		notices: "notices: ", says: "says: ", figure: "what", record: "record", from: "from", notes: "sources and notes",
		disputed: "disputed: ", none: "none", technique: "technique", does: "what he does", seen: "what a defender sees", ids: "ids",
		keysUntil: "keys created up to %s", abused: "keys that the thief presented", connected: "keys that name the vendor", handedOver: "keys on the list that the vendor could hand over", counterfactual: "that it was done is on no record (counterfactual)", losing: "without the right to ", newOnly: "new addresses only", profiting: "accounts that profited",
		customers: "customers", surges: "%s: they act otherwise than usual, until %s", moves: "%s: vendors move to new addresses",
		sends: "sends %s (%s)", alters: "changes %s (%s)", waits: "waits from here on to take %s (%s)", step: "begins %s (%s), key by key until %s", attackEnds: "the record of the attack ends",
		venues: "Venues", venue: "venue", part: "customers", assets: "assets", markets: "markets",
		own: "Accounts of the thief's own", class: "class", accounts: "accounts", opened: "opened", holdings: "what they hold together",
		approves: "approves the move of its %s to a new hot wallet, planned for %s", migrates: "moves its %s to a new hot wallet of its own",
		releases: "releases code in a hurry, to be reviewed later", pays: "pays somebody %s of its own", fetches: "asks for %s from cold storage",
		approvesUpgrade: "approves new owners for its cold wallet of %s, planned for %s", upgrades: "asks for new owners for its cold wallet of %s",
		since: "from %s", until: "to %s", above: "at %s or more", total: "%s in all", feeShare: "%s of fees",
		robbed: "accounts that were robbed", complaining: "accounts whose owners complained", counterparties: "accounts that gained by trades with those",
		variant: "A variant (%s): when it happens, names, assets, prices, amounts and order are redrawn. Story and documented figures are those of the record, and not here.", nobodyComes: "In this one nobody attacks.",
	}
}

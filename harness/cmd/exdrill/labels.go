package main

// labels are the words around a scenario's own texts.
type labels struct {
	timeline, facts, recorded, sources, techniques string
	clock, attacker, exchange                      string
	begins, ends, onset, recordEnds, notices, says string
	figure, record, from, notes, disputed, none    string
	technique, does, seen, ids, keysUntil, abused  string
	losing, newOnly, profiting                     string
	customers, surges, moves                       string
	sends, attackEnds                              string
}

// labelsIn gives the words of a language.
func labelsIn(language string) labels {
	if language == "ja" {
		return labels{
			timeline: "経過", facts: "記録にある数字", recorded: "記録だけにある事柄", sources: "出典", techniques: "攻撃の手口",
			clock: "時計", attacker: "犯人", exchange: "取引所",
			begins: "訓練開始", ends: "訓練終了。その後%sは後始末の時間", onset: "最初の行動。この時刻から%sまでの間で抽選",
			recordEnds: "攻撃の記録はここまで。以後は創作 (counterfactual)", notices: "察知: ", says: "発表: ",
			figure: "事柄", record: "記録", from: "由来", notes: "出典と注", disputed: "異説: ", none: "なし",
			technique: "手口", does: "犯人のすること", seen: "防御側に見えるもの", ids: "番号",
			keysUntil: "対象は%sまでに作られたキー", abused: "対象は犯人が提示したキー", losing: "失う権限: ", newOnly: "新しい宛先だけ", profiting: "対象は利益を得た口座",
			customers: "顧客", surges: "%s: いつもと違う動き (%sまで)", moves: "%s: ベンダーが新しいアドレスへ移る",
			sends: "%sを送金 (%s)", attackEnds: "攻撃の記録はここまで",
		}
	}
	return labels{
		timeline: "Timeline", facts: "Figures that every run of the record is held against", recorded: "On record, but not part of the run",
		sources: "Sources", techniques: "Techniques", clock: "clock", attacker: "attacker", exchange: "exchange",
		begins: "the drill begins", ends: "the drill ends; %s follow in which what still hangs is settled",
		onset: "first action, drawn between here and %s", recordEnds: "the record of the attack ends; what follows is counterfactual",
		notices: "notices: ", says: "says: ", figure: "what", record: "record", from: "from", notes: "sources and notes",
		disputed: "disputed: ", none: "none", technique: "technique", does: "what he does", seen: "what a defender sees", ids: "ids",
		keysUntil: "keys created up to %s", abused: "keys that the thief presented", losing: "without the right to ", newOnly: "new addresses only", profiting: "accounts that profited",
		customers: "customers", surges: "%s: they act otherwise than usual, until %s", moves: "%s: vendors move to new addresses",
		sends: "sends %s (%s)", attackEnds: "the record of the attack ends",
	}
}

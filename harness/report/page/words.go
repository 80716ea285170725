package page

// Languages that pages are written in.
const (
	English  = "en"
	Japanese = "ja"
)

// words are what a page says in one language. What scenarios and defences say
// themselves, they say in their own words.
type words struct {
	Lang string

	Kicker, Seed, Scale, Adaptation, Perturbed, Passed, Failed, ScoreOf        string
	OneLineAttack, OneLineControl, NobodyHurt, AtACost                         string
	Happened, Redrawn, Scorecard, Timeline, TimelineNote                       string
	Thief, Alerts, Actions, Statements, Time, Nothing, More, Quiet             string
	Money, MoneyNote, Zoom, ZoomNote, Undefended, ThisRun                      string
	FirstAction, Detected, Contained, Saved                                    string
	Balances, BalancesNote, Hot, Cold, StolenWallet                            string
	Prices, PricesNote, PricesCalm                                             string
	Harm, HarmNote, NoHarm, Item, Count, AtStake, Price                        string
	InTheWay, InTheWayNote, Cause                                              string
	History, HistoryNote, NoHistory, Noticed, Did, Said                        string
	Helped, HelpedNote, LessonNote, Right, Wrong, NoHelp, Missing, MissingNote string
	Techniques, TechniquesNote, NoTechniques, What, Seen, IDs                  string
	Requests, Refused, Took, RefusedN                                          string
	Figures, FiguresNote, Figure, Documented, Measured, AsOf                   string
	Again, AgainNote, Program, Log, Digest, Catalogues, Limits                 string
	Sources, Unknown                                                           string
	True, False, Unjudged                                                      string

	Score, Lost, Kept, Harmed, Available, DetectedAfter, ContainedAfter string
	Never, NoAttack, OfUndefended, OfClosedDay, Floor, GoneBy, Posture  string
	Monitor, AttemptsRefused, FalseAlerts, TrueAlerts, Recovered, Facts string
	Disclosure                                                          string

	Kinds map[string]string // of harm
}

// in are the words of a language; English for what is not known.
func in(language string) *words {
	if language == Japanese {
		return &japanese
	}
	return &english
}

var english = words{
	Lang: English, Kicker: "exdrill · drill report", Seed: "seed", Scale: "scale", Adaptation: "adaptation level", Perturbed: "perturbed variant",
	Passed: "passed", Failed: "failed", ScoreOf: "Score, out of 100",
	OneLineAttack:  "%s kept %s of %s safe (%s).",
	OneLineControl: "Nobody attacked. What counts is whether %s left honest customers alone.",
	NobodyHurt:     "It hurt no honest customer.", AtACost: "It cost honest customers %s, %s of what closing the venue for a day would.",
	Happened: "What happened", Redrawn: "This run is a perturbed variant: dates, names and amounts were redrawn, so that they differ from the briefing below.",
	Scorecard: "Scorecard", Timeline: "Timeline", TimelineNote: "Venue time, %s. Full marks took effect or were right; short strokes and hollow marks were refused, left out or false.",
	Thief: "Thief", Alerts: "Alerts", Actions: "Actions", Statements: "Statements", Time: "Time", Nothing: "nothing", Quiet: "Nobody attacked, and the defence neither raised an alert nor acted.", More: "%d more lines are in timeline.json.",
	Money: "Money over time", MoneyNote: "What the thief had at each moment, in this run and in its undefended twin: the same seed, the same thief, nobody on watch. The shaded space is what the defence saved.",
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
	Never: "never", NoAttack: "no attack came", OfUndefended: "%s of %s undefended", OfClosedDay: "%s of a closed day (%s)", Floor: "of what honest customers wanted; floor %s",
	GoneBy: "%s of the undefended loss was gone", Posture: "posture alone", Monitor: "monitor alone", AttemptsRefused: "%s attempts refused",
	FalseAlerts: "%s false alerts", TrueAlerts: "%s true", Recovered: "%s more was taken and recovered", Facts: "%d of %d documented figures hold", Disclosure: "disclosed after %s",
	Kinds: map[string]string{
		"withdrawal_late": "withdrawals late", "withdrawal_refused": "withdrawals refused", "deposit_late": "deposits late", "order_refused": "orders refused",
		"order_cancelled": "orders cancelled", "fill_reversed": "trades reversed", "key_disabled": "keys disabled", "account_frozen": "accounts frozen",
	},
}

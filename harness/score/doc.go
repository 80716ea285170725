// Package score is the referee: it listens to everything that happens in a run,
// from outside the defence's reach, and says what the thief took, what honest
// people suffered from the defence, and what that comes to as one number.
//
// One Accountant listens to one run and ends it with a Tally. Five tallies
// (the defence under test; nobody; a venue closed for a day; the defence's
// posture alone; its monitor alone) make one Result:
//
//	acc := score.NewAccountant(score.Setup{Assets: assets, Markets: markets, Attack: true})
//	acc.Command(&envelope, attempt, &result, events) // after every command
//	acc.Alert(&alert)
//	tally := acc.Close(end)
//	result, err := score.Compose(score.Runs{Defended: &tally, Undefended: &none, ClosedDay: &closed}, meta)
//
// Where a scenario has several venues, one Accountant listens at each, and Merge
// makes one tally of theirs. Facts name a measure; MeasureInfos documents them.
//
// All money is in base units of the reference currency, asset 1 of the venue,
// at the reference prices that no trade of the run can move.
package score

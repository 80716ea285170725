// Package score is the referee: it says what a run came to. What the thief took,
// what honest people suffered from the defence, and what was documented make a
// Tally; five tallies (the defence under test; nobody; a venue closed for a day;
// the defence's posture alone; its monitor alone) make one Result, a sixth (the
// defence without the thief) says which of its alerts are chance:
//
//	a := accounting.New(accounting.Setup{Reference: known, Attack: true})
//	a.Command(&envelope, attempt, &result, events) // after every command
//	a.Alert(&alert)
//	tally := a.Close(end)
//	result, err := score.Compose(score.Runs{Defended: &tally, Undefended: &none, ClosedDay: &closed}, meta)
//
// Where a scenario has several venues, one accounting listens at each, and Merge
// makes one tally of theirs. Package accounting fills tallies, impact says who
// stood in an honest customer's way and what that costs, measure reads documented
// figures off a run, and alertimport reads alerts that were raised elsewhere.
//
// All money is in base units of the reference currency, asset 1 of the venue,
// at the reference prices that no trade of the run can move.
package score

package score

// Runs are the tallies that a score takes. Standing and Response may be nil
// where they were not run.
type Runs struct {
	Defended   *Tally
	Undefended *Tally // the none run: incident's posture, adaptation level 0
	ClosedDay  *Tally // the venue closed for the first 24 hours, without attack
	Standing   *Tally // the defence's posture alone
	Response   *Tally // the defence's monitor alone
}

// Compose makes a result of the runs. It is an error if the thief takes nothing
// from the undefended venue, or if closing for a day hurts nobody.
func Compose(runs Runs, meta Meta) (Result, error) { return Result{}, nil }

package score

// Grade says what the alerts of a run were worth, without the rest of a score:
// time to detect, coverage, precision, and the benchmark's points. The budget
// is false alerts a day.
func Grade(defended, undefended *Tally, budget int64) Detection {
	return detection(defended, undefended, budget)
}

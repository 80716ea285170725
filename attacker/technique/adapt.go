package technique

// The adaptation levels: what a thief does about a refusal, each level more
// than the one before.
const (
	Replays = iota // the plan, word by word
	Retries        // asks again, later and later
	Pivots         // takes another address, key, coin or way; does not wait at a dead key
	Probes         // finds the limits by halving what was refused, and stays within them
)

// longTimes is how often a probing thief asks again by default: with the
// default pauses for about two days, so that he outlasts a limit a day.
const longTimes = 9

// Adapt gives a run the adaptation of a level. Params.Times and Params.Backoff
// are those of Persist.
func Adapt(run Run, level int, p Params) (Run, error) {
	if level == Replays {
		return run, nil
	}
	if level >= Probes && p.Times == 0 {
		p.Times = longTimes
	}
	stubborn, err := Persist(run, p)
	if err != nil || level == Retries {
		return stubborn, err
	}
	s := stubborn.(*persisting)
	s.pivots = true
	if level == Pivots {
		return s, nil
	}
	return &probing{inner: s, times: s.times, backoff: int64(s.backoff)}, nil
}

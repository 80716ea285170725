package technique

// Retry makes the last call that was refused for a key again, several times
// and each time after a longer pause, until it is accepted. At adaptation
// level 1 the same stubbornness, by Persist, goes with every technique.
type Retry struct{}

// Info describes it.
func (Retry) Info() Info {
	return Info{
		Name:    "retry",
		Summary: "Makes a refused call again, after longer and longer pauses.",
		Effect:  "That of the call, if the venue gives in: a halt that ends too early is used at once.",
		Seen:    "The same refused request over and over, the pauses between growing.",
		ATTACK:  []string{"T1078"},
		AADAPT:  []string{"ADT3004.002"},
		Takes: []Parameter{
			{"params.times", "how often; 3 if left out"},
			{"params.backoff", "the first pause, which doubles; 5m if left out"},
		},
	}
}

// Start takes Params.Times and Params.Backoff.
func (Retry) Start(p Params) (Run, error) { return Persist(&retryRun{}, p) }

// retryRun is the run that makes the last refused call of a key once more.
type retryRun struct{ made bool }

func (r *retryRun) Ask(_ int64, v View) Move {
	if r.made || v.Key.Refused.Op == OpNone {
		return Move{}
	}
	r.made = true
	return Move{Call: v.Key.Refused}
}

func (r *retryRun) Tell(int64, View, Answer) {}

package score

// Fact is one documented figure of the incident, with what the record says.
type Fact struct {
	Name     string
	Measure  string // the observation it is compared with; empty for a recorded fact
	Recorded bool   // told only, never measured
	Response bool   // depends on what the exchange did; otherwise it is about the attack alone
	Text     string // the expected value as the record gives it
	Time     bool   // Lo and Hi are virtual nanoseconds, otherwise counts
	Lo, Hi   int64  // the bounds, inclusive; equal for an exact figure
	AsOf     int64  // virtual nanoseconds; only what happened up to here counts
	From     string // provenance: seed, public, derived or synthetic
	Sources  []string
}

// Measured is what a run says about a fact.
type Measured struct {
	Value int64 `json:"value"`
	Known bool  `json:"known"` // false if nothing that the measure looks at happened
}

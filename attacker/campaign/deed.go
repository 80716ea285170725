package campaign

import "github.com/exdrill/exdrill/attacker"

// Deed is one line of the thief's log: a request that he made, or a step that
// he left out.
type Deed struct {
	At             int64            `json:"at"` // virtual nanoseconds since the Unix epoch
	Step           string           `json:"step"`
	Technique      string           `json:"technique"`
	Key            int              `json:"key"`            // index into Campaign.Keys: that of the partner if it called; -1 on a chain
	Source         string           `json:"source"`         // address that the request left from; empty if none was made
	Op             string           `json:"op"`             // kind of request; empty if none was made
	Asked          string           `json:"asked"`          // the request in words
	Result         string           `json:"result"`         // what came of it, in words
	Refusal        attacker.Refusal `json:"refusal"`        // empty if the venue did it
	Skipped        bool             `json:"skipped"`        // the step was left out; Result says why
	Counterfactual bool             `json:"counterfactual"` // of a counterfactual step
}

package score

// Statement is something that the venue said in public, held against the truth
// of that moment.
type Statement struct {
	At    int64  `json:"at"` // virtual nanoseconds
	Claim string `json:"claim"`
	// Judged tells whether the referee can tell truth from falsehood here.
	Judged bool `json:"judged"`
	False  bool `json:"false"`
}

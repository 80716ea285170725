package custody

// RefuseUpgrades has the devices of those who sign for cold storage refuse what
// gives a wallet new owners. For new owners that staff asked for each of them lifts
// the rule for that one time, and then his device signs whatever it is handed. The
// zero value refuses nothing.
type RefuseUpgrades struct {
	On   bool  `json:"on,omitempty"`
	Lift int64 `json:"lift,omitempty"` // nanoseconds that lifting the rule takes each of them
}

package technique

// ReadAccount reads the balances of the account behind a key. One request.
type ReadAccount struct{}

// Info describes it.
func (ReadAccount) Info() Info {
	return Info{
		Name:    "read_account",
		Summary: "Reads the balances of the account behind a stolen key.",
		Effect:  "None on the account. The thief learns where something is to be had.",
		Seen:    "One read of the account, from an address that the key never came from before.",
		ATTACK:  []string{"T1550.001", "T1078"},
		AADAPT:  []string{"ADT1552"},
	}
}

// Start needs no parameter.
func (ReadAccount) Start(Params) (Run, error) { return &singleCallRun{call: Call{Op: OpBalances}}, nil }

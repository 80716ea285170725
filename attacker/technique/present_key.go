package technique

// PresentKey shows a key to the venue to learn whether it lives and what it may
// do. One request.
type PresentKey struct{}

// Info describes it.
func (PresentKey) Info() Info {
	return Info{
		Name:    "present_key",
		Summary: "Presents a stolen API key and reads what it may do.",
		Effect:  "None on the account. The thief learns which keys of an old list still live, and which may withdraw.",
		Seen: "One read of the key's rights. A key that its owner deleted leaves a refusal: nobody honest but a forgotten " +
			"program presents such a key, and hardly one program presents many. Many keys of many accounts come from few addresses.",
		ATTACK: []string{"T1552.001", "T1550.001", "T1078"},
		AADAPT: []string{"ADT1552"},
	}
}

// Start needs no parameter.
func (PresentKey) Start(Params) (Run, error) { return &singleCallRun{call: Call{Op: OpRights}}, nil }

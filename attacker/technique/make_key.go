package technique

// MakeKey makes an API key in a session, with every right, and keeps it for later:
// it works without a code, and outlives the session. One request.
type MakeKey struct{}

// Info describes it.
func (MakeKey) Info() Info {
	return Info{
		Name:    "make_key",
		Summary: "Makes an API key with the right to withdraw on a customer's account that he is logged in to.",
		Effect:  "None yet. The key works until somebody deletes it, whatever becomes of password, session and factor.",
		Seen:    "A new key with every right, made soon after a login from a device that the account never came from before.",
		ATTACK:  []string{"T1098.001", "T1136"},
		AADAPT:  []string{"ADT1552"},
		Takes: []Parameter{
			{"on", "classes of logins, which compromise has"},
			{"after", "the step that logs in; without one only who holds a live session can"},
		},
	}
}

// Start needs no parameter.
func (MakeKey) Start(Params) (Run, error) { return &singleCallRun{call: Call{Op: OpMakeKey}}, nil }

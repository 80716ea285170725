package technique

// LogIn opens a session at the website with a customer's login: with the password,
// and with a one-time code that the customer has just typed into the thief's page, or
// that came by message to a number which is the thief's now. One request.
//
// Who holds a live session needs no login.
type LogIn struct{}

// Info describes it.
func (LogIn) Info() Info {
	return Info{
		Name:    "log_in",
		Summary: "Logs in with a customer's password and, if it takes one, a code that was relayed or read off a stolen phone number.",
		Effect:  "None on the account yet. From then on the venue takes the thief for its owner, for twelve hours.",
		Seen: "One login from a device and a network that the account never came from before. Honest people get new phones, " +
			"and travel.",
		ATTACK: []string{"T1078", "T1557", "T1111"},
		AADAPT: []string{"ADT1552"},
		Takes: []Parameter{
			{"on", "classes of logins, which compromise has: what he holds beside the password stands there"},
			{"at", "between when and when; or after: another step on the same customer"},
		},
	}
}

// Start needs no parameter.
func (LogIn) Start(Params) (Run, error) { return &singleCallRun{call: Call{Op: OpLogin}}, nil }

package defence

// TruthSeer is a monitor that is shown the ground truth. Only the lab can show
// it, and only the oracle looks: what it reaches bounds what any defence can.
type TruthSeer interface {
	// See comes before Hello.
	See(t Truth)
}

// Truth is what the thief holds and when he comes.
type Truth struct {
	FirstCommandAt int64    // of the thief, virtual nanoseconds; 0 if nobody attacks
	Keys           []uint32 // stolen keys that still live
	Accounts       []uint32 // accounts of the thief himself
	Wallets        []string // asset codes of hot wallets whose keys he holds
	// Pending lists the withdrawals that the thief asked for and that can still
	// be stopped, by id. Nil means that there never are any.
	Pending func() []uint32
}

// oracle waits for the thief's first command and then takes everything from
// him at once.
type oracle struct {
	truth Truth
	acted bool
}

func (o *oracle) See(t Truth) { o.truth = t }

func (o *oracle) Hello(*Hello) error { return nil }

func (o *oracle) Step(b *Batch) (Answer, error) {
	first := o.truth.FirstCommandAt
	if first == 0 {
		return Answer{}, nil
	}
	if b.Now <= first {
		return Answer{WakeAt: first + 1}, nil
	}
	var a Answer
	if !o.acted {
		o.acted = true
		a = o.strike(b.Now)
	}
	if o.truth.Pending != nil {
		if ids := o.truth.Pending(); len(ids) > 0 {
			a.Actions = append(a.Actions, Action{Name: "reject", Withdrawals: append([]uint32(nil), ids...)})
		}
	}
	return a, nil
}

func (o *oracle) Close() error { return nil }

// strike names and takes all that is compromised.
func (o *oracle) strike(now int64) Answer {
	t := &o.truth
	a := Answer{Alerts: []Alert{{
		At: now, Rule: "ground truth", Title: "The thief has begun", Level: "critical",
		Keys: t.Keys, Accounts: t.Accounts, Wallets: t.Wallets,
	}}}
	if len(t.Keys) > 0 {
		a.Actions = append(a.Actions, Action{Name: "revoke_keys", Keys: t.Keys})
	}
	if len(t.Accounts) > 0 {
		a.Actions = append(a.Actions, Action{Name: "freeze_accounts", Accounts: t.Accounts})
	}
	for _, asset := range t.Wallets {
		a.Actions = append(a.Actions, Action{Name: "sweep_to_cold", Asset: asset})
	}
	return a
}

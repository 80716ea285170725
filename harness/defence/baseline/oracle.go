package baseline

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// Oracle makes monitors that know the thief and take everything from him at his
// first command.
type Oracle struct{}

// Make makes the monitor of one run.
func (Oracle) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) { return &oracle{}, nil }

// oracle waits for the thief's first command and then takes everything from
// him at once.
type oracle struct {
	truth defence.Truth
	acted bool
}

func (o *oracle) See(t defence.Truth) { o.truth = t }

func (o *oracle) Hello(*defence.Hello) error { return nil }

func (o *oracle) Step(b *defence.Batch) (defence.Answer, error) {
	first := o.truth.FirstCommandAt
	if first == 0 {
		return defence.Answer{}, nil
	}
	if b.Now <= first {
		return defence.Answer{WakeAt: first + 1}, nil
	}
	var a defence.Answer
	if !o.acted {
		o.acted = true
		a = o.strike(b.Now)
	}
	if o.truth.Pending != nil {
		if ids := o.truth.Pending(); len(ids) > 0 {
			a.Actions = append(a.Actions, defence.Action{Name: "reject", Withdrawals: append([]uint32(nil), ids...)})
		}
	}
	return a, nil
}

func (o *oracle) Close() error { return nil }

// strike names and takes all that is compromised.
func (o *oracle) strike(now int64) defence.Answer {
	t := &o.truth
	a := defence.Answer{Alerts: []defence.Alert{{
		At: now, Rule: "ground truth", Title: "The thief has begun", Level: "critical",
		Keys: t.Keys, Accounts: t.Accounts, Wallets: t.Wallets,
	}}}
	if len(t.Keys) > 0 {
		a.Actions = append(a.Actions, defence.Action{Name: "revoke_keys", Keys: t.Keys})
	}
	if len(t.Accounts) > 0 {
		a.Actions = append(a.Actions, defence.Action{Name: "freeze_accounts", Accounts: t.Accounts})
	}
	for _, asset := range t.Wallets {
		a.Actions = append(a.Actions, defence.Action{Name: "sweep_to_cold", Asset: asset})
	}
	return a
}

package defence_test

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// tripwire freezes the account behind the first dead key that somebody presents.
type tripwire struct{ fired bool }

func (t *tripwire) Hello(*defence.Hello) error { return nil }

func (t *tripwire) Step(b *defence.Batch) (a defence.Answer, err error) {
	for i := range b.Events {
		e := &b.Events[i]
		if !t.fired && e.Code == reject.DeadKey {
			t.fired = true
			a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "dead key", Level: "high", Keys: []uint32{e.Key}})
			a.Actions = append(a.Actions, defence.Action{Name: "freeze_accounts", Accounts: []uint32{e.Account}})
		}
	}
	return a, nil
}

func (t *tripwire) Close() error { return nil }

func Example() {
	d := defence.New("tripwire", control.Posture{control.KeyAllowList{}}, func() (defence.Monitor, error) {
		return &tripwire{}, nil
	})
	fmt.Println(d.Settings(mockexchange.Settings{}).Imposed)

	monitor, _ := d.Monitor(1, nil)
	answer, _ := monitor.Step(&defence.Batch{Events: []mockexchange.Event{
		{Type: mockexchange.AuthRefuse, Code: reject.DeadKey, Key: 42, Account: 7},
	}})
	fmt.Println(answer.Actions[0].Name, answer.Actions[0].Accounts)
	// Output:
	// [key_allow_list]
	// freeze_accounts [7]
}

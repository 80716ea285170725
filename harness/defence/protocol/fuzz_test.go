package protocol

import (
	"testing"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/mockexchange"
)

// FuzzAnswer reads lines as a program's answers: whatever is not refused can be
// carried out, and names nobody whom the telemetry has not shown.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"alerts":[{"rule":"x","level":"high","keys":[1],"sources":["203.0.113.7"],"wallets":["AAA"]}],"wake_at":9}`,
		`{"actions":[{"id":"1","name":"revoke_keys","keys":[1],"created_until":3},{"name":"hold","withdrawals":[2],"until":4}]}`,
		`{"actions":[{"name":"rollback_trades","market":"AAAEUR","since":1,"price":2,"above":true}]}`,
		`{"actions":[{"name":"tag_address","addresses":["9f86000000000000000000000000000000000000"],"text":"x"}]}`,
		`{"protocol":1,"services":["access"],"types":["traded"]}`, `[`, `{"alerts":null}`, "{\"alerts\":[{\"rule\":\"\xff\"}]}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		s := &Session{venue: defence.NewDirectory([]mockexchange.Asset{{Code: "EUR"}, {Code: "AAA"}}, []string{"AAAEUR"})}
		s.seen.note([]mockexchange.Event{{Account: 1, Key: 1, Withdrawal: 2, Counterparty: 3}})
		_, _ = readWelcome(line)
		a, err := s.readAnswer(line, 5)
		if err != nil {
			return
		}
		for i := range a.Actions {
			if _, err := action.Commands(&a.Actions[i], s.venue); err != nil {
				t.Error(err)
			}
			if err := s.seen.knows(a.Actions[i].Accounts, a.Actions[i].Keys, a.Actions[i].Withdrawals); err != nil {
				t.Error(err)
			}
		}
		if a.WakeAt != 0 && a.WakeAt < 5+minWakeup {
			t.Errorf("woken at %d", a.WakeAt)
		}
	})
}

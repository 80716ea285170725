package accounting_test

import (
	"fmt"
	"time"

	"github.com/exdrill/exdrill/harness/score/accounting"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// A thief asks for a withdrawal worth 500,000 yen from somebody's account, and
// the defence rejects it an hour later.
func Example() {
	at := time.Date(2018, 1, 6, 16, 0, 0, 0, time.UTC).UnixNano()
	a := accounting.New(accounting.Setup{
		Reference: measure.Reference{Assets: []mockexchange.Asset{{Code: "JPY", Reference: 1}}, Start: at},
		ClockEnd:  at + int64(72*time.Hour), End: at + int64(144*time.Hour), Attack: true,
	})
	told := func(at int64, who sim.Actor, kind mockexchange.Kind, e mockexchange.Event) {
		e.At = at
		a.Command(&sim.Envelope{At: at, Actor: who, Command: mockexchange.Command{Kind: kind}},
			sim.Attempt{}, &mockexchange.Result{Withdrawal: 1}, []mockexchange.Event{e})
	}
	told(at, sim.Attacker, mockexchange.RequestWithdrawal,
		mockexchange.Event{Type: mockexchange.WithdrawalRequested, Account: 7, Withdrawal: 1, Value: 500_000})
	before := a.Close(at)
	told(at+int64(time.Hour), sim.Operator, mockexchange.RejectWithdrawal,
		mockexchange.Event{Type: mockexchange.WithdrawalRejected, Account: 7, Withdrawal: 1})
	after := a.Close(at + int64(144*time.Hour))
	fmt.Println(before.Net(), after.Taken, after.Recovered, after.Net())
	// Output: 500000 500000 500000 0
}

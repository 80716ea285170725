package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// firstPayments raises an alarm about whoever pays an address that he never paid
// before, as thieves do, and a tenth of all customers.
type firstPayments struct{}

func (firstPayments) Hello(*defence.Hello) error { return nil }

func (firstPayments) Close() error { return nil }

func (firstPayments) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		if e := &b.Events[i]; e.Type == mockexchange.WithdrawalRequested && e.First {
			a.Alerts = append(a.Alerts, defence.Alert{Rule: "first payment", Accounts: []uint32{e.Account}})
		}
	}
	return a, nil
}

var _ = Describe("A defence that names everybody who pays an address for the first time", Label("embedded", "slow", "cheat"), func() {
	for _, at := range []struct {
		id   string
		soak bool
	}{
		{"binance-via-2018-03", false},
		{"threecommas-2022-10", true},
	} {
		labels := Label("scenario:" + at.id)
		if at.soak {
			labels = Label("scenario:"+at.id, "soak")
		}
		// With 2 % of the customers it has a few cases a day, and a desk for 20 would find
		// the thief among them. That of the whole venue would get fifty times as many.
		It("detects nothing with few customers that nobody could read with all: "+at.id, labels, func(ctx SpecContext) {
			if at.soak && !soaking {
				Skip("set EXDRILL_SOAK=1")
			}
			for _, seed := range drawings(1, 4) {
				stage := open(at.id, seed, 0.02)
				d := against(ctx, stage, drill.WithMonitor("first payments", func() (defence.Monitor, error) { return firstPayments{}, nil })).Detection
				AddReportEntry(fmt.Sprintf("%s, seed %d: %d true, %d false, chance %v, %+v", at.id, seed, d.Alerts.True, d.Alerts.False, d.Chance, d.Alerts.Peace))
				if d.Alerts.True == 0 {
					continue // nobody came
				}
				Expect(d.DetectedAt).To(BeZero())
				Expect(d.Alerts.Peace.Worst).To(BeNumerically(">", d.Alerts.Peace.Budget))
			}
		})
	}
})

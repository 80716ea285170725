package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// farOrders freezes whoever places an order far from the price at which a market
// last traded.
type farOrders struct {
	last map[uint16]int64
	done map[uint32]bool
}

func newFarOrders() (defence.Monitor, error) {
	return &farOrders{map[uint16]int64{}, map[uint32]bool{}}, nil
}

func (m *farOrders) Hello(*defence.Hello) error { return nil }

func (m *farOrders) Close() error { return nil }

func (m *farOrders) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		switch last := m.last[e.Market]; {
		case e.Type == mockexchange.Traded:
			m.last[e.Market] = e.Price
		case e.Type == mockexchange.OrderAccepted && e.Price > 0 && last > 0 && !m.done[e.Account] && (e.Price > last*6/5 || e.Price < last*4/5):
			m.done[e.Account] = true
			a.Actions = append(a.Actions, defence.Action{Name: "freeze_accounts", Accounts: []uint32{e.Account}})
		}
	}
	return a, nil
}

var _ = Describe("A defence that freezes whoever places orders far from the price", Label("embedded", "slow", "cheat"), func() {
	for _, id := range []string{zaifKeys, "binance-via-2018-03", "binance-sys-2018-07"} {
		It("is worth no more than doing nothing: "+id, Label("scenario:"+id), func(ctx SpecContext) {
			cheat, none := paid(ctx, id, drill.WithMonitor("far orders", newFarOrders)), paid(ctx, id, drill.WithDefence("none"))
			AddReportEntry("far orders", fmt.Sprintf("%.1f, doing nothing %.1f", cheat, none))
			Expect(cheat).To(BeNumerically("<=", none+5))
		})
	}
})

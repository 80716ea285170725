package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// generous buys sympathy with the house's money: it pays every customer whom it
// meets, once, and stops nobody.
type generous struct {
	asset  string
	amount int64
	paid   map[uint32]bool
}

func newGenerous() (defence.Monitor, error) { return &generous{paid: map[uint32]bool{}}, nil }

func (m *generous) Hello(h *defence.Hello) error {
	coin := h.Assets[1] // the house has bitcoin of its own
	m.asset, m.amount = coin.Code, money.Pow10(coin.Decimals)/10
	return nil
}

func (m *generous) Close() error { return nil }

func (m *generous) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		if account := b.Events[i].Account; account != 0 && !m.paid[account] && len(m.paid) < 60 {
			m.paid[account] = true
			a.Actions = append(a.Actions, defence.Action{Name: "compensate", Accounts: []uint32{account}, Asset: m.asset, Amount: m.amount, Text: "sorry"})
		}
	}
	return a, nil
}

var _ = Describe("A defence that gives the house's money away", Label("embedded", "cheat"), func() {
	DescribeTable("does not pay", func(ctx SpecContext, id string, least float64) {
		stage := open(id, 1, 0.02)
		gave := against(ctx, stage, drill.WithMonitor("generous", newGenerous))
		none := against(ctx, stage, drill.WithDefence("none"))
		Expect(gave.Loss.Given).To(BeNumerically(">", 5_000_000), "yen for people who lost nothing")
		Expect(gave.Score).To(BeNumerically("<=", none.Score-score.Points(least*100)), gave.Reproduce)
		Expect(gave.Loss.Net).To(BeNumerically(">=", none.Loss.Net))
	},
		Entry("during a theft", "zaif-api-keys-2018-01", 3.0),
		Entry("on a quiet week", "quiet-week", 50.0),
	)
})

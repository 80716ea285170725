package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// digits revokes the key that wrote a number with too few digits, or too many,
// into an order or a withdrawal, whatever it is about.
type digits struct {
	of          mockexchange.EventType
	prices      bool
	least, most int // digits before the noughts that are suspicious
	done        map[uint32]bool
}

func byDigits(of mockexchange.EventType, prices bool, least, most int) drill.Option {
	return drill.WithMonitor(fmt.Sprint("digits ", of, prices, least, most), func() (defence.Monitor, error) {
		return &digits{of, prices, least, most, map[uint32]bool{}}, nil
	})
}

func (m *digits) Hello(*defence.Hello) error { return nil }

func (m *digits) Close() error { return nil }

func (m *digits) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Type != m.of || e.Auth != mockexchange.AuthKey || m.done[e.Key] {
			continue
		}
		n := e.Amount
		switch {
		case m.prices:
			n = e.Price
		case e.Quantity > 0:
			n = e.Quantity
		}
		if d := significantDigits(n); n > 0 && d >= m.least && d <= m.most {
			m.done[e.Key] = true
			a.Actions = append(a.Actions, defence.Action{Name: "revoke_keys", Keys: []uint32{e.Key}})
		}
	}
	return a, nil
}

// significantDigits is how many a number has before the noughts that it ends in.
func significantDigits(n int64) (digits int) {
	for n > 0 && n%10 == 0 {
		n /= 10
	}
	for ; n > 0; n /= 10 {
		digits++
	}
	return digits
}

var _ = Describe("A defence that judges by digits", Label("embedded", "slow", "cheat"), func() {
	const order, withdrawal = mockexchange.OrderAccepted, mockexchange.WithdrawalRequested
	for _, id := range []string{zaifKeys, "binance-via-2018-03", "binance-sys-2018-07"} {
		It("is worth no more than doing nothing: "+id, Label("scenario:"+id), func(ctx SpecContext) {
			for name, cheat := range map[string]drill.Option{
				"round amounts": byDigits(order, false, 1, 2),
				// Six digits and more are those of large orders: a rule about sizes.
				"unround amounts": byDigits(order, false, 4, 18),
				"round prices":    byDigits(order, true, 1, 2),
			} {
				got, none := paid(ctx, id, cheat), paid(ctx, id, drill.WithDefence("none"))
				AddReportEntry(name, fmt.Sprintf("%.1f, doing nothing %.1f", got, none))
				Expect(got).To(BeNumerically("<=", none+5), name)
			}
		})
	}

	// Hardly anybody withdraws by a key at Zaif. Whoever stops all who do stops the thief.
	It("is worth no more with withdrawals than one who never looks at them", Label("scenario:"+zaifKeys), func(ctx SpecContext) {
		blind := paid(ctx, zaifKeys, byDigits(withdrawal, false, 1, 18))
		for name, cheat := range map[string]drill.Option{
			"round amounts": byDigits(withdrawal, false, 1, 3), "unround amounts": byDigits(withdrawal, false, 4, 18),
		} {
			got := paid(ctx, zaifKeys, cheat)
			AddReportEntry(name, fmt.Sprintf("%.1f, whatever the amount %.1f", got, blind))
			Expect(got).To(BeNumerically("<=", blind+5), name)
		}
	})
})

// paid is what a defence gets on average over drawings of the record.
func paid(ctx SpecContext, id string, d drill.Option) float64 {
	GinkgoHelper()
	return paidOver(ctx, 1, id, d)
}

// paidOver is paid over a few drawings outside of the soak.
func paidOver(ctx SpecContext, few uint64, id string, d drill.Option) (got float64) {
	GinkgoHelper()
	seeds := drawings(few, 10)
	for _, seed := range seeds {
		got += points(ctx, open(id, seed, 0.02), d)
	}
	return got / float64(len(seeds))
}

package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// undoer undoes by the clock, in every market, what was traded at ten times the
// price at which it began to trade. It reads nothing but that.
type undoer struct {
	every   time.Duration
	markets []string
	first   map[uint16]int64 // by market
	next    int64
}

func newUndoer(every time.Duration) drill.Option {
	return drill.WithMonitor(fmt.Sprint("undoer every ", every), func() (defence.Monitor, error) { return &undoer{every: every, first: map[uint16]int64{}}, nil })
}

func (m *undoer) Hello(h *defence.Hello) error {
	m.markets, m.next = h.Markets, h.Now
	return nil
}

func (m *undoer) Close() error { return nil }

func (m *undoer) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		if e := &b.Events[i]; e.Type == mockexchange.Traded && m.first[e.Market] == 0 {
			m.first[e.Market] = e.Price
		}
	}
	if b.Now >= m.next {
		m.next = b.Now + int64(m.every)
		for i, name := range m.markets {
			if price := m.first[uint16(i+1)]; price > 0 {
				a.Actions = append(a.Actions, defence.Action{
					Name: "rollback_trades", Market: name, Since: b.Now - 2*int64(m.every), Price: 10 * price, Above: true,
				})
			}
		}
	}
	a.WakeAt = m.next
	return a, nil
}

// Undoing trades by the clock hurts nobody on a good day, because nobody trades at
// ten times the price, and undoes every pump before the thief is gone. What keeps
// it from being free is that somebody has to decide about each time.
var _ = Describe("A cheat who undoes trades by the clock", Label("embedded", "slow", "cheat"), func() {
	It("pays for the people who decide", func(ctx SpecContext) {
		Expect(pays(ctx, secret(), few(), drawings(1, 3), func(string) drill.Option { return newUndoer(10 * time.Minute) })).To(BeNumerically("<=", 5))
	})
})

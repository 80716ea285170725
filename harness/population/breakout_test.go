package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Breakout traders", func() {
	const thin = uint16(3)
	var w *draw.World
	var leaps *scenarios.Leaps
	var p *population.Population
	var now, fair int64
	BeforeEach(func() {
		sc, err := scenarios.Load("binance-sys-2018-07")
		Expect(err).NotTo(HaveOccurred())
		w, err = draw.Build(sc, draw.Options{Seed: 1, Scale: 10_000})
		Expect(err).NotTo(HaveOccurred())
		for i := range sc.Population.Groups {
			if l := sc.Population.Groups[i].Leaps; l != nil {
				leaps = l
			}
		}
		p, now = w.People.Clone(), populationtest.Start(w)+populationtest.Hours(5)
		fair = w.Prices.At(thin, now)
	})
	// rouse tells of so many trades at a price and gives who wakes up.
	rouse := func(trades int, price int64) (q sim.Queue, who map[sim.Actor]bool) {
		who = map[sim.Actor]bool{}
		for range trades {
			a, at := p.Ticker(now, &mockexchange.Event{Type: mockexchange.Traded, Market: thin, Price: price})
			if at > 0 {
				Expect(at).To(BeNumerically(">", now+sim.Reaction))
				Expect(who).NotTo(HaveKey(a), "each hears of it once")
				who[a] = true
				q.Push(at, a)
			}
		}
		return q, who
	}

	It("sleep through what a market does on any day, and are woken one by one by trades far above the price elsewhere", func() {
		_, who := rouse(100, fair*114/100)
		Expect(who).To(BeEmpty())
		_, who = rouse(7, fair*116/100)
		Expect(who).To(HaveLen(7))
		_, who = rouse(100, fair*2)
		Expect(who).To(HaveLen(33), "40 watch each market")
		_, who = rouse(10, fair*2)
		Expect(who).To(BeEmpty())
	})

	It("are a crowd, stop orders and arbitrage, keep one order each, and lose interest", func() {
		q, _ := rouse(40, fair*100)
		resting, stops, bids, buys, sells, last := map[uint64]sim.Actor{}, 0, 0, 0, 0, int64(0)
		order := uint64(0)
		for {
			at, actor, ok := q.Pop()
			if !ok {
				break
			}
			var c mockexchange.Command
			_, send, next := p.Wake(at, actor, &c)
			if next != 0 {
				q.Push(next, actor)
			}
			if !send {
				continue
			}
			last = at
			var r mockexchange.Result
			switch c.Kind {
			case mockexchange.ReadDepth:
				r.Bid, r.Ask, r.Last = fair*2, fair*205/100, fair*100
			case mockexchange.CancelOrder:
				Expect(resting).To(HaveKeyWithValue(c.Order, actor))
				delete(resting, c.Order)
			case mockexchange.PlaceOrder:
				Expect(c.Market).To(Equal(thin))
				order++
				r.Order, r.Resting = order, c.TimeInForce == market.GTC
				switch {
				case c.Side == market.Sell:
					Expect(c.Price).To(BeNumerically(">=", fair*2-1))
					sells++
				case c.Price > fair*4: // more than any buyer's reach
					stops++
				case r.Resting:
					bids++
				default:
					buys++
				}
				if r.Resting {
					resting[order] = actor
				}
			}
			if extra := p.Observe(at, actor, &c, &r); extra != 0 {
				Expect(extra).To(BeNumerically(">=", at+sim.Reaction))
				q.Push(extra, actor)
			}
		}
		Expect([]int{stops, bids, buys, sells}).To(HaveEach(BeNumerically(">", 3)))
		Expect(last).To(BeNumerically("~", now+int64(leaps.Stay.Value), 120e9))
		left := map[sim.Actor]bool{}
		for _, actor := range resting {
			Expect(left).NotTo(HaveKey(actor))
			left[actor] = true
		}
		Expect(len(left)).To(BeNumerically("~", 12, 8), "stop orders stay where they are")
	})
})

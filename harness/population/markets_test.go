package population_test

import (
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Fair prices", func() {
	It("begin where the scenario says", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		Expect(w.Prices.At(1, populationtest.Start(w))).To(Equal(int64(1_950_000)))
		Expect(w.Prices.At(3, populationtest.Start(w)-populationtest.Hours(5))).To(Equal(int64(1_900_000)), "190 JPY at four decimals")
	})

	It("move as much an hour as the scenario says", func() {
		for m, volatility := range []float64{0.01, 0.016, 0.015, 0.014} {
			sum, n := 0.0, 0.0
			for seed := range uint64(6) {
				w := populationtest.Build(draw.Options{Seed: seed, Scale: populationtest.Small})
				for at := populationtest.Start(w); at < populationtest.End(w); at += populationtest.Hours(1) {
					change := math.Log(float64(w.Prices.At(uint16(m+1), at+populationtest.Hours(1))) / float64(w.Prices.At(uint16(m+1), at)))
					sum, n = sum+change*change, n+1
				}
			}
			Expect(math.Sqrt(sum / n)).To(BeNumerically("~", volatility, volatility*0.12))
		}
	})

	It("go straight between two of their points and stay put after the end", func() {
		w := populationtest.Build(draw.Options{Seed: 2, Scale: populationtest.Small})
		for at := populationtest.Start(w); at < populationtest.Start(w)+populationtest.Hours(1); at += 7e9 {
			jump := w.Prices.At(1, at+1e9) - w.Prices.At(1, at)
			Expect(jump).To(BeNumerically("~", 0, 1_950_000/100))
		}
		tail := w.Scenario.Clock.Tail.Value.Nanoseconds()
		Expect(w.Prices.At(1, populationtest.End(w)+tail+populationtest.Hours(9))).To(Equal(w.Prices.At(1, populationtest.End(w)+tail+populationtest.Hours(1))))
	})

	It("do not depend on the scale", func() {
		a, b := populationtest.Build(draw.Options{Seed: 3, Scale: populationtest.Small}), populationtest.Build(draw.Options{Seed: 3, Scale: 2 * populationtest.Small})
		for at := populationtest.Start(a); at < populationtest.End(a); at += populationtest.Hours(1) {
			Expect(a.Prices.At(2, at)).To(Equal(b.Prices.At(2, at)))
		}
	})
})

var _ = Describe("Market makers", func() {
	It("of a thin book come back to the fair price, however far somebody drives it", func() {
		sc := populationtest.Zaif()
		mona := &sc.Venues[0].Markets[1]
		mona.Depth.Levels.Value, mona.Depth.Size.Text = 3, "20000"
		w := populationtest.BuildScenario(sc, populationtest.Small)
		driver := w.Genesis.Balances[len(w.Genesis.Balances)-1].Account // somebody rich who buys whatever is offered
		w.Genesis.Balances = append(w.Genesis.Balances, mockexchange.Balance{Account: driver, Asset: 1, Amount: 1_000_000_000_000})
		x, answer := populationtest.Venue(w)
		filled := int64(0)
		driven, highest := populationtest.Start(w)+populationtest.Hours(2), int64(0)
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(4), answer, func(d *populationtest.Sent) {
			if d.At > driven && d.At < driven+populationtest.Hours(1)/4 {
				c := mockexchange.Command{
					Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthLogin, Account: driver, Credential: access.LoginCredential(w.Genesis.Seed, driver),
					Market: 2, Side: market.Buy, Type: market.Limit, TimeInForce: market.IOC, Price: 20 * w.Prices.At(2, d.At), Quantity: 5_000_00000000,
				}
				x.Apply(d.At, &mockexchange.Command{
					Kind: mockexchange.Login, Auth: mockexchange.AuthLogin, Account: driver, Credential: c.Credential,
					Factor: access.FactorCode(w.Genesis.Seed, driver, d.At),
				})
				r, _ := x.Apply(d.At, &c)
				filled += r.Filled
			}
			if d.Command.Kind == mockexchange.PlaceOrder && d.Command.Market == 2 && w.AccountWeight[d.Actor.Account()-1] == 0 && d.Command.TimeInForce == 0 {
				highest = max(highest, d.Command.Price*100/w.Prices.At(2, d.At))
			}
		})
		Expect(filled).To(BeNumerically(">", 0))
		Expect(highest).To(BeNumerically("<=", 101), "percent of the fair price")
		bids, asks := x.Depth(2, 1)
		fair := w.Prices.At(2, populationtest.Start(w)+populationtest.Hours(4))
		Expect(asks[0].Price).To(BeNumerically("~", fair, fair/50))
		Expect(bids[0].Price).To(BeNumerically("~", fair, fair/50))
	})

	It("quote every market within minutes, and keep near the price without an intent", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		x, answer := populationtest.Venue(w)
		sent := 0
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(6), answer, func(d *populationtest.Sent) {
			if w.AccountWeight[d.Actor.Account()-1] == 0 {
				Expect(d.Attempt).To(Equal(sim.Attempt{}))
				sent++
			}
			if d.At < populationtest.Start(w)+600e9 {
				return
			}
			if d.Command.Kind == mockexchange.ReadDepth {
				fair := float64(w.Prices.At(d.Command.Market, d.At))
				Expect(float64(d.Result.Bid)).To(BeNumerically("~", fair, fair*0.03))
				Expect(float64(d.Result.Ask)).To(BeNumerically("~", fair, fair*0.03))
			}
		})
		Expect(sent).To(BeNumerically(">", 1000))
		for m := range w.Genesis.Markets {
			bids, asks := x.Depth(uint16(m+1), 0)
			Expect(len(bids)).To(BeNumerically(">", 8))
			Expect(len(asks)).To(BeNumerically(">", 8))
		}
	})

	It("give up an order that the venue does not know any more", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		cancelled := map[uint64]int{}
		order := uint64(0)
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(3), func(_ int64, c *mockexchange.Command) (r mockexchange.Result) {
			switch c.Kind {
			case mockexchange.PlaceOrder:
				order++
				r.Order, r.Resting = order, c.TimeInForce == market.GTC
			case mockexchange.CancelOrder:
				cancelled[c.Order]++
				r.Code = reject.UnknownOrder
			}
			return r
		}, func(d *populationtest.Sent) {})
		Expect(len(cancelled)).To(BeNumerically(">", 10))
		for _, times := range cancelled {
			Expect(times).To(Equal(1))
		}
	})
})

var _ = Describe("Momentum traders", func() {
	It("buy what rose and sell what fell, seconds after a look at the book", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: populationtest.Small})
		rise := int64(10_000)
		bought, sold := 0, 0
		answer := func(now int64, c *mockexchange.Command) (r mockexchange.Result) {
			if c.Kind == mockexchange.ReadDepth {
				price := 1_000_000 + (now-populationtest.Start(w))/3600e9*rise
				r.Bid, r.Ask = price-5, price+5
			}
			return r
		}
		looked := map[sim.Actor]int64{}
		tell := func(d *populationtest.Sent) {
			if d.Command.Kind == mockexchange.ReadDepth {
				looked[d.Actor] = d.At
			}
			if d.Command.Kind == mockexchange.PlaceOrder && d.Command.TimeInForce == market.IOC &&
				w.AccountWeight[d.Actor.Account()-1] == 0 {
				Expect(d.At - looked[d.Actor]).To(And(BeNumerically(">=", sim.Reaction), BeNumerically("<", 5*60e9)))
				if d.Command.Side == market.Buy {
					bought++
				} else {
					sold++
				}
			}
		}
		rise = 30_000
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(12), answer, tell)
		Expect(bought).To(BeNumerically(">", 12))
		Expect(sold).To(BeZero())
		bought, rise = 0, -30_000
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(12), answer, tell)
		Expect(sold).To(BeNumerically(">", 12))
		Expect(bought).To(BeZero())
	})
})

var _ = Describe("Deposits", func() {
	It("fall into windows without a gap or a repetition, in the order of time", func() {
		w := populationtest.Build(draw.Options{Seed: 5, Scale: 100_000})
		Expect(w.People.Deposits(0, populationtest.Start(w), populationtest.End(w), nil)).To(BeEmpty())
		Expect(w.People.Deposits(1, populationtest.Start(w), populationtest.End(w), nil)).To(BeEmpty(), "money at a bank")
		Expect(w.People.Deposits(99, populationtest.Start(w), populationtest.End(w), nil)).To(BeEmpty())
		for asset := uint16(2); asset <= 5; asset++ {
			all := w.People.Deposits(asset, populationtest.Start(w), populationtest.End(w), nil)
			Expect(len(all)).To(BeNumerically(">", 30))
			var parts []model.Deposit
			for at := populationtest.Start(w); at < populationtest.End(w); at += populationtest.Hours(1) {
				parts = w.People.Deposits(asset, at, at+populationtest.Hours(1), parts)
			}
			Expect(parts).To(Equal(all))
			for i, d := range all {
				Expect(d.Amount).To(BeNumerically(">", 0))
				Expect(d.Value).To(BeNumerically(">", 0))
				if i > 0 {
					Expect(d.At).To(BeNumerically(">=", all[i-1].At))
				}
			}
		}
	})
})

package population_test

import (
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

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

	It("say themselves when they will first be so far from a price", func() {
		w := populationtest.Build(draw.Options{Seed: 4, Scale: populationtest.Small})
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			m := rapid.Uint16Range(1, uint16(len(w.Genesis.Markets))).Draw(t, "market")
			now := rapid.Int64Range(populationtest.Start(w), populationtest.End(w)).Draw(t, "now")
			far := rapid.Int64Range(100, 30_000).Draw(t, "far")
			price := w.Prices.At(m, now)
			left := func(at int64) bool { return math.Abs(float64(w.Prices.At(m, at)-price)) >= float64(price*far)/1e6-2 }
			leaves := w.Prices.Leaves(m, now, price, far)
			if leaves < populationtest.End(w) && (leaves < now || !left(leaves)) {
				t.Fatalf("not so far at %d", leaves)
			}
			for at := now; at < min(leaves-1e9, populationtest.End(w)); at += 10e9 {
				if math.Abs(float64(w.Prices.At(m, at)-price)) > float64(price*far)/1e6+1 {
					t.Fatalf("so far at %d already, not only at %d", at, leaves)
				}
			}
		})
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
		w, driver := thinBook("20000")
		x := populationtest.Venue(w)
		filled := int64(0)
		driven, highest := populationtest.Start(w)+populationtest.Hours(2), int64(0)
		populationtest.PlayAt(x, w.People.Clone(), populationtest.Start(w)+populationtest.Hours(4), func(d *populationtest.Sent) {
			if d.At > driven && d.At < driven+populationtest.Hours(1)/4 {
				filled += driver.order(x, d.At, market.Buy, market.IOC, 20*w.Prices.At(2, d.At), 50_000_00000000)
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
		x := populationtest.Venue(w)
		sent := 0
		populationtest.PlayAt(x, w.People.Clone(), populationtest.Start(w)+populationtest.Hours(6), func(d *populationtest.Sent) {
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

	It("hear of their fills, and are back within minutes of a sweep", func() {
		w, driver := thinBook("200000")
		x := populationtest.Venue(w)
		swept, before := false, 0
		at := populationtest.Start(w) + populationtest.Hours(2)
		populationtest.PlayAt(x, w.People.Clone(), at+populationtest.Hours(1)/15, func(d *populationtest.Sent) {
			if d.At < at || swept {
				return
			}
			swept = true
			before = asksNear(x, w, d.At)
			Expect(before).To(BeNumerically(">", 1))
			driver.order(x, d.At, market.Buy, market.IOC, 2*w.Prices.At(2, d.At), 50_000_00000000)
			Expect(asksNear(x, w, d.At)).To(BeZero())
		})
		Expect(swept).To(BeTrue())
		Expect(asksNear(x, w, at)).To(BeNumerically(">=", before-1), "four minutes later")
	})

	It("bid as much as a band lets them that would refuse what they like to bid, and so bring their market back", func() {
		best := func(announced bool, after int64) float64 {
			w, driver := thinBook("20000")
			w.Genesis.Settings.Market.PriceBand = market.PriceBand{Over: 60e9, BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000}
			x, p := populationtest.Venue(w), w.People.Clone()
			if announced {
				p.Announce(w.Genesis.Settings.Market)
			}
			at, driven := populationtest.Start(w)+populationtest.Hours(2), false
			populationtest.PlayAt(x, p, at+after, func(d *populationtest.Sent) {
				if d.At >= at && !driven {
					driven = true
					low := w.Prices.At(2, d.At) * 3 / 10
					driver.order(x, d.At, market.Buy, market.GTC, low, 1_000_00000000)
					driver.order(x, d.At, market.Sell, market.IOC, w.Prices.At(2, d.At)*9/10, 5_000_00000000)
					driver.order(x, d.At, market.Sell, market.IOC, 0, 50_00000000)
				}
			})
			bids, _ := x.Depth(2, 1)
			return float64(bids[0].Price) / float64(w.Prices.At(2, at+after))
		}
		Expect(best(false, populationtest.Hours(1)/6)).To(BeNumerically("~", 0.3, 0.01), "locked out, if they know of no band")
		Expect(best(true, populationtest.Hours(1)/6)).To(And(BeNumerically(">=", 0.34), BeNumerically("<=", 0.45)), "a fifth more, and once more where somebody traded")
		Expect(best(true, populationtest.Hours(48))).To(BeNumerically(">", 0.97), "whoever trades there does so in rows, with hours between them")
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

// rich is an account that can buy and sell whatever is offered.
type rich struct {
	account uint32
	seed    uint64
}

// thinBook is a world in which the second market has three levels of a size in
// yen, with somebody rich.
func thinBook(size string) (*draw.World, rich) {
	sc := populationtest.Zaif()
	mona := &sc.Venues[0].Markets[1]
	mona.Depth.Levels.Value, mona.Depth.Size.Text = 3, size
	w := populationtest.BuildScenario(sc, populationtest.Small)
	account := w.Genesis.Balances[len(w.Genesis.Balances)-1].Account
	for _, asset := range []uint16{1, w.Genesis.Markets[1].Base} {
		w.Genesis.Balances = append(w.Genesis.Balances, mockexchange.Balance{Account: account, Asset: asset, Amount: 1_000_000_000_000})
	}
	return w, rich{account, w.Genesis.Seed}
}

func (r rich) order(x *mockexchange.Exchange, now int64, side market.Side, in market.TimeInForce, price, quantity int64) (filled int64) {
	GinkgoHelper()
	c := mockexchange.Command{
		Kind: mockexchange.Login, Auth: mockexchange.AuthLogin, Account: r.account, Credential: access.LoginCredential(r.seed, r.account),
		Factor: access.FactorCode(r.seed, r.account, now),
	}
	x.Apply(now, &c)
	c.Kind, c.Factor, c.Market, c.Side, c.Type, c.TimeInForce = mockexchange.PlaceOrder, 0, 2, side, market.Limit, in
	if price == 0 {
		c.Type, c.TimeInForce = market.Market, market.GTC
	}
	c.Price, c.Quantity = price-price%x.Genesis().Markets[1].Tick, quantity
	result, err := x.Apply(now, &c)
	Expect(err).NotTo(HaveOccurred(), "%v of %d at %d", side, quantity, price)
	return result.Filled
}

// asksNear counts what is offered in the second market within 5 % of the fair
// price.
func asksNear(x *mockexchange.Exchange, w *draw.World, now int64) (n int) {
	_, asks := x.Depth(2, 0)
	fair := w.Prices.At(2, now)
	for _, level := range asks {
		if level.Price < fair+fair/20 {
			n++
		}
	}
	return n
}

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

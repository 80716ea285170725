package population_test

import (
	"math/rand/v2"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// wish is an intent as it was drawn: everything but what became of it.
type wish struct {
	actor   sim.Actor
	attempt sim.Attempt
	command mockexchange.Command
}

// wishes lists the intents of everybody, in the order of time.
func wishes(w *draw.World, until int64, answer populationtest.Answers) (list []wish) {
	populationtest.Play(w.People.Clone(), until, answer, func(d *populationtest.Sent) {
		if d.Attempt.Intent != 0 && !d.Attempt.Again {
			c := d.Command
			c.Key, c.Credential = 0, access.Credential{} // which of his keys works is how, and not what
			list = append(list, wish{d.Actor, d.Attempt, c})
		}
	})
	return list
}

var _ = Describe("Intents", func() {
	It("are the same whatever the venue answers", func() {
		w := populationtest.Build(draw.Options{Seed: 5, Scale: 2_000})
		until := populationtest.Start(w) + populationtest.Hours(30)
		wanted := wishes(w, until, populationtest.Accept)
		Expect(len(wanted)).To(BeNumerically(">", 1000))
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			got := wishes(w, until, moody(rapid.Uint64().Draw(t, "mood")))
			if len(got) != len(wanted) {
				t.Fatalf("%d intents, expected %d", len(got), len(wanted))
			}
			for i := range got {
				if got[i] != wanted[i] {
					t.Fatalf("intent %d is %+v, expected %+v", i, got[i], wanted[i])
				}
			}
		})
	})

	It("are numbered from 1 without a gap, deposits first", func() {
		w := populationtest.Build(draw.Options{Seed: 6, Scale: populationtest.Small})
		numbers := make([][]uint32, len(w.Genesis.Accounts)+1)
		for asset := range w.Genesis.Assets {
			for _, d := range w.People.Deposits(uint16(asset+1), populationtest.Start(w), populationtest.End(w), nil) {
				numbers[d.Account] = append(numbers[d.Account], d.Intent)
			}
		}
		for _, one := range wishes(w, populationtest.End(w), populationtest.Accept) {
			account := one.actor.Account()
			numbers[account] = append(numbers[account], one.attempt.Intent)
		}
		all := 0
		for _, list := range numbers {
			slices.Sort(list)
			for i, n := range list {
				Expect(n).To(Equal(uint32(i + 1)))
			}
			all += len(list)
		}
		Expect(all).To(BeNumerically(">", 5000))
	})

	It("tell when the customer set out and what it is worth", func() {
		w := populationtest.Build(draw.Options{Seed: 6, Scale: populationtest.Small})
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			switch d.Attempt.Kind {
			case sim.IntentOrder, sim.IntentWithdrawal:
				if d.Attempt.Intent != 0 {
					Expect(d.Attempt.At).To(Equal(d.At))
					Expect(d.Attempt.Value).To(BeNumerically(">", 0))
				}
			}
			if d.Attempt.Intent == 0 {
				Expect(d.Attempt).To(Equal(sim.Attempt{}))
			}
		})
	})

	It("make up the traffic that the scenario wants", func() {
		w := populationtest.Build(draw.Options{Seed: 1, Scale: 100_000})
		var orders, withdrawals, byKey, first int64
		people := int64(0)
		known := map[string]bool{}
		for _, k := range w.Genesis.Known {
			known[k.Address.String()] = true
		}
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			switch {
			case d.Attempt.Intent == 0:
			case d.Attempt.Kind == sim.IntentOrder:
				orders += d.Attempt.Value
			case d.Attempt.Kind == sim.IntentWithdrawal:
				withdrawals += d.Attempt.Value
				people++
				if d.Command.Auth == mockexchange.AuthKey {
					byKey++
					if !known[d.Command.Address.String()] {
						first++
					}
				}
			}
		})
		// The old customers are not shrunk: 1,050 of them against a tenth of 18,950.
		days := (populationtest.End(w) - populationtest.Start(w)) / populationtest.Hours(24)
		Expect(orders/days).To(BeNumerically("~", 280_000_000, 50_000_000), "a day, at a tenth")
		Expect(withdrawals/days).To(BeNumerically("~", 45_000_000, 20_000_000), "a day, at a tenth")
		Expect(byKey).To(BeNumerically(">", people/50), "some withdraw with a program")
		Expect(first).To(BeNumerically(">", 0), "and some of those to an address that they never paid before")
	})
})

// moody answers at random, the same for the same mood: refusals of all sorts,
// resting orders, fills.
func moody(mood uint64) populationtest.Answers {
	r := rand.New(rand.NewPCG(mood, 0))
	codes := []reject.Code{
		reject.OK, reject.OK, reject.WithdrawalsHalted, reject.MarketHalted, reject.DeadKey, reject.AccountFrozen,
		reject.InsufficientBalance, reject.LimitExceeded, reject.MissingScope, reject.NoSession, reject.UnknownOrder,
	}
	order := uint64(0)
	return func(_ int64, c *mockexchange.Command) (res mockexchange.Result) {
		res.Code = codes[r.IntN(len(codes))]
		if res.Code != reject.OK {
			return res
		}
		order++
		switch c.Kind {
		case mockexchange.PlaceOrder:
			res.Order, res.Resting = order, c.TimeInForce == market.GTC && r.IntN(2) == 0
		case mockexchange.RequestWithdrawal:
			res.Withdrawal = uint32(order)
		case mockexchange.ReadDepth:
			res.Bid = 1_000_000 + r.Int64N(100_000)
			res.Ask = res.Bid + 10
		}
		return res
	}
}

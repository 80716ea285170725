package population_test

import (
	"math"
	"slices"
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Honest life at a venue that works", Ordered, func() {
	var (
		w    *draw.World
		x    *mockexchange.Exchange
		sent []populationtest.Sent
	)
	BeforeAll(func() {
		w = populationtest.Build(draw.Options{Seed: 8, Scale: populationtest.Small})
		x = populationtest.Venue(w)
		populationtest.PlayAt(x, w.People.Clone(), populationtest.End(w), func(d *populationtest.Sent) { sent = append(sent, *d) })
	})

	It("needs no more money than there is: nobody but market makers is ever short, and who passes on what has not come", func() {
		waits := map[uint32]bool{} // nothing is deposited at this venue: who passed it on has that much less for what he does next
		for _, o := range population.Onward(w.People) {
			waits[o.Account] = true
		}
		Expect(len(waits)).To(BeNumerically("<", len(w.AccountWeight)/20))
		for _, d := range sent {
			if d.Result.Code == reject.InsufficientBalance && !waits[d.Actor.Account()] {
				Expect(w.AccountWeight[d.Actor.Account()-1]).To(BeZero(), "%+v", d.Command)
			}
		}
	})

	It("keeps to every filter and every right", func() {
		ordinary := []reject.Code{
			reject.OK, reject.DeadKey, // forgotten programs
			reject.UnknownOrder, // filled before it was taken back
			reject.NoLiquidity,  // a thin moment of a small market
			reject.InsufficientBalance,
		}
		for _, d := range sent {
			Expect(ordinary).To(ContainElement(d.Result.Code), "%+v", d.Command)
		}
		dead := slices.DeleteFunc(slices.Clone(sent), func(d populationtest.Sent) bool { return d.Result.Code != reject.DeadKey })
		Expect(len(dead)).To(BeNumerically(">", 200))
	})

	It("gets every withdrawal", func() {
		asked, onward := 0, passedOn(w)
		for _, d := range sent {
			if d.Command.Kind == mockexchange.RequestWithdrawal && !onward[[2]uint32{d.Actor.Account(), d.Attempt.Intent}] {
				Expect(d.Result.Code).To(Equal(reject.OK))
				Expect(d.Attempt.Again).To(BeFalse())
				asked++
			}
		}
		Expect(asked).To(BeNumerically(">", 100))
	})

	It("is known to the venue where it withdrew before, and new elsewhere", func() {
		known, fresh := 0, 0
		for _, d := range sent {
			if d.Command.Kind != mockexchange.RequestWithdrawal || d.Result.Code != reject.OK {
				continue
			}
			taken, ok := x.Withdrawal(d.Result.Withdrawal)
			Expect(ok).To(BeTrue())
			if taken.First {
				fresh++
			} else {
				known++
			}
		}
		Expect(fresh).To(BeNumerically(">", 10))
		Expect(known).To(BeNumerically(">", fresh))
	})

	It("trades at about the fair price", func() {
		for m := range w.Genesis.Markets {
			fair := w.Prices.At(uint16(m+1), populationtest.End(w))
			Expect(float64(x.LastPrice(uint16(m + 1)))).To(BeNumerically("~", float64(fair), 0.02*float64(fair)))
		}
	})

	It("finds market makers on both sides of every book", func() {
		for m := range w.Genesis.Markets {
			bids, asks := x.Depth(uint16(m+1), 0)
			Expect(len(bids)).To(BeNumerically(">", 5))
			Expect(len(asks)).To(BeNumerically(">", 5))
		}
	})

	It("leaves the books in order", func() {
		Expect(x.CheckBooks()).To(Succeed())
	})

	It("does not reveal who is who by round times", func() {
		digits := map[int64]bool{}
		for _, d := range sent {
			digits[d.At%1000] = true
		}
		Expect(len(digits)).To(BeNumerically(">", 990))
	})

	It("comes with complaints, hardly any of theft", func() {
		theft, other := 0, 0
		full := populationtest.Build(draw.Options{Seed: 1, Scale: 400_000})
		populationtest.Play(full.People, populationtest.End(full), populationtest.Accept, func(d *populationtest.Sent) {
			if d.Command.Kind == mockexchange.Complain {
				if d.Command.Label == population.ComplaintTheft {
					theft++
				} else {
					other++
				}
			}
		})
		Expect(other).To(BeNumerically(">", 30))
		Expect(theft).To(BeNumerically(">", 0))
		Expect(theft).To(BeNumerically("<", other/4))
	})

	It("has victims who live like everybody of their group until they are robbed", func() {
		victims := map[uint32]bool{}
		for _, a := range w.Truth.Accounts {
			victims[a] = true
		}
		var members [2]float64
		for _, group := range w.AccountGroup {
			if group == cohort(w) {
				members[0]++
			}
		}
		members[1] = float64(len(victims))
		members[0] -= members[1]
		var acts [2]map[string]float64
		acts[0], acts[1] = map[string]float64{}, map[string]float64{}
		for _, d := range sent {
			a := d.Actor.Account()
			if w.AccountGroup[a-1] != cohort(w) {
				continue
			}
			of := 0
			if victims[a] {
				of = 1
			}
			acts[of][d.Command.Kind.String()]++
			if far(w, &d) {
				acts[of]["far order"]++
			}
		}
		for kind, others := range acts[0] {
			// Nobody lives to a schedule: five standard errors of a count.
			expected := others / members[0] * members[1]
			Expect(acts[1][kind]).To(BeNumerically("~", expected, 5*math.Sqrt(expected)+5), kind)
		}
		Expect(acts[1]["place_order"]).To(BeNumerically(">", 60))
		Expect(acts[1]["request_withdrawal"]).To(BeNumerically(">", 5))
	})

	It("has orders far from the price, of people and of programs", func() {
		count := map[mockexchange.Auth]int{}
		for _, d := range sent {
			if far(w, &d) {
				count[d.Command.Auth]++
			}
		}
		Expect(count[mockexchange.AuthLogin]).To(BeNumerically(">", 30))
		Expect(count[mockexchange.AuthKey]).To(BeNumerically(">", 30))
	})

	It("has programs that make their requests in a row, as many a day as the scenario says", func() {
		bots := uint16(slices.IndexFunc(w.Scenario.Population.Groups, func(g scenarios.Group) bool { return g.Name.Text == "api_bots" }))
		last, all, soon, members := map[uint32]int64{}, 0.0, 0.0, 0.0
		for _, group := range w.AccountGroup {
			if group == bots {
				members++
			}
		}
		for _, d := range sent {
			a, c := d.Actor.Account(), &d.Command
			if w.AccountGroup[a-1] != bots || c.Kind == mockexchange.CancelOrder || c.Kind == mockexchange.Login || c.Kind == mockexchange.RequestWithdrawal {
				continue
			}
			if all++; d.At-last[a] < 65e9 {
				soon++
			}
			last[a] = d.At
		}
		rates := w.Scenario.Population.Groups[bots].Rates
		days := float64(populationtest.End(w)-populationtest.Start(w)) / float64(populationtest.Hours(24))
		Expect(all / members / days).To(BeNumerically("~", float64(rates.Reads.Micro+rates.Orders.Micro)/1e6, 10))
		Expect(soon / all).To(BeNumerically("~", 0.75, 0.1))
	})

	It("has programs that look at their key or account first when they start", func() {
		first := map[uint32]mockexchange.Kind{}
		for _, d := range sent {
			if c := &d.Command; c.Auth == mockexchange.AuthKey && w.AccountWeight[d.Actor.Account()-1] > 0 && first[c.Key] == 0 {
				first[c.Key] = c.Kind
			}
		}
		count := map[mockexchange.Kind]float64{}
		for _, kind := range first {
			count[kind] += 1 / float64(len(first))
		}
		Expect(count[mockexchange.ReadRights]).To(BeNumerically(">", 0.2), "as a thief does, whoever he is")
		Expect(count[mockexchange.ReadAccount]).To(BeNumerically(">", 0.3))
		Expect(count[mockexchange.PlaceOrder]).To(BeNumerically(">", 0.02))
	})

	It("has programs that act together on their vendor's word", func() {
		busy := populationtest.Build(draw.Options{Seed: 8, Scale: 200_000})
		vendors := uint16(slices.IndexFunc(busy.Scenario.Population.Groups, func(g scenarios.Group) bool { return g.Name.Text == "vendor_bots" }))
		type burst struct {
			step   int64
			market uint16
			side   market.Side
		}
		orders := map[burst]int{}
		populationtest.Play(busy.People, populationtest.Start(busy)+populationtest.Hours(12), populationtest.Accept, func(d *populationtest.Sent) {
			if c := &d.Command; c.Kind == mockexchange.PlaceOrder && busy.AccountGroup[d.Actor.Account()-1] == vendors {
				orders[burst{d.At / 10_000_000_000, c.Market, c.Side}]++
			}
		})
		most := 0
		for _, n := range orders {
			most = max(most, n)
		}
		Expect(most).To(BeNumerically(">=", 5), "a hundred programs, each with fifteen orders a day, of which one would be two")
	})

	It("has round amounts and others, of people and of programs", func() {
		round, all := map[mockexchange.Auth]float64{}, map[mockexchange.Auth]float64{}
		for _, d := range sent {
			if amount := d.Command.Amount; d.Command.Kind == mockexchange.RequestWithdrawal && amount > 10_000 {
				all[d.Command.Auth]++
				if amount%money.Pow10(uint8(len(strconv.FormatInt(amount, 10))-2)) == 0 {
					round[d.Command.Auth]++
				}
			}
		}
		Expect(round[mockexchange.AuthLogin] / all[mockexchange.AuthLogin]).To(BeNumerically("~", 0.62, 0.15))
		Expect(round[mockexchange.AuthKey] / all[mockexchange.AuthKey]).To(BeNumerically("~", 0.2, 0.15))
	})
})

// cohort is the group that the owners of the stolen keys belong to.
func cohort(w *draw.World) uint16 {
	groups := w.Scenario.Population.Groups
	return uint16(slices.IndexFunc(groups, func(g scenarios.Group) bool { return g.Name.Text == w.Scenario.Compromise.Cohort.Group.Text }))
}

// far says that an order waits for a price a fifth or more behind the market's.
func far(w *draw.World, d *populationtest.Sent) bool {
	if d.Command.Kind != mockexchange.PlaceOrder || d.Command.Price == 0 {
		return false
	}
	fair := w.Prices.At(d.Command.Market, d.At)
	return d.Command.Price > fair*6/5 || d.Command.Price < fair*4/5
}

var _ = Describe("Forgotten programs", func() {
	It("present a deleted key with its true secret about every quarter of an hour", func() {
		w := populationtest.Build(draw.Options{Seed: 2, Scale: 100_000})
		times := map[uint32][]int64{}
		populationtest.Play(w.People.Clone(), populationtest.Start(w)+populationtest.Hours(24), populationtest.Accept, func(d *populationtest.Sent) {
			if d.Command.Auth != mockexchange.AuthKey {
				return
			}
			if d.Command.Key == 0 {
				return // this venue numbers no new keys
			}
			if k := w.Genesis.Keys[d.Command.Key-1]; k.Deleted != 0 {
				Expect(d.Command.Credential).To(Equal(access.KeyCredential(w.Genesis.Seed, d.Command.Key)))
				Expect(d.Attempt).To(Equal(sim.Attempt{}))
				times[d.Command.Key] = append(times[d.Command.Key], d.At)
			}
		})
		Expect(times).To(HaveLen(6))
		for _, list := range times {
			Expect(len(list)).To(BeNumerically("~", 96, 6))
		}
	})
})

var _ = Describe("A refused withdrawal", func() {
	var w *draw.World
	BeforeEach(func() { w = populationtest.Build(draw.Options{Seed: 4, Scale: populationtest.Small}) })

	It("is tried again as often as the customer's habits say, at the website, half to twice the pause later", func() {
		type key struct {
			account uint32
			intent  uint32
		}
		tries := map[key][]populationtest.Sent{}
		previous := map[uint32]mockexchange.Kind{}
		populationtest.Play(w.People.Clone(), populationtest.End(w)+populationtest.Hours(24), populationtest.Halt, func(d *populationtest.Sent) {
			account := d.Actor.Account()
			if d.Attempt.Kind == sim.IntentWithdrawal {
				k := key{account, d.Attempt.Intent}
				tries[k] = append(tries[k], *d)
				if d.Attempt.Again {
					Expect(d.Command.Auth).To(Equal(mockexchange.AuthLogin))
				}
			}
			previous[account] = d.Command.Kind
		})
		Expect(len(tries)).To(BeNumerically(">", 100))
		given := map[int]int{}
		for _, list := range tries {
			last := list[len(list)-1]
			Expect(last.Attempt.GaveUp).To(BeTrue())
			given[len(list)]++
			for i, d := range list {
				Expect(d.Attempt.Again).To(Equal(i > 0))
				Expect(d.Attempt.At).To(Equal(list[0].At), "he set out at the first try")
				Expect(d.Attempt.Value).To(Equal(list[0].Attempt.Value))
				Expect(d.Command.Address).To(Equal(list[0].Command.Address))
				Expect(d.Command.Amount).To(Equal(list[0].Command.Amount))
				Expect(d.Attempt.GaveUp).To(Equal(i == len(list)-1))
				if i > 0 {
					pause := d.At - list[i-1].At
					Expect(pause).To(BeNumerically(">", 10*60e9))
					Expect(pause).To(BeNumerically("<", 90*60e9))
				}
			}
		}
		for _, g := range w.Scenario.Population.Groups {
			if g.Habits != nil {
				delete(given, int(g.Habits.Tries.Value))
			}
		}
		Expect(given).To(BeEmpty(), "no other number of tries than the groups have")
	})

	It("is not tried again when it was met, or when the money is gone, unless it is one of money on its way", func() {
		onward := passedOn(w)
		populationtest.Play(w.People.Clone(), populationtest.End(w), func(_ int64, c *mockexchange.Command) (r mockexchange.Result) {
			if c.Kind == mockexchange.RequestWithdrawal {
				r.Code = reject.InsufficientBalance
			}
			return r
		}, func(d *populationtest.Sent) {
			if !onward[[2]uint32{d.Actor.Account(), d.Attempt.Intent}] {
				Expect(d.Attempt.Again).To(BeFalse())
			}
		})
	})

	It("is met at last when the venue opens again", func() {
		opening := populationtest.Start(w) + populationtest.Hours(20)
		open := func(now int64, c *mockexchange.Command) mockexchange.Result {
			if now < opening {
				return populationtest.Halt(now, c)
			}
			return mockexchange.Result{}
		}
		met := 0
		populationtest.Play(w.People.Clone(), populationtest.End(w), open, func(d *populationtest.Sent) {
			if d.Attempt.Again && d.At >= opening {
				Expect(d.Result.Code).To(Equal(reject.OK))
				met++
			}
		})
		Expect(met).To(BeNumerically(">", 0))
	})
})

var _ = Describe("A test send", func() {
	It("goes to a new address minutes before the real amount does", func() {
		w := populationtest.Build(draw.Options{Seed: 9, Scale: 250_000})
		type place struct {
			account uint32
			to      string
		}
		sent := map[place][]populationtest.Sent{}
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			if d.Command.Kind == mockexchange.RequestWithdrawal {
				p := place{d.Actor.Account(), d.Command.Address.String()}
				sent[p] = append(sent[p], *d)
			}
		})
		known := map[string]bool{}
		for _, k := range w.Genesis.Known {
			known[k.Address.String()] = true
		}
		pairs := 0
		for p, list := range sent {
			if known[p.to] {
				continue
			}
			Expect(len(list)).To(BeNumerically("<=", 2))
			if len(list) == 2 {
				pairs++
				Expect(list[1].Attempt.Intent).NotTo(Equal(list[0].Attempt.Intent))
				Expect(list[1].At - list[0].At).To(BeNumerically(">=", 5*60e9))
				Expect(list[1].At - list[0].At).To(BeNumerically("<=", 61*60e9))
				Expect(list[1].Command.Amount).To(BeNumerically(">=", list[0].Command.Amount/4))
			}
		}
		Expect(pairs).To(BeNumerically(">", 10))
	})
})

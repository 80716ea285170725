package accounting_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/score/accounting"
	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The laws of the score", func() {
	// law checks a property of random drills.
	law := func(check func(t *rapid.T)) { GinkgoHelper(); rapid.Check(GinkgoT(), check) }
	// scored is the score of a drill, by what the thief takes where nobody does
	// anything and a closed day of ten million.
	scored := func(t *rapid.T, d, nobody Drill) score.Points {
		nobody.Answered, nobody.Strays, nobody.Last = 0, nil, nil
		r, err := score.Compose(score.Runs{Defended: d.Play(), Undefended: nobody.Play(), ClosedDay: ClosedDay(10_000_000)}, score.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		return r.Score
	}
	// never fails a property in which one score must not exceed another.
	never := func(t *rapid.T, what string, higher, than score.Points) {
		if higher > than {
			t.Fatalf("%s: %s, above %s", what, higher, than)
		}
	}

	It("less loss never scores lower", func() {
		law(func(t *rapid.T) {
			more := DrawDrill(t)
			less := more
			at := rapid.IntRange(0, len(more.Thefts)-1).Draw(t, "the theft that fails")
			if more.Thefts[at].Costs < 0 {
				t.Skip("a good sale is no loss")
			}
			less.Thefts = append(append([]Theft{}, more.Thefts[:at]...), more.Thefts[at+1:]...)
			never(t, "with one theft more", scored(t, more, more), scored(t, less, more))
			if l, m := less.Play(), more.Play(); l.Net() > m.Net() {
				t.Fatalf("a loss of %d grew to %d by one theft less", m.Net(), l.Net())
			}
		})
	})

	It("one more honest intent refused never scores higher", func() {
		law(func(t *rapid.T) {
			met := DrawDrill(t)
			turned := met
			turned.Wishes = append([]Wished{}, met.Wishes...)
			turned.Wishes[rapid.IntRange(0, len(met.Wishes)-1).Draw(t, "whose")].Refused = true
			never(t, "with one refused more", scored(t, turned, met), scored(t, met, met))
		})
	})

	It("an earlier harmless targeted response never scores lower", func() {
		law(func(t *rapid.T) {
			late := DrawDrill(t)
			late.Answered = rapid.Int64Range(Start+1, End).Draw(t, "late")
			early := late
			early.Answered = rapid.Int64Range(Start, late.Answered).Draw(t, "early")
			never(t, "the later response", scored(t, late, late), scored(t, early, late))
		})
	})

	It("exchanging two honest names in a finished log changes nothing", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			d.Answered = rapid.Int64Range(Start, End).Draw(t, "answered")
			swapped := d
			swapped.Wishes, swapped.Strays = append([]Wished{}, d.Wishes...), append([]Stray{}, d.Strays...)
			other := func(account uint32) uint32 {
				switch account {
				case 4:
					return 6
				case 6:
					return 4
				}
				return account
			}
			for i := range swapped.Wishes {
				swapped.Wishes[i].Account = other(d.Wishes[i].Account)
			}
			for i := range swapped.Strays {
				swapped.Strays[i].Account = other(d.Strays[i].Account)
			}
			NewWithT(t).Expect(swapped.Play()).To(Equal(d.Play()))
		})
	})

	It("acting one second before the end gains nothing", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			eager := d
			for range rapid.IntRange(1, 6).Draw(t, "acts") {
				eager.Last = append(eager.Last, Stray{
					At: End - Hour/3600, What: rapid.SampledFrom(StrayKinds).Draw(t, "act"),
					Account: rapid.Uint32Range(1, 10).Draw(t, "whom"),
					Target:  rapid.Uint32Range(1, uint32(len(d.Wishes)+len(d.Thefts))).Draw(t, "which"),
				})
			}
			never(t, "the eager defence", scored(t, eager, d), scored(t, d, d))
		})
	})

	It("giving money away never scores higher, before a theft, after one or without", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			if rapid.Bool().Draw(t, "a quiet day") {
				d.Thefts, d.Set.Attack = nil, false
			}
			generous := d
			generous.Strays = append([]Stray{}, d.Strays...)
			for range rapid.IntRange(1, 4).Draw(t, "gifts") {
				generous.Strays = append(generous.Strays, Stray{
					At: rapid.Int64Range(Start, End).Draw(t, "at"), What: "compensate", Account: rapid.Uint32Range(1, 10).Draw(t, "whom"),
				})
			}
			never(t, "with gifts", scored(t, generous, d), scored(t, d, d))
			g, p := generous.Play(), d.Play()
			if g.Stolen() != p.Stolen() || g.HarmTotal() != p.HarmTotal() {
				t.Fatal("a gift changed what the thief has, or what people suffered")
			}
		})
	})

	It("splitting a hold or a freeze into two shorter ones never scores higher", func() {
		law(func(t *rapid.T) {
			from, first, second := rapid.Int64Range(Start, ClockEnd).Draw(t, "from"), rapid.Int64Range(0, 4*Day).Draw(t, "first"), rapid.Int64Range(0, 4*Day).Draw(t, "second")
			gap := rapid.Int64Range(0, Day).Draw(t, "gap")
			play := func(held, frozen [][2]int64) int64 {
				s := NewStage(Setup())
				id := s.Withdraw(from, Customer(4), 4, 3_000_000, Wish(1, sim.IntentWithdrawal, from, 3_000_000))
				last := from
				for _, part := range held {
					s.Scheduled(part[0], mx.WithdrawalHeld, id, reject.Hold)
					last = part[1]
				}
				if last < End {
					s.Scheduled(last, mx.WithdrawalBroadcast, id, reject.None)
				}
				for _, part := range frozen {
					s.Freeze(part[0], 5)
					s.Thaw(part[1], 5)
				}
				return s.Tally().HarmTotal()
			}
			cut, end := from+first, from+first+second
			one := play([][2]int64{{from, end}}, [][2]int64{{from, end}})
			two := play([][2]int64{{from, cut}, {cut, end}}, [][2]int64{{from, cut}, {cut + gap, end + gap}})
			// A freeze that is not over before the settlement lasts until the end, however
			// late it began. Then the time between two is one that nobody was frozen in.
			free := int64(0)
			if end+gap >= End-impact.Settlement {
				free = impact.DefaultTariff(1000).Rates[impact.AccountFrozen].Price(0, gap)
			}
			if two < one-free {
				t.Fatalf("one costs %d, two cost %d, being free between them %d", one, two, free)
			}
		})
	})

	It("doing nothing scores 0 under attack and 100 without, whatever honest life is like", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			d.Strays = nil
			for i := range d.Wishes {
				d.Wishes[i].Refused, d.Wishes[i].Held = false, false
			}
			if got := scored(t, d, d); got != 0 {
				t.Fatalf("none scores %s under attack", got)
			}
			d.Thefts, d.Set.Attack = nil, false
			if got := scored(t, d, d); got != score.Best {
				t.Fatalf("none scores %s without an attack", got)
			}
		})
	})

	It("every case on the bill has its cause, and the cases add up to the bill", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			plain := d.Play()
			d.Set.Itemise = true
			itemised := d.Play()
			var sum impact.Items
			for _, o := range impact.Obstacles(itemised.Impacts) {
				for _, c := range o.Cases {
					if c.By == reject.None || c.At == 0 {
						t.Fatalf("%s of account %d has no cause", c.Kind, c.Account)
					}
				}
				sum.Add(&o.Items)
			}
			g := NewWithT(t)
			g.Expect(sum).To(Equal(itemised.Harm))
			itemised.Impacts = nil
			g.Expect(itemised).To(Equal(plain))
		})
	})

	It("a fork hears the same as a run from the beginning, and disturbs nothing", func() {
		law(func(t *rapid.T) {
			d := DrawDrill(t)
			d.Answered = rapid.Int64Range(Start, End).Draw(t, "answered")
			acts := d.Acts()
			cut := rapid.IntRange(0, len(acts)).Draw(t, "cut")
			root := NewStage(d.Set)
			for _, a := range acts[:cut] {
				a.Do(root)
			}
			fork := &Stage{Accounting: root.Clone(), Orders: root.Orders, Withdrawals: root.Withdrawals}
			before := root.Tally()
			for _, a := range acts[cut:] {
				a.Do(fork)
			}
			g := NewWithT(t)
			g.Expect(fork.Tally()).To(Equal(d.Play()))
			g.Expect(root.Tally()).To(Equal(before))
		})
	})
})

// BenchmarkAccepted is the common case: an order that is taken, rests or trades
// among honest people, while the thief has nothing in the books.
func BenchmarkAccepted(b *testing.B) {
	a := accounting.New(Setup())
	env := sim.Envelope{At: Start, Actor: Customer(5), Command: mx.Command{Kind: mx.PlaceOrder, Auth: mx.AuthKey, Key: 5}}
	intent := Wish(1, sim.IntentOrder, Start, 1_000)
	events := []mx.Event{{Type: mx.OrderAccepted, Account: 5}, {Type: mx.Traded, Account: 5, Counterparty: 6}}
	result := mx.Result{Order: 1}
	for b.Loop() {
		a.Command(&env, intent, &result, events)
	}
}

// BenchmarkRefused is an order that the defence turns away.
func BenchmarkRefused(b *testing.B) {
	a := accounting.New(Setup())
	env := sim.Envelope{At: Start, Actor: Customer(5), Command: mx.Command{Kind: mx.PlaceOrder, Auth: mx.AuthKey, Key: 5}}
	result := mx.Result{Code: reject.MarketHalted, Control: reject.HaltMarket}
	events := []mx.Event{{Type: mx.OrderRefused, Account: 5}}
	for b.Loop() {
		a.Command(&env, Wish(1, sim.IntentOrder, Start, 1_000), &result, events)
	}
}

package score_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

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
	scored := func(t *rapid.T, d, nobody drill) score.Points {
		nobody.answered, nobody.strays, nobody.last = 0, nil, nil
		r, err := score.Compose(score.Runs{Defended: d.play(), Undefended: nobody.play(), ClosedDay: closedDay(10_000_000)}, score.Meta{})
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
			more := drawDrill(t)
			less := more
			at := rapid.IntRange(0, len(more.thefts)-1).Draw(t, "the theft that fails")
			if more.thefts[at].costs < 0 {
				t.Skip("a good sale is no loss")
			}
			less.thefts = append(append([]theft{}, more.thefts[:at]...), more.thefts[at+1:]...)
			never(t, "with one theft more", scored(t, more, more), scored(t, less, more))
			if l, m := less.play(), more.play(); l.Net() > m.Net() {
				t.Fatalf("a loss of %d grew to %d by one theft less", m.Net(), l.Net())
			}
		})
	})

	It("one more honest intent refused never scores higher", func() {
		law(func(t *rapid.T) {
			met := drawDrill(t)
			turned := met
			turned.wishes = append([]wished{}, met.wishes...)
			turned.wishes[rapid.IntRange(0, len(met.wishes)-1).Draw(t, "whose")].refused = true
			never(t, "with one refused more", scored(t, turned, met), scored(t, met, met))
		})
	})

	It("an earlier harmless targeted response never scores lower", func() {
		law(func(t *rapid.T) {
			late := drawDrill(t)
			late.answered = rapid.Int64Range(start+1, end).Draw(t, "late")
			early := late
			early.answered = rapid.Int64Range(start, late.answered).Draw(t, "early")
			never(t, "the later response", scored(t, late, late), scored(t, early, late))
		})
	})

	It("exchanging two honest names in a finished log changes nothing", func() {
		law(func(t *rapid.T) {
			d := drawDrill(t)
			d.answered = rapid.Int64Range(start, end).Draw(t, "answered")
			swapped := d
			swapped.wishes, swapped.strays = append([]wished{}, d.wishes...), append([]stray{}, d.strays...)
			other := func(account uint32) uint32 {
				switch account {
				case 4:
					return 6
				case 6:
					return 4
				}
				return account
			}
			for i := range swapped.wishes {
				swapped.wishes[i].account = other(d.wishes[i].account)
			}
			for i := range swapped.strays {
				swapped.strays[i].account = other(d.strays[i].account)
			}
			NewWithT(t).Expect(swapped.play()).To(Equal(d.play()))
		})
	})

	It("acting one second before the end gains nothing", func() {
		law(func(t *rapid.T) {
			d := drawDrill(t)
			eager := d
			for range rapid.IntRange(1, 6).Draw(t, "acts") {
				eager.last = append(eager.last, stray{
					at: end - hour/3600, what: rapid.SampledFrom(strayKinds).Draw(t, "act"),
					account: rapid.Uint32Range(1, 10).Draw(t, "whom"),
					target:  rapid.Uint32Range(1, uint32(len(d.wishes)+len(d.thefts))).Draw(t, "which"),
				})
			}
			never(t, "the eager defence", scored(t, eager, d), scored(t, d, d))
		})
	})

	It("doing nothing scores 0 under attack and 100 without, whatever honest life is like", func() {
		law(func(t *rapid.T) {
			d := drawDrill(t)
			d.strays = nil
			for i := range d.wishes {
				d.wishes[i].refused, d.wishes[i].held = false, false
			}
			if got := scored(t, d, d); got != 0 {
				t.Fatalf("none scores %s under attack", got)
			}
			d.thefts, d.set.Attack = nil, false
			if got := scored(t, d, d); got != score.Best {
				t.Fatalf("none scores %s without an attack", got)
			}
		})
	})

	It("every case on the bill has its cause, and the cases add up to the bill", func() {
		law(func(t *rapid.T) {
			d := drawDrill(t)
			plain := d.play()
			d.set.Itemise = true
			itemised := d.play()
			var sum impact.Items
			for _, o := range impact.Obstacles(itemised.Impacts) {
				for _, c := range o.Cases {
					if c.By == reject.None || c.At == 0 {
						t.Fatalf("%s of account %d has no cause", c.Kind, c.Account)
					}
				}
				for k, item := range o.Items {
					sum[k].Count, sum[k].Value, sum[k].Price = sum[k].Count+item.Count, sum[k].Value+item.Value, sum[k].Price+item.Price
				}
			}
			g := NewWithT(t)
			g.Expect(sum.Rows()).To(Equal(itemised.Harm))
			itemised.Impacts = nil
			g.Expect(itemised).To(Equal(plain))
		})
	})

	It("a fork hears the same as a run from the beginning, and disturbs nothing", func() {
		law(func(t *rapid.T) {
			d := drawDrill(t)
			d.answered = rapid.Int64Range(start, end).Draw(t, "answered")
			acts := d.acts()
			cut := rapid.IntRange(0, len(acts)).Draw(t, "cut")
			root := newStage(d.set)
			for _, a := range acts[:cut] {
				a.do(root)
			}
			fork := &stage{Accountant: root.Clone(), orders: root.orders, withdrawals: root.withdrawals}
			before := root.close()
			for _, a := range acts[cut:] {
				a.do(fork)
			}
			g := NewWithT(t)
			g.Expect(fork.close()).To(Equal(d.play()))
			g.Expect(root.close()).To(Equal(before))
		})
	})
})

// BenchmarkAccepted is the common case: an order that is taken, rests or trades
// among honest people, while the thief has nothing in the books.
func BenchmarkAccepted(b *testing.B) {
	a := score.NewAccountant(setup())
	env := sim.Envelope{At: start, Actor: customer(5), Command: mx.Command{Kind: mx.PlaceOrder, Auth: mx.AuthKey, Key: 5}}
	intent := wish(1, sim.IntentOrder, start, 1_000)
	events := []mx.Event{{Type: mx.OrderAccepted, Account: 5}, {Type: mx.Traded, Account: 5, Counterparty: 6}}
	result := mx.Result{Order: 1}
	for b.Loop() {
		a.Command(&env, intent, &result, events)
	}
}

// BenchmarkRefused is an order that the defence turns away.
func BenchmarkRefused(b *testing.B) {
	a := score.NewAccountant(setup())
	env := sim.Envelope{At: start, Actor: customer(5), Command: mx.Command{Kind: mx.PlaceOrder, Auth: mx.AuthKey, Key: 5}}
	result := mx.Result{Code: reject.MarketHalted, Control: reject.HaltMarket}
	events := []mx.Event{{Type: mx.OrderRefused, Account: 5}}
	for b.Loop() {
		a.Command(&env, wish(1, sim.IntentOrder, start, 1_000), &result, events)
	}
}

package impact_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/score/impact"
)

var _ = Describe("How long somebody waited", func() {
	const (
		second = int64(time.Second)
		hour   = 3600 * second
		end    = 1000 * hour
	)

	DescribeTable("is the time that passed, and never more than until the end", func(from, to, want int64) {
		Expect(impact.Lasted(from, to, end)).To(Equal(want))
	},
		Entry("a while", 10*hour, 13*hour, 3*hour),
		Entry("no time", 10*hour, 10*hour, int64(0)),
		Entry("less than none", 10*hour, 9*hour, int64(0)),
		Entry("for ever", 10*hour, int64(0), 990*hour),
		Entry("into the settlement", 10*hour, end-hour, 990*hour),
		Entry("to half a day before it", 940*hour, 964*hour, 36*hour),
		Entry("to a moment before it", 940*hour, 976*hour-1, 60*hour-2),
		Entry("begun a moment before it, for ever", 976*hour-1, int64(0), 24*hour+1),
		Entry("begun in it", 990*hour, 995*hour, 10*hour),
		Entry("begun after the end", 1001*hour, int64(0), int64(0)),
	)

	It("has no edge: a second more never costs a minute, until the settlement is near", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			from := rapid.Int64Range(0, 951*hour).Draw(t, "from")
			to := rapid.Int64Range(from, end).Draw(t, "to")
			a, b := impact.Lasted(from, to, end), impact.Lasted(from, to+second, end)
			if to == 0 {
				t.Skip("never")
			}
			if b < a || b-a > 2*second+1 {
				t.Fatalf("%d s cost %d ns, a second more %d", (to-from)/second, a, b)
			}
		})
	})

	It("is never shorter in two parts than in one", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			times := []int64{}
			for _, name := range []string{"from", "cut", "to"} {
				times = append(times, rapid.Int64Range(1, end).Draw(t, name))
			}
			a, b, c := min(times[0], times[1], times[2]), int64(0), max(times[0], times[1], times[2])
			b = times[0] + times[1] + times[2] - a - c
			if parts, whole := impact.Lasted(a, b, end)+impact.Lasted(b, c, end), impact.Lasted(a, c, end); parts < whole {
				t.Fatalf("%d in two parts, %d in one", parts, whole)
			}
		})
	})
})

var _ = Describe("The price of waiting", func() {
	const value, hour = int64(1_000_000_000), int64(time.Hour)
	late := impact.DefaultTariff(1000).Rates[impact.WithdrawalLate]
	urgency := func(t *rapid.T) int64 { return rapid.Int64Range(1, 20_000_000).Draw(t, "urgency") }

	It("is that of the others for one who is as urgent as they, and ten times for one who is ten times as urgent", func() {
		Expect(late.To(0)).To(Equal(late))
		Expect(late.To(1_000_000)).To(Equal(late))
		Expect(late.To(10_000_000).Price(value, hour)).To(Equal(10 * late.Price(value, hour)))
		Expect(late.To(10_000_000).Price(value, 100*hour)).To(Equal(late.Price(value, 100*hour)), "he has gone elsewhere, as they")
		Expect(late.To(10_000_000).Price(value, 74*24*hour)).To(Equal(late.Price(value, 100*hour)), "a season later")
	})

	It("of a hold that is split in two is never less than of the whole, and no hold that is longer costs less", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			rate := late.To(urgency(t))
			a, b := rapid.Int64Range(0, 200*hour).Draw(t, "one"), rapid.Int64Range(0, 200*hour).Draw(t, "other")
			if parts, whole := rate.Price(value, a)+rate.Price(value, b), rate.Price(value, a+b); parts < whole {
				t.Fatalf("%d in parts, %d at once", parts, whole)
			} else if whole < rate.Price(value, a) {
				t.Fatal("longer, and cheaper")
			}
		})
	})

	It("is no other kind of harm's", func() {
		for _, k := range []impact.Kind{impact.OrderRefused, impact.WithdrawalRefused, impact.KeyDisabled} {
			rate := impact.DefaultTariff(1000).Rates[k]
			Expect(rate.To(10_000_000)).To(Equal(rate), k.String())
		}
	})
})

var _ = Describe("The default tariff", func() {
	It("has no edge in time: twice as long costs twice as much, until the cap", func() {
		for k, rate := range impact.DefaultTariff(1000).Rates {
			if !rate.PerHour {
				continue
			}
			const value, minute = int64(3_600_000_000), int64(time.Minute)
			Expect(rate.Price(value, 0)).To(BeZero(), "%s", impact.Kind(k))
			step := rate.Price(value, minute)
			Expect(step).To(BeNumerically(">", 0))
			for at := int64(0); at < 72*60*minute; at += minute {
				rise := rate.Price(value, at+minute) - rate.Price(value, at)
				Expect(rise).To(And(BeNumerically(">=", 0), BeNumerically("<=", step)), "%s after %d minutes", impact.Kind(k), at/minute)
			}
		}
	})
})

package scenarios_test

import (
	"reflect"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

// load gives a shipped scenario.
func load(id string) *scenarios.Scenario {
	GinkgoHelper()
	s, err := scenarios.Load(id)
	Expect(err).NotTo(HaveOccurred())
	return s
}

var _ = Describe("Zaif, January 2018", func() {
	var s *scenarios.Scenario
	BeforeEach(func() { s = load(zaif) })

	It("plans the record's orders and withdrawals, over the record's accounts", func() {
		sums, accounts := map[string]int64{}, map[string]int{}
		for _, step := range s.Campaign.Steps {
			for _, n := range step.Counts {
				Expect(step.Counterfactual).To(BeFalse())
				sums[step.Technique.Text] += n.Value
				accounts[step.Technique.Text]++
			}
		}
		Expect(sums).To(Equal(map[string]int64{"convert_by_trade": 137, "withdraw_direct": 37}))
		Expect(accounts).To(Equal(map[string]int{"convert_by_trade": 15, "withdraw_direct": 10}))
		Expect(s.Compromise.Sources.Addresses.Value).To(Equal(int64(4)))
		Expect(s.Compromise.Dump.Keys.Value).To(Equal(int64(102)))
	})

	It("leaves the last key time for its whole plan before the record ends", func() {
		most := int64(0)
		for _, step := range s.Campaign.Steps {
			for _, n := range step.Counts {
				most = max(most, n.Value)
			}
		}
		// A look at the book for each order, the reads and cancellations around
		// them, and the delays between the steps.
		worst := time.Duration(3*most+10)*s.Campaign.Think.Most.Value + 15*time.Minute
		last := s.Campaign.Steps[0].At.End.Unix
		Expect(last + int64(worst)).To(BeNumerically("<", s.Campaign.Until.Unix))
		Expect(s.Campaign.Until.Unix).To(BeNumerically("<", s.History.Actions[0].At.Unix))
	})

	It("puts about 90 million yen before the stop and 60 million behind it", func() {
		total := map[string]int64{}
		for _, v := range s.Compromise.Victims {
			units, ok := v.Total.Units(0)
			Expect(ok).To(BeTrue())
			total[v.Name.Text] = units
		}
		Expect(total["sold_and_sent"] + total["sent"]).To(BeNumerically("~", 90_000_000, 2_000_000))
		Expect(total["sold"] + total["spared"]).To(BeNumerically("~", 60_000_000, 2_000_000))
	})

	Describe("the population", func() {
		customers, commands, intents := int64(0), int64(0), map[string]int64{}
		BeforeEach(func() {
			customers, commands, intents = 0, 0, map[string]int64{}
			for _, g := range s.Population.Groups {
				if r := g.Rates; r != nil {
					customers += g.Count.Value
					cancels := r.Orders.Micro * r.Cancels.PPM / 1_000_000
					commands += g.Count.Value * (r.Logins.Micro + r.Reads.Micro + r.Orders.Micro + cancels + r.Withdrawals.Micro) / 1_000_000
					intents["orders"] += g.Count.Value * r.Orders.Micro / 1_000_000 * mean(g.Amounts.Order, g.Amounts)
					intents["withdrawals"] += g.Count.Value * r.Withdrawals.Micro / 1_000_000 * mean(g.Amounts.Withdrawal, g.Amounts)
				} else if g.Presents != nil {
					customers += g.Count.Value
					commands += g.Count.Value * int64(24*time.Hour/g.Presents.Every.Value)
				}
			}
		})

		It("is 20,000 customers with more than a million commands in three days", func() {
			Expect(customers).To(Equal(int64(20_000)))
			Expect(3 * commands).To(And(BeNumerically(">", 1_050_000), BeNumerically("<", 1_150_000)))
		})

		It("moves much more in a day than the thief can take", func() {
			Expect(intents["orders"]).To(BeNumerically("~", 2_700_000_000, 200_000_000))
			Expect(intents["withdrawals"]).To(BeNumerically("~", 350_000_000, 50_000_000))
		})

		It("holds whoever may own one of the old keys in a group that no scale shrinks", func() {
			for _, g := range s.Population.Groups {
				if g.Name.Text == s.Compromise.Cohort.Group.Text {
					Expect(g.Scalable).To(BeFalse())
					Expect(g.Count.Value).To(BeNumerically(">=", s.Compromise.Cohort.Keys.Hi))
				}
				if g.Keys != nil && g.Keys.Deleted == nil {
					Expect(g.Keys.Created.First.Start).To(BeNumerically(">", s.Compromise.Cohort.Created.Last.End), "a live key that the cut must not reach")
				}
			}
		})
	})

	It("states every documented figure as a fact with its sources", func() {
		measured, recorded := map[string]string{}, map[string]string{}
		for _, f := range s.Facts {
			if f.Kind.Text == scenarios.FactRecorded {
				recorded[f.Name.Text] = f.Expected.Text
				continue
			}
			measured[f.Measure.Text] = f.Expected.Text
			if f.About.Text == scenarios.AboutAttack {
				Expect(f.AsOf.Unix).To(Equal(s.History.Actions[0].At.Unix), "the attack's facts are as of the stop")
			}
		}
		Expect(measured).To(Equal(map[string]string{
			"keys_presented": "102", "keys_presented_dead": "18", "keys_presented_live": "84", "attacker_sources": "4",
			"orders_by_attacker": "137", "accounts_with_attacker_orders": "15",
			"withdrawals_by_attacker": "37", "accounts_with_attacker_withdrawals": "10",
			"presented_key_created_min": "2014-08-07", "presented_key_created_max": "2016-06-11",
			"withdrawals_halted_at": "2018-01-07T10:00:00+09:00", "withdrawals_resumed_at": "2018-01-07T13:00:00+09:00",
			"key_cutoff": "2016-06-12", "allow_lists_enforced_at": "2018-01-10", "keys_restricted": "1000", "first_alert_at": "2018-01-07T10:00:00+09:00",
			"statement_at": "2018-01-07", "withdrawals_last_halted_at": "2018-01-09T11:00:00+09:00",
			"withdrawals_last_resumed_at": "2018-01-09T14:00:00+09:00", "new_address_withdrawals_halted_at": "2018-01-09T14:00:00+09:00",
		}))
		Expect(recorded).To(HaveKeyWithValue("accounts_with_orders_elsewhere", "9"))
	})

	It("keeps both values of what is disputed, and the range of what is approximate", func() {
		for _, f := range s.Facts {
			switch f.Name.Text {
			case "accounts_with_attacker_orders":
				Expect(f.Expected.From).To(Equal(scenarios.FromSeed))
				Expect(f.Expected.Also).To(HaveLen(1))
				Expect(f.Expected.Also[0].Text).To(Equal("9"))
				Expect(f.Expected.Also[0].Sources).To(HaveLen(2))
			case "keys_restricted":
				Expect([]int64{f.Expected.Lo, f.Expected.Hi}).To(Equal([]int64{950, 1050}))
			case "oldest_presented_key":
				Expect(time.Duration(f.Expected.Hi - f.Expected.Lo)).To(Equal(24*time.Hour - 1))
			}
		}
	})

	It("tells the shift nothing of what is to come, and the teacher everything", func() {
		for _, language := range []string{"en", "ja"} {
			brief, story := s.Brief(language), s.Story(language)
			for _, spoiler := range []string{"102", "137", "84", "thief", "stolen", "deleted", "dead key", "犯人", "悪用", "削除済み"} {
				Expect(strings.ToLower(brief)).NotTo(ContainSubstring(spoiler))
			}
			for _, source := range s.Incident.Sources[1:] {
				Expect(story).To(ContainSubstring(source.Address))
			}
			for _, figure := range []string{"102", "18", "84", "137", "37", "15", "10"} {
				Expect(story).To(ContainSubstring(figure))
			}
		}
		Expect(s.Brief("ja")).To(ContainSubstring("取引所"))
		Expect(s.Title.In("ja")).NotTo(Equal(s.Title.In("en")))
	})

	It("says of every figure where it stands and where it comes from", func() {
		found := 0
		figures(reflect.ValueOf(s).Elem(), func(stated scenarios.Stated) {
			found++
			Expect(stated.Pos.Line).To(BeNumerically(">", 0))
			Expect(stated.From.String()).To(BeElementOf("seed", "public", "derived", "synthetic"))
			Expect(stated.From == scenarios.FromPublic && len(stated.Sources) == 0).To(BeFalse())
			Expect(stated.From == scenarios.FromDerived && stated.How == "").To(BeFalse())
		})
		Expect(found).To(BeNumerically(">", 400))
		untimed := 0 // facts that count up to the end of the clock, as the file need not say
		for i := range s.Facts {
			if s.Facts[i].AsOf.Pos == s.Facts[i].Name.Pos {
				untimed++
				Expect(s.Facts[i].AsOf.Unix).To(Equal(s.Clock.End.Unix))
			}
		}
		Expect(s.Leaves).To(HaveLen(found - untimed))
		paths := map[string]bool{}
		for _, leaf := range s.Leaves { // in the order of the whole document, which is that of no single file
			Expect(paths[leaf.Path]).To(BeFalse(), "%s is there twice", leaf.Path)
			paths[leaf.Path] = true
		}
	})
})

// mean is the mean of a heavy-tailed amount, whales included. Half of a
// log-normal variable's variance lifts its mean: e^(sigma^2/2) at the spreads
// that the file uses, in thousandths.
func mean(h scenarios.Heavy, a *scenarios.Amounts) int64 {
	lift, ok := map[int64]int64{1_200_000: 1364, 1_800_000: 1699, 2_000_000: 1828, 2_500_000: 2192, 6_000_000: 6641}[h.Spread.PPM]
	Expect(ok).To(BeTrue(), "no lift for %d", h.Spread.PPM)
	median, ok := h.Median.Units(0)
	Expect(ok).To(BeTrue())
	return median * lift / 1000 * (1_000_000 + a.Whales.PPM*(a.WhaleTimes.Value-1)) / 1_000_000
}

// figures visits what every figure inside a value states.
func figures(v reflect.Value, visit func(scenarios.Stated)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			figures(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			figures(v.Index(i), visit)
		}
	case reflect.Struct:
		switch inside := v.Interface().(type) {
		case scenarios.Stated:
			visit(inside)
			return
		case scenarios.Leaf:
			return
		}
		for i := range v.NumField() {
			figures(v.Field(i), visit)
		}
	}
}

package bill_test

import (
	"fmt"
	"math"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// simple are rates of one kind of theft and one kind of day, easy to reckon
// with: a theft of a million every ten years, and a day that costs a thousand.
const simple = `apiVersion: exdrill/v1
currency: USD
from: synthetic
closed_day: {is: 1000, range: [500, 2000]}
thefts:
  - {name: theft, scenarios: [theft], once_in_years: {is: 10, range: [5, 20]}, undefended: {is: 1000000, range: [100000, 2000000]}}
days:
  - {name: quiet, scenarios: [week], a_year: 350}
`

func rates(text string) *bill.Rates {
	r, err := bill.Parse("rates.yaml", []byte(text))
	Expect(err).NotTo(HaveOccurred())
	return r
}

// run is a row of a defence that lost and harmed so many per cent; the week is
// seven days long.
func run(scenario, defence string, seed uint64, lost, harm score.Amount, attack bool) *runs.Row {
	r := &runs.Row{Identity: runs.Identity{Scenario: scenario, Defence: defence, Seed: seed}, Attack: attack, Loss: lost, Harm: harm, ClosedDay: 100, Result: &score.Result{}}
	if attack {
		r.Undefended = 100
	}
	r.Result.Clock.End = 7 * 24 * 3600 * 1e9
	return r
}

// two are a careful defence, which loses 10 % and costs 7 % of a closed day a
// week, and a lazy one, which loses all and costs nothing.
func two() (rows []*runs.Row) {
	for seed := range uint64(10) {
		rows = append(rows, run("theft", "careful", seed, 10, 5, true), run("theft", "lazy", seed, 100, 0, true),
			run("week", "careful", seed, 0, 7, false), run("week", "lazy", seed, 0, 0, false))
	}
	return rows
}

var _ = Describe("The yearly bill", func() {
	It("is what thefts take and do at their rate, and what other days cost", func() {
		y := bill.Of(rates(simple), two())
		c := y.Line("careful")
		Expect(c.Stolen).To(BeNumerically("~", 0.1*0.1*1e6, 1e-6))
		Expect(c.Harm).To(BeNumerically("~", 0.1*0.05*1000, 1e-6))
		Expect(c.Days).To(BeNumerically("~", 350*0.01*1000, 1e-6))
		Expect(c.Bill).To(BeNumerically("~", 10_000+5+3_500, 1e-6))
		Expect(c.Low).To(BeNumerically("~", (0.1*1e5+0.05*500)/20+350*0.01*500, 1e-6))
		Expect(c.High).To(BeNumerically("~", (0.1*2e6+0.05*2000)/5+350*0.01*2000, 1e-6))
		Expect(y.Line("lazy").Bill).To(BeNumerically("~", 100_000, 1e-6))
		Expect(y.Thefts).To(Equal(0.1))
		// Ten runs that lost 10 % each do not exclude that one in four loses all.
		Expect(c.Unseen).To(BeNumerically(">", 25_000))
	})

	It("knows the rate at which one defence overtakes another, and who is cheapest where", func() {
		y := bill.Of(rates(simple), two())
		times, ok := bill.Overtakes(y.Line("lazy"), y.Line("careful"))
		Expect(ok).To(BeTrue())
		Expect(y.Line("lazy").At(times)).To(BeNumerically("~", y.Line("careful").At(times), 1e-6))
		Expect(times).To(BeNumerically("~", 3_500/(100_000-10_005.0), 1e-9))
		Expect(y.Cheapest).To(HaveLen(2))
		Expect(y.Cheapest[0]).To(Equal(bill.Stretch{Defence: "lazy"}))
		Expect(y.Cheapest[1].Defence).To(Equal("careful"))
		Expect(y.Cheapest[1].From).To(BeNumerically("~", times*0.1, 1e-9))
		_, ok = bill.Overtakes(y.Line("lazy"), &bill.Line{Days: 1, Stolen: 200_000})
		Expect(ok).To(BeFalse(), "dearer in both")
	})

	It("is cheapest, at every rate, where it says so", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var rows []*runs.Row
			for i := range rapid.IntRange(1, 5).Draw(t, "defences") {
				d := fmt.Sprint("d", i)
				rows = append(rows, run("theft", d, 1, score.Amount(rapid.IntRange(0, 100).Draw(t, "lost")), 0, true),
					run("week", d, 1, 0, score.Amount(rapid.IntRange(0, 100).Draw(t, "harm")), false))
			}
			y := bill.Of(rates(simple), rows)
			times := math.Pow(10, rapid.Float64Range(-4, 4).Draw(t, "times"))
			said := ""
			for _, s := range y.Cheapest {
				if s.From <= times*y.Thefts {
					said = s.Defence
				}
			}
			for i := range y.Lines {
				if l := &y.Lines[i]; l.At(times) < y.Line(said).At(times)*(1-1e-9) {
					t.Fatalf("%s costs %v at %v times, %s %v: %v", said, y.Line(said).At(times), times, l.Defence, l.At(times), y.Cheapest)
				}
			}
		})
	})

	It("does not depend on currency or scale, and never falls with what is lost or harmed", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			lost, harm := score.Amount(rapid.IntRange(0, 90).Draw(t, "lost")), score.Amount(rapid.IntRange(0, 90).Draw(t, "harm"))
			of := func(lost, harm, size, scale score.Amount) float64 {
				a, b := run("theft", "d", 1, lost*size, harm*scale, true), run("week", "d", 1, 0, harm*scale, false)
				a.Undefended, a.ClosedDay, b.ClosedDay = 100*size, 100*scale, 100*scale
				return bill.Of(rates(simple), []*runs.Row{a, b}).Lines[0].Bill
			}
			here := of(lost, harm, 1, 1)
			if there := of(lost, harm, 1_000, 7); math.Abs(here-there) > 1e-6*here {
				t.Fatalf("%v here, %v in smaller coins", here, there)
			}
			if of(lost+1, harm, 1, 1) <= here || of(lost, harm+1, 1, 1) <= here {
				t.Fatalf("more loss or harm, and no more than %v", here)
			}
		})
	})

	It("leaves out what has no runs, names what has no rate, and compares nobody who lacks what others have", func() {
		rows := append(two(), run("theft", "newcomer", 1, 0, 0, true), run("my-own", "lazy", 1, 0, 0, true))
		y := bill.Of(rates(simple), rows, "lazy")
		Expect(y.Unpriced).To(Equal([]string{"my-own"}))
		Expect(y.Line("newcomer").Partial).To(BeTrue())
		Expect(y.Lines[2].Defence).To(Equal("newcomer"), "last, though it lost nothing")
		Expect(y.Line("lazy").Ranked).To(BeFalse())
		Expect(y.Cheapest).To(Equal([]bill.Stretch{{Defence: "careful"}}))
		Expect(bill.Of(rates(simple), two()[:2]).Missing).To(Equal([]string{"quiet"}))
	})

	It("charges a defence that crashed with all of the theft and a closed day", func() {
		rows := two()
		for seed := range uint64(10) {
			for _, s := range []string{"theft", "week"} {
				rows = append(rows, runs.Failed(runs.Identity{Scenario: s, Defence: "crasher", Seed: seed}, "it crashed"))
			}
		}
		c := bill.Of(rates(simple), rows).Line("crasher")
		Expect(c.Stolen).To(Equal(100_000.0))
		Expect(c.Days).To(Equal(350 * 1000.0))
	})

	It("ships with rates for every scenario that ships, each with its reason, and days that make a year", func() {
		r := bill.Default()
		var measured []string
		days := int64(0)
		for _, t := range r.Thefts {
			for _, s := range t.Scenarios {
				measured = append(measured, s.Text)
			}
			for _, n := range []scenarios.Number{t.Years, t.Undefended} {
				Expect(n.Note + n.How).NotTo(BeEmpty())
				Expect(n.Lo).To(BeNumerically("<", n.Hi))
			}
		}
		for _, d := range r.Days {
			days += d.Number.Value
			for _, s := range d.Scenarios {
				measured = append(measured, s.Text)
			}
		}
		Expect(days).To(BeEquivalentTo(365))
		for _, id := range scenarios.IDs() {
			Expect(measured).To(ContainElement(id))
		}
	})

	DescribeTable("refuses rates that make no sense, and says where", func(old, wrong, want string) {
		Expect(simple).To(ContainSubstring(old))
		_, err := bill.Parse("rates.yaml", []byte(strings.Replace(simple, old, wrong, 1)))
		Expect(err).To(MatchError(ContainSubstring(want)))
	},
		Entry("never", "{is: 10, range: [5, 20]}", "0", "rates.yaml:6:54: once_in_years is 0, expected years between two thefts, 1 or more"),
		Entry("a free day", "{is: 1000, range: [500, 2000]}", "0", "rates.yaml:4:13: closed_day is 0"),
		Entry("too many days", "a_year: 350", "a_year: 3500", "days sum to 3500, expected at most the days of a year"),
		Entry("nothing that measures it", "scenarios: [week]", "scenarios: []", "expected at least one"),
		Entry("a scenario twice", "scenarios: [week]", "scenarios: [week, week]", "week is in two kinds of days, expected each scenario in one"),
		Entry("no reason", "from: synthetic\n", "", "has no provenance"),
		Entry("another version", "exdrill/v1", "exdrill/v2", "apiVersion is exdrill/v2, expected exdrill/v1"),
		Entry("an unknown key", "a_year: 350", "a_month: 30", "a_month"),
	)
})

var _ = Describe("A file of rates", func() {
	It("that is not there is said so", func() {
		_, err := bill.Load("no/such.yaml")
		Expect(err).To(MatchError(ContainSubstring("no/such.yaml")))
		Expect(err).To(MatchError(ContainSubstring("exdrill new rates")))
	})
})

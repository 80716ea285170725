package scenarios_test

import (
	"fmt"
	"math"
	"slices"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// drawn is what a variant says, as far as somebody could hope to know it from
// another one.
type drawn struct {
	attack bool
	begins int64   // nanoseconds after the clock's start
	first  int64   // the same, since 1970
	loot   float64 // the logarithm of what there is to steal, in the currency
	order  float64 // how late the largest of several comes, from 0 to 1
	hello  hello
}

// hello is what a defence is told of a variant, in numbers: the same as a program
// gets, but for names.
type hello struct {
	currency string
	about    []float64
}

// helloOf is what is told at a scenario's first venue.
func helloOf(sc *scenarios.Scenario) hello {
	v := &sc.Venues[0]
	var worths, fine []float64
	chains := 0.0
	for i := range v.Assets {
		a := &v.Assets[i]
		fine = append(fine, float64(a.Decimals.Value))
		if a.Chain != nil {
			chains++
		}
		if i > 0 {
			worths = append(worths, math.Log(decimal(a.Reference.Text)*math.Pow10(int(v.Assets[0].Decimals.Value))))
		}
	}
	slices.Sort(worths)
	slices.Sort(fine)
	now := sc.Clock.Start.Unix
	return hello{sc.Currency.Text, []float64{
		float64(len(v.Assets)), float64(len(v.Markets)), chains, fine[0], fine[len(fine)-1],
		worths[0], worths[len(worths)/2], worths[len(worths)-1], decimal(v.Assets[1].Reference.Text),
		float64(sc.Latencies.Step.Value), float64(now), float64(now % (24 * hour)), float64(now % (7 * 24 * hour)),
	}}
}

// late is where the largest number stands, from 0 to 1.
func late(list []float64) float64 {
	if len(list) < 2 {
		return 0
	}
	return float64(slices.Index(list, slices.Max(list))) / float64(len(list)-1)
}

// orderOf is the order of a step of several: of orders for each account, or of
// what is sent.
func orderOf(sc *scenarios.Scenario) float64 {
	for i := range sc.Campaign.Steps {
		var sizes []float64
		s := &sc.Campaign.Steps[i]
		for _, n := range s.Counts {
			sizes = append(sizes, float64(n.Value))
		}
		for _, t := range s.Transfers {
			sizes = append(sizes, decimal(t.Amount.Text))
		}
		if len(sizes) > 1 {
			return late(sizes)
		}
	}
	return 0
}

// hope is what somebody hopes to know, as a number.
type hope struct {
	name  string
	of    func(*drawn) float64
	among func(sc *scenarios.Scenario) bool
}

func everywhere(*scenarios.Scenario) bool { return true }

func robbed(sc *scenarios.Scenario) bool { return sc.Compromise != nil }

// ordered says that a variant redraws the order of something. Elsewhere keys are
// taken in an order that the world draws.
func ordered(sc *scenarios.Scenario) bool {
	return robbed(sc) && slices.ContainsFunc(sc.Campaign.Steps, func(s scenarios.Step) bool { return len(s.Counts)+len(s.Transfers) > 1 })
}

// looted reports whether what is in a scenario's wallets or accounts is told as a sum,
// and redrawn. By another entry it is another sum.
func looted(sc *scenarios.Scenario) bool {
	redrawn := sc.Variation.Size.PPM > sim.Whole || sc.Variation.Amounts.PPM > 0
	return robbed(sc) && redrawn && len(sc.Entries) == 0 && loot(sc) > 0
}

var hopes = []hope{
	{"when it begins", func(d *drawn) float64 { return float64(d.begins) }, everywhere},
	{"at which hour", func(d *drawn) float64 { return float64(d.first % (24 * hour)) }, everywhere},
	{"whether somebody comes", func(d *drawn) float64 { return map[bool]float64{true: 1}[d.attack] }, robbed},
	{"how much there is to steal", func(d *drawn) float64 { return d.loot }, looted},
	{"in which order", func(d *drawn) float64 { return d.order }, ordered},
}

// variants draws so many seeds of a scenario. No world is built: that takes a
// thousand times as long.
func variants(sc *scenarios.Scenario, seeds int) []drawn { return salted(sc, seeds, sim.Salt{}) }

// salted draws them with a salt.
func salted(sc *scenarios.Scenario, seeds int, salt sim.Salt) []drawn {
	sc.Facts, sc.Lesson, sc.Statements = nil, scenarios.Lesson{}, nil // they only take time
	list := make([]drawn, seeds)
	for i := range list {
		v, attack := draw.Variant(sc, draw.Options{Seed: uint64(i + 1), Salt: salt})
		first := beginning(v)
		list[i] = drawn{attack: attack, first: first, begins: first - v.Clock.Start.Unix, loot: math.Log(loot(v)), hello: helloOf(v)}
		if v.Campaign != nil {
			list[i].order = orderOf(v)
		}
	}
	return list
}

// everyVariant draws those of all scenarios, once.
var everyVariant = sync.OnceValues(func() (seeds int, all map[string][]drawn) {
	seeds, all = len(drawings(40, 200)), map[string][]drawn{}
	for _, id := range scenarios.IDs() {
		all[id] = variants(load(id), seeds)
	}
	return seeds, all
})

// beginning is when the thief may come at first, or what else makes the day happens.
func beginning(sc *scenarios.Scenario) int64 {
	if sc.Campaign != nil {
		first := sc.Campaign.Onset.Earliest.Unix
		for i := range sc.Campaign.Steps {
			for _, t := range sc.Campaign.Steps[i].Transfers {
				first = min(first, t.At.Unix)
			}
		}
		return first
	}
	first := int64(math.MaxInt64)
	for _, s := range sc.Population.Surges {
		first = min(first, s.Start.Unix)
	}
	for _, m := range sc.Population.Moves {
		first = min(first, m.At.Unix)
	}
	for i := range sc.Venues {
		for _, m := range sc.Venues[i].Migrations {
			first = min(first, m.At.Unix)
		}
		if releases := sc.Venues[i].Releases; releases != nil {
			for _, at := range releases.Planned {
				first = min(first, at.Unix)
			}
		}
	}
	return first
}

// loot is what the victims own, or what is sent from the wallets whose keys are
// stolen, in the currency.
func loot(sc *scenarios.Scenario) (sum float64) {
	if sc.Compromise == nil {
		return 1
	}
	for _, v := range sc.Compromise.Victims {
		sum += decimal(v.Total.Text)
	}
	for i := range sc.Campaign.Steps {
		if s := &sc.Campaign.Steps[i]; s.Technique.Text == "sign_with_stolen_key" {
			for _, t := range s.Transfers {
				sum += decimal(t.Amount.Text) * decimal(sc.Asset(t.Amount.Asset.Text).Reference.Text)
			}
		}
	}
	return sum
}

func decimal(text string) (number float64) {
	GinkgoHelper()
	_, err := fmt.Sscan(text, &number)
	Expect(err).NotTo(HaveOccurred())
	return number
}

// correlation is Pearson's.
func correlation(a, b []float64) float64 {
	var sum [5]float64
	for i := range a {
		for j, x := range []float64{a[i], b[i], a[i] * a[i], b[i] * b[i], a[i] * b[i]} {
			sum[j] += x
		}
	}
	n := float64(len(a))
	return (n*sum[4] - sum[0]*sum[1]) / math.Sqrt((n*sum[2]-sum[0]*sum[0])*(n*sum[3]-sum[1]*sum[1]))
}

// Nobody who has seen the variants of one scenario knows anything of another
// one's with the same seed. Between two that have nothing to do with each other
// the correlation over 200 seeds is off by 0.07: among 66 pairs the largest is
// above 0.3, 4.2 times that, in one of a thousand correct programs, while over
// 100 seeds it is in one of seven. With fewer seeds the bound is as many times
// what chance is off by.
var _ = Describe("The variants of two scenarios", Label("embedded"), Ordered, func() {
	var seeds int
	var all map[string][]drawn
	var most float64
	BeforeAll(func() {
		seeds, all = everyVariant()
		most = 0.3 * math.Sqrt(200/float64(seeds))
	})

	for _, f := range hopes {
		It("have nothing to do with each other: "+f.name, func() {
			var ids []string
			values := map[string][]float64{}
			for _, id := range scenarios.IDs() {
				if !f.among(load(id)) {
					continue
				}
				ids = append(ids, id)
				for i := range all[id] {
					values[id] = append(values[id], f.of(&all[id][i]))
				}
			}
			largest, pairs, squares := 0.0, 0, 0.0
			for i, a := range ids {
				for _, b := range ids[:i] {
					r := correlation(values[a], values[b])
					Expect(math.Abs(r)).To(BeNumerically("<", most), "%s and %s", a, b)
					largest, squares, pairs = max(largest, math.Abs(r)), squares+r*r, pairs+1
				}
			}
			// Many weak ties would show here: where there are none, the sum of the
			// squares, times the number of seeds, is chi-square with a degree for each pair.
			Expect(squares * float64(seeds)).To(BeNumerically("<", rarely(pairs)))
			AddReportEntry(f.name, fmt.Sprintf("%d pairs, largest %.2f, root mean square %.3f", pairs, largest, math.Sqrt(squares/float64(pairs))))
		})
	}

	It("begin in any minute and in any second", func() {
		for name, from := range map[string]func(*drawn) int64{
			"of the day": func(d *drawn) int64 { return d.first }, "after the start, which a defence is told": func(d *drawn) int64 { return d.begins },
		} {
			var minutes, seconds []int64
			for _, id := range scenarios.IDs() {
				for i := range all[id] {
					second := from(&all[id][i]) / (hour / 3600)
					minutes, seconds = append(minutes, second/60%60), append(seconds, second%60)
				}
			}
			Expect(chiSquare(minutes, 60)).To(BeNumerically("<", rarely(59)), name)
			Expect(chiSquare(seconds, 60)).To(BeNumerically("<", rarely(59)), name)
		}
	})

	It("differ in what there is to steal by a factor of three and more, each within itself", func() {
		for _, d := range records {
			if !looted(load(d.id)) {
				continue
			}
			var least, most float64 = math.Inf(1), math.Inf(-1)
			for i := range all[d.id] {
				least, most = min(least, all[d.id][i].loot), max(most, all[d.id][i].loot)
			}
			Expect(math.Exp(most-least)).To(BeNumerically(">=", 3), d.id)
		}
	})

	It("take keys in orders that have nothing in common", func() {
		seeds := map[uint64]bool{}
		for _, id := range []string{"binance-via-2018-03", "binance-sys-2018-07"} {
			w, err := draw.Build(load(id), draw.Options{Seed: 1, Scale: 1000, Variation: draw.Perturbed})
			Expect(err).NotTo(HaveOccurred())
			seeds[w.Genesis.Seed] = true
		}
		Expect(seeds).To(HaveLen(2), "the thief's plan is drawn from it")
	})

	It("have an attack in some and none in others, in every scenario and in every seed", func() {
		quiet := make([]int, seeds)
		for _, d := range records {
			n := 0
			for i := range all[d.id] {
				if !all[d.id][i].attack {
					n, quiet[i] = n+1, quiet[i]+1
				}
			}
			share := float64(load(d.id).Variation.NoAttack.PPM) / 1e6
			off := 4 * math.Sqrt(float64(seeds)*share*(1-share))
			Expect(n).To(BeNumerically("~", float64(seeds)*share, off), d.id)
		}
		Expect(slices.Max(quiet)).To(BeNumerically("<", len(records)), "a seed in which nobody comes anywhere")
	})
})

// Half of the variants are known, with what happened in them. Of each of the others
// whatever is told is compared with them, and the most similar one is taken for
// the same.
var _ = Describe("What a defence is told of a variant", Label("embedded"), Ordered, func() {
	var seeds int
	var all map[string][]drawn
	BeforeAll(func() { seeds, all = everyVariant() })

	// Which currency a venue counts in cannot be hidden. Whoever knows it and
	// guesses is right in one of four: eight scenarios are in yen, two in bitcoin, two in
	// dollars.
	It("says in which currency it is and nothing else of which scenario it is", func() {
		right, cases := 0, 0
		for _, id := range scenarios.IDs() {
			for i := seeds / 2; i < seeds; i++ {
				cases++
				if known, _ := nearest(all, &all[id][i], seeds/2, scenarios.IDs()); known == id {
					right++
				}
			}
		}
		share, off := float64(right)/float64(cases), math.Sqrt(0.25*0.75/float64(cases))
		AddReportEntry("recognised", fmt.Sprintf("%.3f of %d, by chance 0.250 give or take %.3f", share, cases, off))
		Expect(share).To(BeNumerically("<", 0.25+3.5*off))
	})

	It("does not say when something happens", func() {
		for name, when := range map[string]func(*drawn) float64{
			"after how long": func(d *drawn) float64 { return float64(d.begins) }, "at which hour": func(d *drawn) float64 { return float64(d.first % (24 * hour)) },
		} {
			squares, largest := 0.0, 0.0
			for _, id := range scenarios.IDs() {
				var guessed, is []float64
				for i := seeds / 2; i < seeds; i++ {
					_, like := nearest(all, &all[id][i], seeds/2, []string{id})
					guessed, is = append(guessed, when(like)), append(is, when(&all[id][i]))
				}
				r := correlation(guessed, is)
				squares, largest = squares+r*r, max(largest, math.Abs(r))
			}
			sum := squares * float64(seeds-seeds/2)
			AddReportEntry(name, fmt.Sprintf("largest correlation %.2f, chi-square %.1f of %d degrees", largest, sum, len(all)))
			Expect(sum).To(BeNumerically("<", rarely(len(all))), name)
		}
	})
})

// nearest is the known variant whose hello is most like another one's, out of
// the first so many seeds of some scenarios.
func nearest(all map[string][]drawn, d *drawn, known int, ids []string) (id string, like *drawn) {
	best := math.Inf(1)
	spread := spreads(all, known)
	for _, name := range ids {
		for i := range known {
			if one := &all[name][i]; one.hello.currency == d.hello.currency {
				apart := 0.0
				for j, x := range one.hello.about {
					apart += math.Abs(x-d.hello.about[j]) / spread[j]
				}
				if apart < best {
					best, id, like = apart, name, one
				}
			}
		}
	}
	return id, like
}

// spreads are by how much each number of a hello differs on average.
func spreads(all map[string][]drawn, known int) []float64 {
	first := all[scenarios.IDs()[0]]
	spread := make([]float64, len(first[0].hello.about))
	for j := range spread {
		for i := 1; i < known; i++ {
			spread[j] += math.Abs(first[i].hello.about[j] - first[i-1].hello.about[j])
		}
		spread[j] = max(spread[j]/float64(known-1), 1e-9)
	}
	return spread
}

// rarely is what chi-square with so many degrees of freedom exceeds once in a
// thousand times, by the approximation of Wilson and Hilferty.
func rarely(degrees int) float64 {
	part := 2 / (9 * float64(degrees))
	return float64(degrees) * math.Pow(1-part+3.09*math.Sqrt(part), 3)
}

// chiSquare measures how far from even values are that go from 0 to n-1.
func chiSquare(values []int64, n int) (sum float64) {
	count := make([]float64, n)
	for _, v := range values {
		count[v]++
	}
	mean := float64(len(values)) / float64(n)
	for _, c := range count {
		sum += (c - mean) * (c - mean) / mean
	}
	return sum
}

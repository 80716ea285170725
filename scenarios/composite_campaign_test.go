package scenarios_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

const composite = "composite-campaign"

// compositeComesOut says what the one fixed draw is that stands for a record.
func compositeComesOut(none, history *drill.Result) {
	GinkgoHelper()
	Expect(none.Outcome.Tally.Net()).To(BeNumerically(">", 1_000_000_000_000), "more than a million dollars")
	Expect(history.Outcome.Tally.Net()).To(Equal(none.Outcome.Tally.Net()), "nobody has responded to what never was")
}

// plans is how likely each plan of the scenario's is: which entry, which other
// beside it, and which steps. It is reckoned from the weights, not drawn.
type plans map[string]float64

// bits is the entropy of plans.
func (p plans) bits() (sum float64) {
	for _, share := range p {
		if share > 0 {
			sum -= share * math.Log2(share)
		}
	}
	return sum
}

// both are the plans of two that are drawn apart.
func (p plans) both(q plans) plans {
	all := plans{}
	for a, x := range p {
		for b, y := range q {
			all[a+" "+b] += x * y
		}
	}
	return all
}

// chances are the sets of steps that may be left out: at least one of them is taken.
func chances(k *scenarios.Campaign) plans {
	sets, sum := plans{"": 1}, 0.0
	for i := range k.Steps {
		if s := &k.Steps[i]; s.Chance != nil {
			share := float64(s.Chance.PPM) / 1e6
			sets, sum = sets.both(plans{s.ID.Text: share, "": 1 - share}), sum+share
		}
	}
	none := ""
	for set := range sets {
		if sum > 0 && strings.TrimSpace(set) == "" {
			none = set
		}
	}
	if sum == 0 {
		return sets
	}
	made := plans{}
	for set, share := range sets {
		made[strings.Join(strings.Fields(set), " ")] += share
	}
	delete(made, "")
	for i := range k.Steps {
		if s := &k.Steps[i]; s.Chance != nil {
			made[s.ID.Text] += sets[none] * float64(s.Chance.PPM) / 1e6 / sum
		}
	}
	return made
}

// choices are the sets of steps of which each stands for others.
func choices(k *scenarios.Campaign) plans {
	of, sum := map[string]plans{}, map[string]float64{}
	var names []string
	for i := range k.Steps {
		c := k.Steps[i].Choice
		if c == nil {
			continue
		}
		if of[c.Of.Text] == nil {
			of[c.Of.Text], names = plans{}, append(names, c.Of.Text)
		}
		of[c.Of.Text][k.Steps[i].ID.Text] = float64(c.Weight.Value)
		sum[c.Of.Text] += float64(c.Weight.Value)
	}
	all := plans{"": 1}
	for _, name := range names {
		for id := range of[name] {
			of[name][id] /= sum[name]
		}
		all = all.both(of[name])
	}
	return all
}

// campaigns are the plans of an entry by itself.
func campaigns(k *scenarios.Campaign) plans { return choices(k).both(chances(k)) }

// planned are all plans of a scenario, without how he works.
func planned(sc *scenarios.Scenario) plans {
	all, sum := plans{}, 0.0
	for i := range sc.Entries {
		sum += float64(sc.Entries[i].Weight.Value)
	}
	for i := range sc.Entries {
		e := &sc.Entries[i]
		own := campaigns(&e.Campaign)
		share, beside := float64(e.Weight.Value)/sum, 0.0
		if e.Beside != nil {
			beside = float64(e.Beside.Chance.PPM) / 1e6
			for plan, p := range own.both(campaigns(&sc.Entry(e.Beside.Entry.Text).Campaign)) {
				all[e.Name.Text+" "+plan] += share * beside * p
			}
		}
		for plan, p := range own {
			all[e.Name.Text+" "+plan] += share * (1 - beside) * p
		}
	}
	return all
}

// manners are how he may work.
func manners(v *scenarios.Variation) plans {
	list := []plans{{}, {}, {}}
	for _, d := range v.Discipline {
		list[0][d.Name.Text] = float64(d.Weight.Value)
	}
	for _, p := range v.Patience {
		list[1][p.Name.Text] = float64(p.Weight.Value)
	}
	for _, g := range v.Greed {
		list[2][g.Name.Text] = float64(g.Weight.Value)
	}
	all := plans{"": 1}
	for _, p := range list {
		sum := 0.0
		for _, weight := range p {
			sum += weight
		}
		for name := range p {
			p[name] /= sum
		}
		all = all.both(p)
	}
	return all
}

// entryOf is by which entry point the attacker of a variant came.
func entryOf(sc, variant *scenarios.Scenario) string {
	first := variant.Campaign.Steps[0].ID.Text
	for i := range sc.Entries {
		for _, s := range sc.Entries[i].Campaign.Steps {
			if s.ID.Text == first {
				return sc.Entries[i].Name.Text
			}
		}
	}
	return ""
}

// comes is a variant as somebody writes it down who has played it.
type comes struct {
	drawn
	entry string
	both  bool // with keys of hot wallets beside those of customers
}

// halves are the variants of so many seeds and of as many others, with a salt or with
// none: 500 in the soak.
func halves(salt sim.Salt) (known, others []comes) {
	n := len(drawings(120, 500))
	all := writtenDown(2*n, salt)
	return all[:n], all[n:]
}

// writtenDown draws the variants of so many seeds.
func writtenDown(seeds int, salt sim.Salt) []comes {
	GinkgoHelper()
	sc := load(composite)
	sc.Facts, sc.Lesson, sc.Statements = nil, scenarios.Lesson{}, nil // they only take time
	list := make([]comes, seeds)
	for i := range list {
		v, attack := draw.Variant(sc, draw.Options{Seed: uint64(i + 1), Salt: salt})
		begins := beginning(v)
		list[i] = comes{
			drawn: drawn{attack: attack, first: begins, begins: begins - v.Clock.Start.Unix, hello: helloOf(v)},
			entry: entryOf(sc, v), both: v.Compromise.Credentials() && v.Compromise.SigningKey(),
		}
	}
	return list
}

// unsalted are the variants that everybody can draw, once.
var unsalted = sync.OnceValue(func() []comes { return writtenDown(len(drawings(120, 500)), sim.Salt{}) })

// closest is the known variant whose hello is most like another one's.
func closest(known []comes, h hello) *comes {
	spread := make([]float64, len(h.about))
	for j := range spread {
		for i := 1; i < len(known); i++ {
			spread[j] += math.Abs(known[i].hello.about[j]-known[i-1].hello.about[j]) / float64(len(known)-1)
		}
	}
	best, like := math.Inf(1), 0
	for i := range known {
		apart := 0.0
		for j, x := range known[i].hello.about {
			apart += math.Abs(x-h.about[j]) / max(spread[j], 1e-9)
		}
		if apart < best {
			best, like = apart, i
		}
	}
	return &known[like]
}

// answer is what helps against what somebody else met.
func answer(c *comes) []timed {
	at := time.Duration(c.begins)
	switch {
	case !c.attack:
		return nil
	case c.entry == "hot_keys":
		return []timed{{0, defence.Action{Name: "rotate_hot_key"}}, {0, defence.Action{Name: "sweep_to_cold"}}}
	case c.entry == "trading_keys":
		return []timed{{at, defence.Action{Name: "cancel_only"}}, {at + 6*time.Hour, defence.Action{Name: "resume_market"}}}
	}
	return []timed{{at, defence.Action{Name: "halt_withdrawals"}}, {at + 12*time.Hour, defence.Action{Name: "resume_withdrawals"}}}
}

var _ = Describe("The composite campaign", Label("embedded", "scenario:"+composite), func() {
	It("has a plan of 11 bits, 4.7 of them by how he works", func() {
		sc := load(composite)
		steps, ways := planned(sc), manners(&sc.Variation)
		whole := 0.0
		for _, p := range steps.both(ways) {
			whole += p
		}
		Expect(whole).To(BeNumerically("~", 1, 1e-9))
		AddReportEntry("entropy", fmt.Sprintf("%.2f bits over %d plans of steps, %.2f over %d manners", steps.bits(), len(steps), ways.bits(), len(ways)))
		Expect(steps.bits()).To(BeNumerically("~", 6.29, 0.05))
		Expect(ways.bits()).To(BeNumerically("~", 4.67, 0.05))
	})

	It("comes by each door as often as it says, and no two seeds alike", func() {
		sc, known := load(composite), unsalted()
		n := float64(len(known))
		count, both, times := map[string]int{}, 0, map[int64]bool{}
		for _, c := range known {
			count[c.entry]++
			times[c.begins] = true
			if c.both {
				both++
			}
		}
		Expect(times).To(HaveLen(int(n)))
		expected := 0.0
		for i := range sc.Entries {
			e := &sc.Entries[i]
			share := float64(e.Weight.Value) / 100
			Expect(float64(count[e.Name.Text])).To(BeNumerically("~", n*share, 4*math.Sqrt(n*share*(1-share))), e.Name.Text)
			if e.Beside != nil {
				expected += share * float64(e.Beside.Chance.PPM) / 1e6
			}
		}
		Expect(float64(both)).To(BeNumerically("~", n*expected, 4*math.Sqrt(n*expected)))
	})

	It("plays the first entry in its record, with the first of each choice", func() {
		sc := load(composite)
		Expect(entryOf(sc, sc)).To(Equal(sc.Entries[0].Name.Text))
		var ids []string
		for _, s := range sc.Campaign.Steps {
			ids = append(ids, s.ID.Text)
		}
		Expect(ids).To(Equal([]string{"present", "look", "sell", "take", "take-rest"}))
	})

	It("tells nobody beforehand by which door he comes, nor when", func() {
		known, others := halves(secret())
		n := float64(len(others))
		most, right := map[string]int{}, 0
		var guessed, is []float64
		for i := range others {
			like := closest(known, others[i].hello)
			most[others[i].entry]++
			if like.entry == others[i].entry {
				right++
			}
			guessed, is = append(guessed, float64(like.begins)), append(is, float64(others[i].begins))
		}
		// Two that are drawn alike and apart agree as often as the squares of the shares say.
		chance := 0.0
		for _, m := range most {
			chance += float64(m*m) / (n * n)
		}
		AddReportEntry("right", fmt.Sprintf("%d of %d, by chance %.0f", right, len(others), n*chance))
		Expect(float64(right)).To(BeNumerically("<", n*chance+3.5*math.Sqrt(n*chance*(1-chance))))
		Expect(math.Abs(correlation(guessed, is))).To(BeNumerically("<", 3.5/math.Sqrt(n)))
	})

	It("gives nothing to who has played many seeds and looks others up in them", Label("slow"), func(ctx SpecContext) {
		known := unsalted()
		seeds := drawings(1, 500)
		for i := range seeds {
			seeds[i] += uint64(len(known))
		}
		Expect(pays(ctx, sim.Salt{}, []string{composite}, seeds, func(string) drill.Option {
			return acting("by the table", func(h *defence.Hello) []timed { return answer(closest(known, toldOf(h))) })
		})).To(BeNumerically("<=", 5))
	})

	// Where he holds the key of a hot wallet, only keys that people hold keep him out, and
	// their price is what such a seed can be short of everything: 15 points at most.
	It("can be won by one who knows him, in every seed", Label("slow"), func(ctx SpecContext) {
		short := map[string]score.Points{}
		var worst score.Points = score.Best
		for _, seed := range drawings(3, 1000) {
			stage, err := drill.Open(composite, drill.WithSeed(seed), drill.WithScale(0.01), drill.WithVariation(draw.Perturbed))
			Expect(err).NotTo(HaveOccurred(), "seed %d", seed)
			r, err := stage.RunDefended(ctx, drill.WithDefence("oracle"))
			Expect(err).NotTo(HaveOccurred(), "seed %d", seed)
			if r.Score < 8000 {
				short[fmt.Sprint(seed, " ", entryOf(load(composite), stage.World().Scenario))] = r.Score
			}
			worst = min(worst, r.Score)
		}
		AddReportEntry("worst", fmt.Sprint(worst))
		Expect(short).To(BeEmpty())
	})
})

// Every door stays one that a seed can come by: which techniques there are to choose from.
var _ = Describe("The entries of the composite campaign", Label("embedded", "scenario:"+composite), func() {
	It("hold among them every position, and most techniques that there are", func() {
		sc := load(composite)
		var positions, techniques []string
		for i := range sc.Entries {
			positions = append(positions, sc.Entries[i].Position.Text)
			for _, s := range sc.Entries[i].Campaign.Steps {
				techniques = append(techniques, s.Technique.Text)
			}
		}
		Expect(positions).To(ContainElements(scenarios.PositionUserCredential, scenarios.PositionSigningKey, scenarios.PositionApprovalPath))
		slices.Sort(techniques)
		Expect(len(slices.Compact(techniques))).To(BeNumerically(">=", 15))
	})
})

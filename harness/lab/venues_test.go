package lab

import (
	"os"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/harness/sim"
)

// together is the worlds of several series as venues of one, each under a name
// of its own.
func together(all ...*Series) *Series {
	s := *all[0]
	s.worlds, s.played = nil, &played{runs: make(map[string]*pending)}
	for i, one := range all {
		w := *one.World()
		w.Venue, w.Genesis.Name = i, string(rune('a'+i))
		s.worlds = append(s.worlds, &w)
	}
	return &s
}

// settled is the oracle without its other ways: which of them it goes is chosen
// once for a run, by what they save at all of its venues together.
func settled(s *Series) *defence.Defence {
	GinkgoHelper()
	d := shipped(s, "oracle")
	watch := *d.Watch
	watch.Otherwise = nil
	d.Watch = &watch
	return d
}

// of is what a tape heard from one venue, as if it had been alone.
func (t *tape) of(venue uint8) (alone tape) {
	for i, e := range t.envelopes {
		if e.Venue == venue {
			e.Venue = 0
			alone.envelopes = append(alone.envelopes, e)
			alone.results = append(alone.results, t.results[i])
		}
	}
	return alone
}

var _ = Describe("A run of several venues", Ordered, func() {
	var single [2]*Series
	var both *Series
	var alone [2]tape
	var outcomes [2]*Outcome
	var all tape
	var outcome *Outcome

	BeforeAll(func(ctx SpecContext) {
		var err error
		for i := range single {
			single[i] = series(uint64(i + 1))
			outcomes[i], err = single[i].Play(ctx, settled(single[i]), false, alone[i].observer())
			Expect(err).NotTo(HaveOccurred())
		}
		both = together(single[0], single[1])
		outcome, err = both.Play(ctx, settled(both), false, all.observer())
		Expect(err).NotTo(HaveOccurred())
	})

	It("goes at each of them exactly as if there were no other", func() {
		for i := range alone {
			have := all.of(uint8(i))
			Expect(have.results).To(Equal(alone[i].results))
			for n := range have.envelopes {
				// Blocks are compared by what they are, not by where they lie.
				a, b := &have.envelopes[n], &alone[i].envelopes[n]
				if a.Command.Block != nil && b.Command.Block != nil {
					Expect(a.Command.Block.ID()).To(Equal(b.Command.Block.ID()))
					a.Command.Block, b.Command.Block = nil, nil
				}
			}
			Expect(slices.Equal(have.envelopes, alone[i].envelopes)).To(BeTrue())
		}
	})

	It("is on one clock: time never goes back, and at one time venues come in their order", func() {
		mixed := 0
		for i := 1; i < len(all.envelopes); i++ {
			a, b := &all.envelopes[i-1], &all.envelopes[i]
			Expect(b.At).To(BeNumerically(">=", a.At))
			if a.At == b.At {
				Expect(b.Venue).To(BeNumerically(">=", a.Venue))
			}
			if a.Venue != b.Venue {
				mixed++
			}
		}
		Expect(mixed).To(BeNumerically(">", 1000))
	})

	It("comes to the sum of what happened at each", func() {
		var commands, honest uint64
		var taken, harm int64
		for _, o := range outcomes {
			commands, honest = commands+o.Commands, honest+o.Honest
			taken, harm = taken+o.Tally.Taken, harm+o.Tally.HarmTotal()
		}
		Expect([]uint64{outcome.Commands, outcome.Honest, outcome.Tally.Commands}).To(Equal([]uint64{commands, honest, commands}))
		Expect([]int64{outcome.Tally.Taken, outcome.Tally.HarmTotal()}).To(Equal([]int64{taken, harm}))
	})

	It("goes one way at all of them, the one that does best for the whole, where a defence may choose", func(ctx SpecContext) {
		d := shipped(both, "oracle")
		chosen, err := both.foresee(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		points, err := both.trial(ctx, chosen)
		Expect(err).NotTo(HaveOccurred())
		for i := range d.Ways() {
			if d.Ways()[i].Wallets {
				continue // nobody has their keys
			}
			other, err := both.trial(ctx, d.Going(i))
			Expect(err).NotTo(HaveOccurred())
			Expect(points).To(BeNumerically(">=", other))
		}
	})

	It("says where alerts, acts and deeds were, and of a single venue nothing", func() {
		for _, o := range outcomes {
			for _, a := range o.Actions {
				Expect(a.Venue).To(BeEmpty())
			}
			for _, d := range o.AttackLog {
				Expect(d.Venue).To(BeEmpty())
			}
		}
		count := make(map[string]int)
		for _, a := range outcome.Actions {
			count["act "+a.Venue]++
		}
		for _, a := range outcome.Alerts {
			count["alert "+a.Venue]++
		}
		for _, d := range outcome.AttackLog {
			count["deed "+d.Venue]++
		}
		Expect(count).To(Equal(map[string]int{
			"act a": len(outcomes[0].Actions), "act b": len(outcomes[1].Actions),
			"alert a": len(outcomes[0].Alerts), "alert b": len(outcomes[1].Alerts),
			"deed a": len(outcomes[0].AttackLog), "deed b": len(outcomes[1].AttackLog),
		}))
	})

	It("gives each venue a monitor of its own, which is told where it is", func(ctx SpecContext) {
		var told []string
		var events []int
		d := defence.New("watcher", nil, func() (defence.Monitor, error) {
			return &greeted{told: &told, events: &events}, nil
		})
		_, err := both.Play(ctx, d, false)
		Expect(err).NotTo(HaveOccurred())
		Expect(told).To(Equal([]string{"a", "b"}))
		Expect(events).To(HaveLen(2))
		for _, n := range events {
			Expect(n).To(BeNumerically(">", 1000))
		}
	})

	It("leaves the same log when every venue stands in containers of its own", Label("containers", "slow"), func(ctx SpecContext) {
		if err := containers.Available(ctx); err != nil {
			if os.Getenv("EXDRILL_REQUIRE_DOCKER") == "1" {
				Fail(err.Error())
			}
			Skip(err.Error())
		}
		contained := *both
		contained.conditions.Lab = Containers
		there, err := contained.Play(ctx, settled(both), false)
		Expect(err).NotTo(HaveOccurred())
		Expect(there.Head).To(Equal(outcome.Head))
		Expect(there.AttackLog).To(Equal(outcome.AttackLog))
	})

	It("refuses a venue with more people than the clock has numbers for", func() {
		Expect(checkAccounts("a", maxActors-17)).To(Succeed())
		Expect(checkAccounts("a", maxActors-16)).To(MatchError("a has 16777200 accounts, expected at most 16777199"))
		venue, actor := splitTimer(timer(3, sim.FirstCustomer+maxActors-17))
		Expect([]uint32{uint32(venue), uint32(actor)}).To(Equal([]uint32{3, maxActors - 1}))
	})
})

// greeted is a monitor that notes its venue and, at the end, how much it saw.
type greeted struct {
	told   *[]string
	events *[]int
	seen   int
}

func (g *greeted) Hello(h *defence.Hello) error {
	*g.told = append(*g.told, h.Venue)
	return nil
}

func (g *greeted) Step(b *defence.Batch) (defence.Answer, error) {
	for i := range b.Events {
		g.seen++
		Expect(b.Events[i].Seq).To(BeEquivalentTo(g.seen), "telemetry of one venue, without gaps")
	}
	return defence.Answer{}, nil
}

func (g *greeted) Close() error {
	*g.events = append(*g.events, g.seen)
	return nil
}

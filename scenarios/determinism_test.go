package scenarios_test

import (
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Every scenario", Label("embedded"), func() {
	entries, err := scenarios.List()
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		Describe(e.ID, Label("scenario:"+e.ID), func() {
			// The heads of records are pinned; see harness/drill.
			for _, variation := range []string{draw.Perturbed, draw.Record}[:len(drawings(1, 2))] {
				It("leaves the same log twice, "+variation, func(ctx SpecContext) {
					heads := make(map[[32]byte]bool)
					for range 2 {
						stage, err := drill.Open(e.ID, drill.WithDefence("random"), drill.WithSeed(11), drill.WithScale(0.02),
							drill.WithVariation(variation))
						Expect(err).NotTo(HaveOccurred())
						o, err := stage.Watch(ctx)
						Expect(err).NotTo(HaveOccurred())
						heads[o.Head] = true
					}
					Expect(heads).To(HaveLen(1))
				})
			}

			It("leaves every honest intent where it was when nobody attacks, and when somebody defends, but for those whom he drives away", func(ctx SpecContext) {
				stage := open(e.ID, 1, 0.02)
				undefended := intentsOf(ctx, stage, drill.WithDefence("none"))
				Expect(len(undefended.seen)).To(BeNumerically(">", 1_500))
				Expect(undefended.left).To(BeEmpty())
				if stage.World().Attack {
					Expect(intentsOf(ctx, stage, drill.WithDefence("none"), drill.WithoutAttack())).To(Equal(undefended))
				}
				halted := intentsOf(ctx, stage, drill.WithDefence("halt-everything"))
				gone := func(i intent) bool { return halted.left[i.actor] }
				Expect(len(halted.left)).To(BeNumerically("<", len(undefended.seen)/50))
				Expect(slices.DeleteFunc(halted.seen, gone)).To(Equal(slices.DeleteFunc(undefended.seen, gone)))
			})
		})
	}
})

// intent is what a customer set out to do, whatever came of it.
type intent struct {
	actor  sim.Actor
	number uint32
	at     int64
	value  int64
}

// intents notes every intent that reached the venue for the first time, and whom
// something drove away.
type intents struct {
	seen []intent
	left map[sim.Actor]bool
}

func (n *intents) attempt(actor sim.Actor, at sim.Attempt) {
	if at.Intent != 0 && !at.Again {
		n.seen = append(n.seen, intent{actor, at.Intent, at.At, at.Value})
	}
	if at.Leaves != reject.None {
		n.left[actor] = true
	}
}

func intentsOf(ctx SpecContext, stage *drill.Stage, options ...drill.Option) intents {
	GinkgoHelper()
	n := intents{left: map[sim.Actor]bool{}}
	_, err := stage.Watch(ctx, append(options, drill.WithObserver(drill.Observer{Attempt: n.attempt}))...)
	Expect(err).NotTo(HaveOccurred())
	return n
}

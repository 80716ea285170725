package scenarios_test

import (
	"fmt"
	"maps"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The bot vendor's move", Label("embedded", "scenario:bot-vendor-migration"), func() {
	const id = "bot-vendor-migration"

	for _, seed := range drawings(1, 3) {
		It(fmt.Sprintf("brings a vendor's keys from new addresses overnight, all of them alive, seed %d", seed), func(ctx SpecContext) {
			stage := open(id, seed, 0.1)
			moved := stage.World().Scenario.Population.Moves[0].At.Unix
			before, after := map[access.Source]map[uint32]bool{}, map[access.Source]map[uint32]bool{}
			var refused []access.Source
			hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
				if ev.Auth != mockexchange.AuthKey {
					return
				}
				seen := before
				if ev.At >= moved {
					seen = after
				}
				if seen[ev.Source] == nil {
					seen[ev.Source] = map[uint32]bool{}
				}
				seen[ev.Source][ev.Key] = true
				if ev.Code == reject.DeadKey {
					refused = append(refused, ev.Source)
				}
			})
			crowded := func(seen, other map[access.Source]map[uint32]bool) (list []access.Source) {
				for source, keys := range seen {
					if len(keys) > 15 && other[source] == nil {
						list = append(list, source)
					}
				}
				return list
			}
			fresh, silent := crowded(after, before), crowded(before, after)
			Expect(fresh).To(HaveLen(5))
			Expect(silent).To(HaveLen(4))
			vendors := map[uint32]bool{}
			for _, source := range silent {
				maps.Copy(vendors, before[source])
			}
			for _, source := range fresh {
				Expect(refused).NotTo(ContainElement(source))
				Expect(len(after[source])).To(BeNumerically("~", 40, 15), "a third of 120")
				known := 0
				for key := range after[source] {
					switch {
					case vendors[key]:
						known++
					case int(key) <= len(stage.World().Genesis.Keys): // or its owner made it since
						for _, keys := range before {
							Expect(keys).NotTo(HaveKey(key), "idle until then, or it came from the vendor")
						}
					}
				}
				Expect(known).To(BeNumerically(">=", len(after[source])*4/5))
			}
		})
	}

	It("costs customers whose vendor is not on their list when lists are enforced, from then on and until they put it there", func(ctx SpecContext) {
		stage := open(id, 1, 0.1)
		moved := stage.World().Scenario.Population.Moves[0].At.Unix
		refused, listed := map[uint32][]int64{}, map[uint32]int64{} // by key, in virtual nanoseconds
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.SourceListed:
				listed[ev.Key] = ev.At
			case ev.Control == reject.KeyAllowList && ev.Code == reject.SourceNotAllowed:
				refused[ev.Key] = append(refused[ev.Key], ev.At)
			}
		}, drill.WithDefence("guardrails"))
		AddReportEntry("refused", fmt.Sprint(refused, listed))
		Expect(len(refused)).To(BeNumerically(">", 5))
		var waited []int64
		for key, calls := range refused {
			Expect(calls[0]).To(BeNumerically(">=", moved))
			if listed[key] == 0 {
				Expect(int(key)).To(BeNumerically(">", len(stage.World().Genesis.Keys)), "who made a key anew can go back to the old one")
				continue
			}
			Expect(calls[len(calls)-1]).To(BeNumerically("<", listed[key]))
			waited = append(waited, listed[key]-calls[0])
		}
		Expect(len(waited)).To(BeNumerically(">", 5))
		Expect(median(waited)).To(BeNumerically("~", 2*hour, hour))
	})

	It("makes the rule that catches a thief with a list hurt a vendor's customers", Label("slow"), func(ctx SpecContext) {
		r, err := open(id, 2, 0.1).Run(ctx, drill.WithMonitor("crowds", newCrowds))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Detection.Alerts.False).To(BeNumerically(">", 0))
		Expect(r.Outcome.Tally.Harm[impact.KeyDisabled].Count).To(BeNumerically(">", 20))
		Expect(r.Score).To(BeNumerically("<", score.Points(80_00)), r.Reproduce)

		caught, err := drill.Run(ctx, zaifKeys, drill.WithMonitor("crowds", newCrowds), drill.WithSeed(2), drill.WithScale(0.1))
		Expect(err).NotTo(HaveOccurred())
		Expect(caught.Score).To(BeNumerically(">", score.Points(20_00)), "where there is a thief it helps: %s", caught.Reproduce)
	})
})

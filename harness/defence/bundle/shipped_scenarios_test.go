package bundle_test

import (
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("With the scenarios that ship", func() {
	var all []*scenarios.Scenario
	BeforeEach(func() {
		entries, err := scenarios.List()
		Expect(err).NotTo(HaveOccurred())
		Expect(entries).NotTo(BeEmpty())
		all = nil
		for _, e := range entries {
			sc, err := scenarios.Load(e.ID)
			Expect(err).NotTo(HaveOccurred())
			all = append(all, sc)
		}
	})

	It("every shipped defence loads", func() {
		for _, sc := range all {
			for _, name := range bundle.Names() {
				d, err := bundle.Load(name, sc)
				Expect(err).NotTo(HaveOccurred())
				_, err = d.Monitor(1, sc)
				Expect(err).NotTo(HaveOccurred())
			}
		}
	})

	It("the record asks for actions that the vocabulary has, and all of it is done and said by the end", func() {
		for _, sc := range all {
			m := defencetest.Watching("history", 1, sc)
			m.(defence.TruthSeer).See(defence.Truth{
				FirstCommandAt: sc.Clock.Start.Unix, Keys: []uint32{1}, Vendor: "vendor-1",
				Loot: func() []chain.Address { return []chain.Address{defencetest.There} },
			})
			h := defencetest.Hello()
			h.Currency, h.Venue = sc.Currency.Text, sc.Venues[0].Name.Text
			Expect(m.Hello(h)).To(Succeed())
			end := sc.Clock.End
			if sc.Clock.Epilogue != nil { // some of what was promised is kept later
				end = *sc.Clock.Epilogue
			}
			answer := defencetest.Step(m, end.Unix)
			Expect(answer.WakeAt).To(BeZero())
			asked := slices.DeleteFunc(slices.Clone(sc.History.Actions), func(a scenarios.Action) bool {
				elsewhere := a.Venue != nil && a.Venue.Text != h.Venue
				traded := a.Names != nil || a.Action.Text == "rollback_trades" // nobody profited, as nobody traded
				held := a.Rate != nil                                          // nobody held anything that would be paid for
				return elsewhere || traded || held
			})
			said := slices.DeleteFunc(slices.Clone(sc.Statements), func(s scenarios.Statement) bool {
				return s.By != nil // not the venue's own words
			})
			done := len(asked)
			Expect(answer.Actions).To(HaveLen(done+len(said)), sc.ID.Text)
			for i, a := range answer.Actions[:done] {
				Expect(action.Names()).To(ContainElement(a.Name))
				Expect(a.CreatedUntil != 0).To(Equal(asked[i].CreatedUntil != nil))
			}
			for i, a := range answer.Actions[done:] {
				Expect(a.Name).To(Equal("announce"))
				claim, _, _ := strings.Cut(a.Text, " ") // what is promised may have a time
				Expect(claim).To(Equal(said[i].Claim.Text))
			}
		}
	})

	It("only actions of the vocabulary have latencies", func() {
		for _, sc := range all {
			for _, row := range sc.Latencies.Actions {
				Expect(action.Names()).To(ContainElement(row.Key.Text))
			}
		}
	})

	It("customers complain of theft in the words that the record listens for", func() {
		Expect(history.ComplaintOfTheft).To(Equal(population.ComplaintTheft))
	})
})

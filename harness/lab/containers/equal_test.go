package containers_test

import (
	"context"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// alloted is the venue's genesis with its chains.
func alloted() (*mockexchange.Genesis, []*chain.Node) {
	GinkgoHelper()
	g := venueGenesis()
	nodes, err := g.Allot(nil)
	Expect(err).NotTo(HaveOccurred())
	return g, nodes
}

// tellEmbedded plays the story in this process.
func tellEmbedded(level int) *story {
	GinkgoHelper()
	g, nodes := alloted()
	m, err := newMimic(g, nodes, theft(g, level))
	Expect(err).NotTo(HaveOccurred())
	fresh, others := alloted()
	return tell(m, fresh, others)
}

var _ = Describe("the story of these specs", func() {
	It("lets the thief meet every kind of refusal, and some luck", func() {
		s := tellEmbedded(1)
		met := map[attacker.Refusal]int{}
		for _, d := range s.deeds {
			met[d.Refusal]++
		}
		for _, r := range []attacker.Refusal{
			attacker.Accepted, attacker.KeyRefused, attacker.MarketRefused, attacker.WithdrawalRefused,
		} {
			Expect(met[r]).To(BeNumerically(">", 0), "%q of %v", r, met)
		}
		Expect(tellEmbedded(1).difference(s)).To(BeEmpty())
		Expect(tellEmbedded(0).difference(s)).NotTo(BeEmpty())
	})
})

var _ = Describe("A site of containers", Label("containers"), Serial, func() {
	open := func(ctx context.Context, g *mockexchange.Genesis, c *campaign.Campaign) *containers.Site {
		GinkgoHelper()
		needEngine(ctx)
		s, err := containers.Open(ctx, config(g, c))
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(s.Close)
		return s
	}

	DescribeTable("goes exactly like the lab in one process", func(ctx SpecContext, level int) {
		g, nodes := alloted()
		site := open(ctx, g, theft(g, level))
		AddReportEntry("ready", fmt.Sprintf("%v by %s", site.Ready(), site.Via()))
		there, here := tell(site, g, nodes), tellEmbedded(level)
		Expect(here.difference(there)).To(BeEmpty())
		Expect(there.log.Head()).To(Equal(here.log.Head()))
		Expect(there.deeds).To(Equal(here.deeds))
	},
		Entry("with a thief who replays his plan", 0),
		Entry("with a thief who asks again", 1),
	)
})

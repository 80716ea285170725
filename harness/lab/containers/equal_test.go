package containers_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/harness/lab/embedded"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// alloted is the venue's genesis with its chains.
func alloted() (*mockexchange.Genesis, []*chain.Node) {
	GinkgoHelper()
	g := venueGenesis()
	nodes := must(g.StartChains(nil))
	return g, nodes
}

// tellEmbedded plays the story in this process.
func tellEmbedded(level int) *story {
	GinkgoHelper()
	g, nodes := alloted()
	c := theft(g, level)
	keys := make([]uint32, len(c.Keys))
	for i := range keys {
		keys[i] = uint32(makers + 1 + i)
	}
	b := must(embedded.Open(g, nodes, c, keys, nil))
	fresh, others := alloted()
	return tell(b, fresh, others)
}

var _ = Describe("the story of these specs", func() {
	It("has everything in it that could come out otherwise", func() {
		s := tellEmbedded(1)
		for _, kind := range []mockexchange.EventType{
			mockexchange.Traded, mockexchange.OrderCancelled, mockexchange.OrderExpired, mockexchange.OrderRefused,
			mockexchange.WithdrawalRequested, mockexchange.WithdrawalRefused, mockexchange.WithdrawalHeld,
			mockexchange.WithdrawalRejected, mockexchange.WithdrawalBroadcast, mockexchange.WithdrawalConfirmed,
			mockexchange.DepositCredited, mockexchange.WalletReported, mockexchange.WalletMoved, mockexchange.AuthRefuse,
			mockexchange.KeyCreated, mockexchange.KeyRestricted, mockexchange.Complained, mockexchange.MarketState,
		} {
			Expect(s.events[kind]).To(BeNumerically(">", 0), kind.String())
		}
		met := map[attacker.Refusal]int{}
		for _, d := range s.attackLog {
			met[d.Refusal]++
		}
		for _, r := range []attacker.Refusal{
			attacker.Accepted, attacker.KeyRefused, attacker.MarketRefused, attacker.WithdrawalRefused,
		} {
			Expect(met[r]).To(BeNumerically(">", 0), "%q of %v", r, met)
		}
		for _, op := range []string{"place", "cancel", "withdraw"} {
			Expect(s.done(op)).To(BeNumerically(">", 0), op)
		}
		Expect(tellEmbedded(1).difference(s)).To(BeEmpty())
		Expect(tellEmbedded(0).difference(s)).NotTo(BeEmpty())
	})
})

// opened is a story that was told by containers; story is nil if it was not.
type opened struct {
	level int
	story *story
}

// tellContained opens a backend, tells the story there and closes the backend.
func tellContained(ctx context.Context, level int) opened {
	GinkgoHelper()
	g, nodes := alloted()
	s := must(containers.Open(ctx, config(g, theft(g, level))))
	DeferCleanup(s.Close)
	o := opened{level, tell(s, g, nodes)}
	Expect(s.Close()).To(Succeed())
	return o
}

var _ = Describe("Backends of containers", Label("containers"), Serial, func() {
	It("go exactly like the lab in one process, side by side", func(ctx SpecContext) {
		needEngine(ctx)
		levels := []int{0, 1} // a thief who replays his plan, and one who asks again
		told := make(chan opened, len(levels))
		for _, level := range levels {
			go func() {
				defer GinkgoRecover()
				o := opened{level: level}
				defer func() { told <- o }()
				o = tellContained(ctx, level)
			}()
		}
		for range levels {
			there := <-told
			Expect(there.story).NotTo(BeNil())
			here := tellEmbedded(there.level)
			Expect(here.difference(there.story)).To(BeEmpty())
			Expect(there.story.log.Head()).To(Equal(here.log.Head()))
			Expect(there.story.attackLog).To(Equal(here.attackLog))
		}
	})
})

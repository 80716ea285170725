package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A wallet server that is held", func() {
	const minute = int64(60e9)
	var view technique.View
	BeforeEach(func() {
		chance := technique.NewChance(1, 1)
		w := &technique.SigningWallet{Asset: "N", Network: "n", Fee: 2}
		for n := range uint32(4) {
			w.Others = append(w.Others, chain.ExternalAddress(1, "his", n))
		}
		view = technique.View{Wallet: w, Key: &technique.KeyKnowledge{}, Chance: &chance}
	})

	It("asks a co-signer for another limit, once, at its time", func() {
		_, err := technique.RaiseSigningLimit{}.Start(technique.Params{Amount: 7})
		Expect(err).To(MatchError("host is missing, expected the name of one that he holds"))
		run, err := technique.RaiseSigningLimit{}.Start(technique.Params{Amount: 7, Until: minute, Host: "server"})
		Expect(err).NotTo(HaveOccurred())
		Expect(run.Ask(0, view).Until).To(Equal(minute))
		c := run.Ask(minute, view).Call
		Expect([]any{c.Op, c.Host, c.Chain, c.Amount}).To(Equal([]any{technique.OpLimit, "server", "N", int64(7)}))
		run.Tell(minute, view, technique.Answer{})
		Expect(run.Ask(2*minute, view).Done()).To(BeTrue())
	})

	It("has payments signed, each to another address, and comes back for what a limit did not let out", func() {
		_, err := technique.SpendFromServer{}.Start(technique.Params{Amount: 1_000})
		Expect(err).To(MatchError("host is missing, expected the name of one that he holds"))
		run, err := technique.SpendFromServer{}.Start(technique.Params{Amount: 1_000, Outputs: 4, Host: "server", Pause: 10e9})
		Expect(err).NotTo(HaveOccurred())
		now, sum, refused := int64(0), int64(0), false
		paid := map[chain.Address]bool{}
		for m := run.Ask(now, view); !m.Done(); m = run.Ask(now, view) {
			if m.Call.Op == technique.OpNone {
				now = m.Until
				continue
			}
			if len(paid) == 2 && !refused {
				refused = true
				run.Tell(now, view, technique.Answer{Refusal: attacker.OtherRefused})
				Expect(run.Ask(now, view).Until).To(Equal(now + 30*minute))
				continue
			}
			paid[m.Call.Address], sum = true, sum+m.Call.Amount
			run.Tell(now, view, technique.Answer{})
		}
		Expect([]any{len(paid), sum, refused}).To(Equal([]any{4, int64(1_000), true}))
	})

	It("is given up where he does not hold it any more", func() {
		run, _ := technique.SpendFromServer{}.Start(technique.Params{Amount: 1_000, Outputs: 4, Host: "server"})
		run.Ask(0, view)
		run.Tell(0, view, technique.Answer{Refusal: attacker.KeyRefused})
		Expect(run.Ask(minute, view).Done()).To(BeTrue())
	})
})

package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A cold wallet that is handed over", func() {
	venue, own := chain.DeriveKey(1, "cold", 0), chain.DeriveKey(2, "own", 0)
	cold := chain.Single(&venue).Address()
	const minute = int64(60e9)
	var (
		node   *chain.Node
		view   technique.View
		asked  []string
		chance technique.Chance
	)
	BeforeEach(func() {
		node, asked = chain.NewNode(chain.Spec{Network: "n", Model: chain.Account, BlockInterval: 60e9, MinFee: 2}, nil), nil
		Expect(node.Fund(cold, 1_000)).To(Succeed())
		w := &technique.SigningWallet{
			Asset: "N", Network: "n", Fee: 2, Cold: cold,
			Own: technique.Signatory{Policy: chain.Single(&own), Keys: []*chain.Key{&own}},
		}
		w.Others = []chain.Address{w.Own.Policy.Address()}
		chance = technique.NewChance(1, 1)
		view = technique.View{Wallet: w, Key: &technique.KeyKnowledge{}, Chance: &chance}
	})
	// play lets the run act until a time, and answers from the chain.
	play := func(run technique.Run, from, until int64) (done bool) {
		for now := from; now < until; now += 1e9 {
			m := run.Ask(now, view)
			switch {
			case m.Done():
				return true
			case m.Call.Op == technique.OpNone:
				continue
			}
			asked = append(asked, m.Call.Op.String())
			answer, err := m.Call.Send(onNode{node})
			Expect(err).NotTo(HaveOccurred())
			run.Tell(now, view, answer)
		}
		return false
	}
	hand := func() {
		t := &chain.Transaction{
			From: cold, Fee: 2, Outputs: []chain.Output{{To: cold, Amount: 5}}, Policies: []chain.Policy{chain.Single(&venue)},
			NewOwner: view.Wallet.Own.Policy.Address(),
		}
		t.Sign(&venue)
		Expect(node.Submit(t)).To(Succeed())
		node.Mine(1)
	}

	It("is looked at every minute, and emptied when it is his", func() {
		run, err := technique.TakeOverWallet{}.Start(technique.Params{Amount: 900, Until: minute})
		Expect(err).NotTo(HaveOccurred())
		Expect(play(run, 0, 10*minute)).To(BeFalse())
		Expect(asked).To(HaveLen(10))
		hand()
		Expect(play(run, 10*minute, 12*minute)).To(BeTrue())
		Expect(asked[10:]).To(Equal([]string{"owner", "held", "nonce", "submit"}))
		node.Mine(2)
		Expect(node.Balance(view.Wallet.Own.Policy.Address())).To(Equal(int64(900)))
	})

	It("is left alone by whoever does not know of one", func() {
		view.Wallet.Cold = chain.Address{}
		run, _ := technique.TakeOverWallet{}.Start(technique.Params{Amount: 900})
		Expect(run.Ask(0, view).Done()).To(BeTrue())
	})

	It("is made his by a program on a host, once, at its time", func() {
		_, err := technique.PlantImplant{}.Start(technique.Params{Amount: 7})
		Expect(err).To(MatchError("host is missing, expected the name of one that he holds"))
		run, err := technique.PlantImplant{}.Start(technique.Params{Amount: 7, Until: minute, Host: "page"})
		Expect(err).NotTo(HaveOccurred())
		Expect(run.Ask(0, view).Until).To(Equal(minute))
		m := run.Ask(minute, view)
		Expect(m.Call.Host).To(Equal("page"))
		Expect(m.Call.Implant).To(Equal(attacker.Implant{Asset: "N", Least: 7, Owner: view.Wallet.Own.Policy.Address()}))
		run.Tell(minute, view, technique.Answer{Refusal: attacker.OtherRefused})
		Expect(run.Ask(minute+1, view).Until).To(BeNumerically(">", minute+1), "he tries again")
		Expect(run.Ask(100*minute, view).Call.Op).To(Equal(technique.OpPlant))
		run.Tell(100*minute, view, technique.Answer{Refusal: attacker.KeyRefused})
		Expect(run.Ask(200*minute, view).Done()).To(BeTrue(), "he does not hold it any more")
	})
})

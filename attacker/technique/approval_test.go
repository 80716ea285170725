package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("An approval path in a thief's hands", func() {
	const now = int64(1_700_000_000_000_000_000)
	chance := technique.NewChance(1, 1)
	view := func(a *technique.Approval) technique.View {
		return technique.View{
			Approval: a, Chance: &chance, Key: &technique.KeyKnowledge{},
			Addresses: technique.NewAddressPool(map[string][]string{"BTC": {"first", "second"}}),
		}
	}
	held := &technique.Approval{Server: attacker.BuildServer{Token: "t"}, Mark: 0xbeef, Silent: true}

	Describe("alter_approval", func() {
		It("deploys one build, with the token that it found", func() {
			run, err := technique.AlterApproval{}.Start(technique.Params{})
			Expect(err).NotTo(HaveOccurred())
			m := run.Ask(now, view(held))
			Expect(m.Call.Op).To(Equal(technique.OpDeploy))
			Expect(m.Call.Server.Token).To(Equal("t"))
			Expect(m.Call.Build).To(Equal(attacker.Build{Component: "risk-engine", Mark: 0xbeef, Silent: true}))
			shop := &attackertest.Exchange{BuildToken: "t"}
			answer, err := m.Call.Make(shop, attacker.Access{From: "192.0.2.1"})
			Expect([]any{answer.Refusal, err}).To(Equal([]any{attacker.Accepted, nil}))
			run.Tell(now, view(held), answer)
			Expect(run.Ask(now, view(held)).Done()).To(BeTrue())
		})

		It("tries three times, with pauses, and does nothing without a build server", func() {
			run, _ := technique.AlterApproval{}.Start(technique.Params{})
			at, asked := now, 0
			for range 10 {
				switch m := run.Ask(at, view(held)); {
				case m.Call.Op == technique.OpDeploy:
					asked++
					run.Tell(at, view(held), technique.Answer{Refusal: attacker.KeyRefused})
				case m.Until > 0:
					at = m.Until
				}
			}
			Expect(asked).To(Equal(3))
			run, _ = technique.AlterApproval{}.Start(technique.Params{})
			Expect(run.Ask(now, view(nil)).Done()).To(BeTrue())
		})
	})

	Describe("withdraw_approved", func() {
		start := func() technique.Run {
			run, err := technique.WithdrawApproved{}.Start(technique.Params{Asset: "BTC", Amount: 700, Until: now + 60})
			Expect(err).NotTo(HaveOccurred())
			return run
		}

		It("asks at its time for what it wants, whatever the account has, under the mark", func() {
			run := start()
			Expect(run.Ask(now, view(held)).Until).To(Equal(now + 60))
			m := run.Ask(now+60, view(held))
			Expect(m.Call.Transfer).To(Equal(attacker.Transfer{Asset: "BTC", Amount: 700, Address: "first", Name: "beef"}))
			run.Tell(now+60, view(held), technique.Answer{})
			Expect(run.Ask(now+61, view(held)).Done()).To(BeTrue())
		})

		It("asks again when it is refused, three times in all, and gives up with the key", func() {
			for refusal, want := range map[attacker.Refusal]int{attacker.FundsRefused: 3, attacker.KeyRefused: 1} {
				run, at, asked := start(), now+60, 0
				for range 10 {
					switch m := run.Ask(at, view(held)); {
					case m.Call.Op == technique.OpWithdraw:
						asked++
						run.Tell(at, view(held), technique.Answer{Refusal: refusal})
					case m.Until > 0:
						at = m.Until
					}
				}
				Expect(asked).To(Equal(want), string(refusal))
			}
		})

		It("wants a coin and an amount", func() {
			_, err := technique.WithdrawApproved{}.Start(technique.Params{Amount: 1})
			Expect(err).To(MatchError("asset is missing, expected the code of the coin to withdraw"))
			_, err = technique.WithdrawApproved{}.Start(technique.Params{Asset: "BTC"})
			Expect(err).To(MatchError("amount is 0, expected at least 1"))
		})
	})
})

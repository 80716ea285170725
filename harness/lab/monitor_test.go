package lab

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("The truth", func() {
	It("follows the thief's withdrawals until they leave or are turned down", func() {
		var v attackerWithdrawals
		ask := func(actor sim.Actor, id uint32) {
			e := sim.Envelope{Actor: actor, Command: mockexchange.Command{Kind: mockexchange.RequestWithdrawal}}
			v.follow(&e, &mockexchange.Result{Withdrawal: id}, []mockexchange.Event{{Type: mockexchange.WithdrawalRequested, Withdrawal: id}})
		}
		ask(sim.Attacker, 1)
		ask(77, 2)
		ask(sim.Attacker, 3)
		ask(sim.Attacker, 4)
		ask(sim.Attacker, 0) // refused
		Expect(v.pending).To(Equal([]uint32{1, 3, 4}))
		v.follow(&sim.Envelope{}, &mockexchange.Result{}, []mockexchange.Event{
			{Type: mockexchange.WithdrawalBroadcast, Withdrawal: 3},
			{Type: mockexchange.WithdrawalBroadcast, Withdrawal: 2},
			{Type: mockexchange.WithdrawalHeld, Withdrawal: 1},
			{Type: mockexchange.WithdrawalRejected, Withdrawal: 4},
		})
		Expect(v.pending).To(Equal([]uint32{1}))
	})
})

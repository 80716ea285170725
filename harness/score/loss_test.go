package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("What the thief took", func() {
	const at = start + 16*hour
	var s *stage
	BeforeEach(func() { s = newStage(setup()) })

	It("is nothing while only honest people trade and withdraw", func() {
		s.trade(at, customer(5), 5, 6, market.Buy, coin, 3_000_000, 0)
		s.withdraw(at, customer(5), 5, 800_000, wish(1, sim.IntentWithdrawal, at, 800_000))
		Expect(s.close().Net()).To(BeZero())
	})

	It("counts a withdrawal from a victim when it is asked for, even if it is never sent", func() {
		s.withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		Expect(s.close().Net()).To(BeEquivalentTo(500_000))
	})

	It("gives back what is rejected, and what the owner himself cancels", func() {
		first := s.withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		second := s.withdraw(at, sim.Attacker, 2, 300_000, sim.Attempt{})
		s.reject(at+hour, first)
		s.tell(at+hour, customer(2), by(customer(2), 2, mx.CancelWithdrawal), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.WithdrawalRejected, Withdrawal: second})
		t := s.close()
		Expect(t.Taken).To(BeEquivalentTo(800_000))
		Expect(t.Recovered).To(BeEquivalentTo(800_000))
		Expect(t.Net()).To(BeZero())
	})

	It("counts what a sale below the reference price costs the victim, fee included, and no gain of the buyer's", func() {
		// One bitcoin worth 1,000,000 for 970,000 less 0.2 % fee.
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 970_000, 0)
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000 - 970_000 + 1_940))
	})

	It("adds up conversion and withdrawal to what the account held before", func() {
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 970_000, 0)
		s.withdraw(at+1, sim.Attacker, 1, 970_000-1_940, sim.Attempt{})
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("lets a lucky sale pay for what is taken from the same account afterwards", func() {
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 1_100_000, 0) // 97,800 above the reference, after the fee
		Expect(s.close().Net()).To(BeZero(), "luck alone is no loss")
		s.withdraw(at+1, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("does not let a lucky sale pay for what was taken before, or from others", func() {
		s.withdraw(at, sim.Attacker, 2, 500_000, sim.Attempt{})
		s.withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.trade(at+1, sim.Attacker, 1, 5, market.Sell, coin, 1_100_000, 0)
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("gives luck back with the withdrawal that had used it up", func() {
		s.trade(at, sim.Attacker, 1, 5, market.Sell, coin, 1_100_000, 0)
		id := s.withdraw(at+1, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.reject(at+2, id)
		Expect(s.close().Net()).To(BeZero())
		s.withdraw(at+3, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("follows an order that the thief leaves in the book until an honest customer meets it", func() {
		order := s.rest(at, sim.Attacker, 1)
		// The victim's resting sale is filled by a customer who buys at 900,000.
		s.trade(at+hour, customer(5), 5, 1, market.Buy, coin, 900_000, order)
		Expect(s.close().Net()).To(BeEquivalentTo(1_000_000 - 900_000 + 900))
	})

	Context("when the thief trades from an account of his own", func() {
		It("counts what honest people on the other side lose", func() {
			order := s.rest(at, sim.Attacker, thiefs)
			// A customer pays 3,000,000 for a bitcoin worth 1,000,000, and 0.2 % of it as fee.
			s.trade(at+1, customer(5), 5, thiefs, market.Buy, coin, 3_000_000, order)
			Expect(s.close().Net()).To(BeEquivalentTo(2_000_000 + 2_000))
		})

		It("counts a victim's loss to him once", func() {
			order := s.rest(at, sim.Attacker, thiefs)
			s.trade(at+1, sim.Attacker, 1, thiefs, market.Buy, coin, 3_000_000, order)
			Expect(s.close().Net()).To(BeEquivalentTo(2_000_000 + 2_000))
		})

		It("takes no notice of his own money", func() {
			set := setup()
			set.Holdings = []mx.Balance{{Account: thiefs, Asset: btc, Amount: 5 * coin}}
			s = newStage(set)
			s.withdraw(at, sim.Attacker, thiefs, 5_000_000, sim.Attempt{})
			Expect(s.close().Net()).To(BeZero())
		})

		It("takes back what lies in an account that stays frozen, up to what he took", func() {
			order := s.rest(at, sim.Attacker, thiefs)
			s.trade(at+1, sim.Attacker, 1, thiefs, market.Buy, coin, 3_000_000, order)
			s.freeze(at+2, thiefs)
			t := s.close()
			// The 2,997,000 that lie there are more than what he took: he gave a
			// bitcoin of his own for them.
			Expect(t.Taken).To(BeEquivalentTo(2_002_000))
			Expect(t.Recovered).To(BeEquivalentTo(2_002_000))
			s.thaw(at+hour, thiefs)
			Expect(s.close().Recovered).To(BeZero(), "released again")
		})
	})

	Context("on a chain", func() {
		wallet, loot := chain.ExternalAddress(7, "hot", 0), chain.ExternalAddress(7, "loot", 0)

		It("counts what a stolen key sends away, miner's fee included, and no later move of it", func() {
			set := setup()
			set.VenueAddresses = []chain.Address{wallet}
			s = newStage(set)
			theft := &chain.Transaction{From: wallet, Fee: coin / 100, Outputs: []chain.Output{
				{To: loot, Amount: 2 * coin}, {To: wallet, Amount: coin},
			}}
			layer := &chain.Transaction{From: loot, Outputs: []chain.Output{{To: chain.ExternalAddress(7, "next", 0), Amount: coin}}}
			all := func(chain.Hash) bool { return true }
			s.Mined(at, btc, &chain.Block{At: at, Transactions: []*chain.Transaction{theft, layer}}, all)
			Expect(s.close().Net()).To(BeEquivalentTo(2_010_000))
		})

		It("leaves the venue's own payments alone", func() {
			set := setup()
			set.VenueAddresses = []chain.Address{wallet}
			s = newStage(set)
			pay := &chain.Transaction{From: wallet, Outputs: []chain.Output{{To: loot, Amount: coin}}}
			s.Mined(at, btc, &chain.Block{At: at, Transactions: []*chain.Transaction{pay}}, func(chain.Hash) bool { return false })
			Expect(s.close().Net()).To(BeZero())
		})
	})

	It("does not take back in the last day what was left until then", func() {
		early := s.withdraw(at, sim.Attacker, 1, 100_000, sim.Attempt{})
		late := s.withdraw(at, sim.Attacker, 1, 200_000, sim.Attempt{})
		s.reject(end-24*hour, early)
		s.reject(end-24*hour+1, late)
		Expect(s.close().Net()).To(BeEquivalentTo(200_000))
	})

	It("says when he was first seen, last took something for good, and was first stopped after that", func() {
		s.refused(at, sim.Attacker, 1, mx.ReadAccount, reject.None, sim.Attempt{})
		s.withdraw(at+1*hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		undone := s.withdraw(at+2*hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		s.refused(at+3*hour, sim.Attacker, 1, mx.RequestWithdrawal, reject.HaltWithdrawals, sim.Attempt{})
		s.reject(at+4*hour, undone)
		Expect(s.close().Thief).To(Equal(score.Thief{
			FirstSeen: at, LastMove: at + hour, Answered: at + 3*hour, Commands: 4, Refused: 2, Stopped: 1,
		}))
	})
})

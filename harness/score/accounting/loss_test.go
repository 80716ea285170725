package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("What the thief took", func() {
	const at = Start + 16*Hour
	var s *Stage
	BeforeEach(func() { s = NewStage(Setup()) })

	It("is nothing while only honest people trade and withdraw", func() {
		s.Trade(at, Customer(5), 5, 6, market.Buy, Coin, 3_000_000, 0)
		s.Withdraw(at, Customer(5), 5, 800_000, Wish(1, sim.IntentWithdrawal, at, 800_000))
		Expect(s.Tally().Net()).To(BeZero())
	})

	It("counts a withdrawal from a victim when it is asked for, even if it is never sent", func() {
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		Expect(s.Tally().Net()).To(BeEquivalentTo(500_000))
	})

	It("gives back what is rejected, and what the owner himself cancels", func() {
		first := s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		second := s.Withdraw(at, sim.Attacker, 2, 300_000, sim.Attempt{})
		s.Reject(at+Hour, first)
		s.Tell(at+Hour, Customer(2), CommandOf(Customer(2), 2, mx.CancelWithdrawal), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.WithdrawalRejected, Withdrawal: second})
		t := s.Tally()
		Expect(t.Taken).To(BeEquivalentTo(800_000))
		Expect(t.Recovered).To(BeEquivalentTo(800_000))
		Expect(t.Net()).To(BeZero())
	})

	It("counts what a sale below the reference price costs the victim, fee included, and no gain of the buyer's", func() {
		// One bitcoin worth 1,000,000 for 970,000 less 0.2 % fee.
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 970_000, 0)
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000 - 970_000 + 1_940))
	})

	It("adds up conversion and withdrawal to what the account held before", func() {
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 970_000, 0)
		s.Withdraw(at+1, sim.Attacker, 1, 970_000-1_940, sim.Attempt{})
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("lets a lucky sale pay for what is taken from the same account afterwards", func() {
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 1_100_000, 0) // 97,800 above the reference, after the fee
		Expect(s.Tally().Net()).To(BeZero(), "luck alone is no loss")
		s.Withdraw(at+1, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("does not let a lucky sale pay for what was taken before, or from others", func() {
		s.Withdraw(at, sim.Attacker, 2, 500_000, sim.Attempt{})
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.Trade(at+1, sim.Attacker, 1, 5, market.Sell, Coin, 1_100_000, 0)
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("gives luck back with the withdrawal that had used it up", func() {
		s.Trade(at, sim.Attacker, 1, 5, market.Sell, Coin, 1_100_000, 0)
		id := s.Withdraw(at+1, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.Reject(at+2, id)
		Expect(s.Tally().Net()).To(BeZero())
		s.Withdraw(at+3, sim.Attacker, 1, 1_097_800, sim.Attempt{})
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000))
	})

	It("follows an order that the thief leaves in the book until an honest customer meets it", func() {
		order := s.Rest(at, sim.Attacker, 1)
		// The victim's resting sale is filled by a customer who buys at 900,000.
		s.Trade(at+Hour, Customer(5), 5, 1, market.Buy, Coin, 900_000, order)
		Expect(s.Tally().Net()).To(BeEquivalentTo(1_000_000 - 900_000 + 900))
	})

	Context("when the thief trades from an account of his own", func() {
		It("counts what honest people on the other side lose", func() {
			order := s.Rest(at, sim.Attacker, ThiefAccount)
			// A customer pays 3,000,000 for a bitcoin worth 1,000,000, and 0.2 % of it as fee.
			s.Trade(at+1, Customer(5), 5, ThiefAccount, market.Buy, Coin, 3_000_000, order)
			Expect(s.Tally().Net()).To(BeEquivalentTo(2_000_000 + 2_000))
		})

		It("counts a victim's loss to him once", func() {
			order := s.Rest(at, sim.Attacker, ThiefAccount)
			s.Trade(at+1, sim.Attacker, 1, ThiefAccount, market.Buy, Coin, 3_000_000, order)
			Expect(s.Tally().Net()).To(BeEquivalentTo(2_000_000 + 2_000))
		})

		It("takes no notice of his own money", func() {
			set := Setup()
			set.Holdings = []mx.Balance{{Account: ThiefAccount, Asset: BTC, Amount: 5 * Coin}}
			s = NewStage(set)
			s.Withdraw(at, sim.Attacker, ThiefAccount, 5_000_000, sim.Attempt{})
			Expect(s.Tally().Net()).To(BeZero())
		})

		It("takes back what lies in an account that stays frozen, up to what he took", func() {
			order := s.Rest(at, sim.Attacker, ThiefAccount)
			s.Trade(at+1, sim.Attacker, 1, ThiefAccount, market.Buy, Coin, 3_000_000, order)
			s.Freeze(at+2, ThiefAccount)
			t := s.Tally()
			// The 2,997,000 that lie there are more than what he took: he gave a
			// bitcoin of his own for them.
			Expect(t.Taken).To(BeEquivalentTo(2_002_000))
			Expect(t.Recovered).To(BeEquivalentTo(2_002_000))
			s.Thaw(at+Hour, ThiefAccount)
			Expect(s.Tally().Recovered).To(BeZero(), "released again")
		})
	})

	Context("on a chain", func() {
		wallet, takings := chain.ExternalAddress(7, "hot", 0), chain.ExternalAddress(7, "loot", 0)

		It("counts what a stolen key sends away, miner's fee included, and no later move of it", func() {
			set := Setup()
			set.VenueAddresses = []chain.Address{wallet}
			s = NewStage(set)
			theft := &chain.Transaction{From: wallet, Fee: Coin / 100, Outputs: []chain.Output{
				{To: takings, Amount: 2 * Coin}, {To: wallet, Amount: Coin},
			}}
			layer := &chain.Transaction{From: takings, Outputs: []chain.Output{{To: chain.ExternalAddress(7, "next", 0), Amount: Coin}}}
			all := func(chain.Hash) bool { return true }
			s.Mined(at, BTC, &chain.Block{At: at, Transactions: []*chain.Transaction{theft, layer}}, all)
			Expect(s.Tally().Net()).To(BeEquivalentTo(2_010_000))
		})

		It("leaves the venue's own payments alone", func() {
			set := Setup()
			set.VenueAddresses = []chain.Address{wallet}
			s = NewStage(set)
			pay := &chain.Transaction{From: wallet, Outputs: []chain.Output{{To: takings, Amount: Coin}}}
			s.Mined(at, BTC, &chain.Block{At: at, Transactions: []*chain.Transaction{pay}}, func(chain.Hash) bool { return false })
			Expect(s.Tally().Net()).To(BeZero())
		})
	})

	It("does not take back in the last day what was left until then", func() {
		early := s.Withdraw(at, sim.Attacker, 1, 100_000, sim.Attempt{})
		late := s.Withdraw(at, sim.Attacker, 1, 200_000, sim.Attempt{})
		s.Reject(End-24*Hour, early)
		s.Reject(End-24*Hour+1, late)
		Expect(s.Tally().Net()).To(BeEquivalentTo(200_000))
	})

	It("says when he was first seen, last took something for good, and was first stopped after that", func() {
		s.Refuse(at, sim.Attacker, 1, mx.ReadAccount, reject.None, sim.Attempt{})
		s.Withdraw(at+1*Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		undone := s.Withdraw(at+2*Hour, sim.Attacker, 1, 100_000, sim.Attempt{})
		s.Refuse(at+3*Hour, sim.Attacker, 1, mx.RequestWithdrawal, reject.HaltWithdrawals, sim.Attempt{})
		s.Reject(at+4*Hour, undone)
		Expect(s.Tally().Thief).To(Equal(score.Thief{
			FirstSeen: at, LastMove: at + Hour, Answered: at + 3*Hour, Commands: 4, Refused: 2, Stopped: 1,
		}))
	})
})

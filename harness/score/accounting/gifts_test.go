package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("What the house gives away", func() {
	const at = Start + 16*Hour
	var s *Stage
	BeforeEach(func() { s = NewStage(Setup()) })
	pay := func(at int64, account uint32, asset uint16, amount, value int64) {
		s.Operate(at, mx.Command{Kind: mx.Compensate, Account: account, Asset: asset, Amount: amount},
			mx.Event{Type: mx.Compensated, Account: account, Asset: asset, Amount: amount, Value: value})
	}
	given := func() int64 { return s.Tally().Given }

	It("is nothing while it pays people what was stolen from them, in parts, in advance, or in another asset", func() {
		pay(at-Hour, 1, JPY, 100_000, 100_000)
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		pay(at+Hour, 1, JPY, 150_000, 150_000)
		pay(at+Day, 1, BTC, Coin/4, 250_000)
		Expect(given()).To(BeZero())
		Expect(s.Tally().Net()).To(BeEquivalentTo(500_000), "and lowers no loss")
	})

	It("is what somebody gets beyond that", func() {
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		pay(at+Hour, 1, JPY, 500_000, 500_000)
		pay(at+2*Hour, 1, JPY, 70_000, 70_000)
		Expect(given()).To(BeEquivalentTo(70_000))
		Expect(s.Tally().Net()).To(BeEquivalentTo(570_000))
	})

	It("is all that somebody gets who lost nothing, or who is the thief", func() {
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		pay(at+Hour, 5, JPY, 300_000, 300_000)
		pay(at+Hour, ThiefAccount, JPY, 200_000, 200_000)
		Expect(given()).To(BeEquivalentTo(500_000))
	})

	It("is what was paid for something that came back", func() {
		id := s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		pay(at+Minute, 1, JPY, 500_000, 500_000)
		s.Reject(at+Hour, id)
		Expect(given()).To(BeEquivalentTo(500_000))
	})

	It("is what it pays back of fees, with whatever command that comes", func() {
		s.Operate(at, mx.Command{Kind: mx.RebateFees, Asset: BTC, Amount: 700_000, Until: at + Hour})
		s.Tell(at+Hour, Customer(5), CommandOf(Customer(5), 5, mx.ReadAccount), sim.Attempt{}, mx.Result{},
			mx.Event{Type: mx.Compensated, Op: mx.RebateFees, Account: 6, Asset: BTC, Amount: 7, Value: 70_000})
		Expect(given()).To(BeEquivalentTo(70_000))
	})

	It("is told while the run lasts", func() {
		pay(at, 5, JPY, 300_000, 300_000)
		loss, _ := s.Interim(at + Hour)
		Expect(loss).To(BeEquivalentTo(300_000))
	})

	It("leaves what was taken from the house's wallets to be paid to whom it belonged", func() {
		robWallet(s, at, 2*Coin)
		pay(at+Hour, 5, JPY, 1_500_000, 1_500_000)
		Expect(given()).To(BeZero())
		pay(at+Hour, 6, JPY, 1_000_000, 1_000_000)
		Expect(given()).To(BeEquivalentTo(500_000))
	})
})

// robWallet lets a thief with the hot wallet's key send coins to himself.
func robWallet(s *Stage, at, amount int64) {
	wallet := chain.ExternalAddress(7, "hot", 0)
	s.VenueAddress(Start, BTC, wallet)
	theft := &chain.Transaction{From: wallet, Outputs: []chain.Output{{To: chain.ExternalAddress(7, "loot", 0), Amount: amount}}}
	s.Mined(at, BTC, &chain.Block{At: at, Transactions: []*chain.Transaction{theft}}, func(chain.Hash) bool { return true })
}

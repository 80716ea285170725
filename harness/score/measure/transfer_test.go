package measure_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// A hot wallet is emptied in three transactions, the last long after the
// others, and the loot is moved on in two.
var _ = Describe("A theft by key", func() {
	const first = Start + 2*Minute
	wallet, takings := chain.ExternalAddress(1, "hot", 0), chain.ExternalAddress(1, "loot", 0)
	other := func(n uint32) chain.Address { return chain.ExternalAddress(1, "other", n) }

	play := func(facts ...score.Fact) *score.Tally {
		set := Setup()
		set.Facts, set.VenueAddresses = facts, []chain.Address{wallet}
		s := NewStage(set)
		send := func(at, mined int64, from, to chain.Address, hundredths, fee int64) {
			t := &chain.Transaction{From: from, Nonce: uint64(at), Outputs: []chain.Output{{To: to, Amount: hundredths * Coin / 100}}, Fee: fee}
			s.Sent(at, BTC, t)
			s.Mined(mined, BTC, &chain.Block{At: mined, Transactions: []*chain.Transaction{t}}, func(chain.Hash) bool { return true })
		}
		never := &chain.Transaction{From: wallet, Outputs: []chain.Output{{To: takings, Amount: Coin}}}
		s.Sent(first-1, BTC, never)
		send(first+50, first+Minute, wallet, takings, 100, 5)
		send(first+8*Minute+1, first+9*Minute, wallet, takings, 9805, 5)
		send(first+9*Minute, first+10*Minute, wallet, takings, 95, 5)
		send(first+Hour, first+Hour+Minute, takings, other(1), 4000, 5)
		send(first+2*Hour, first+2*Hour+Minute, takings, other(2), 4000, 5)
		send(first+2*Hour+1, first+2*Hour+Minute, takings, other(2), 500, 5)
		s.Alert(&defence.Alert{At: first + 3*Hour, Wallets: []string{"BTC"}})
		s.Operate(first+4*Hour, mx.Command{Kind: mx.HaltDeposits, Asset: BTC})
		s.Operate(first+5*Hour, mx.Command{Kind: mx.HaltMarket, Market: BTCJPY},
			mx.Event{Type: mx.MarketState, Market: BTCJPY, Control: reject.HaltMarket})
		s.Operate(first+6*Hour, mx.Command{Kind: mx.HaltWithdrawals, Asset: BTC})
		return s.Tally()
	}
	measured := func(name, asset string, asOf int64) score.Measured {
		return play(score.Fact{Measure: name, Asset: asset, AsOf: asOf}).Facts[0]
	}

	DescribeTable("is measured", func(name, asset string, asOf, value int64) {
		Expect(measured(name, asset, asOf)).To(And(HaveField("Known", true), HaveField("Value", value)))
	},
		Entry("by its transactions", "transfers_by_attacker", "", End, int64(3)),
		Entry("only those that are in blocks by then", "transfers_by_attacker", "BTC", first+9*Minute-1, int64(1)),
		Entry("for each asset", "transfers_by_attacker", "JPY", End, int64(0)),
		Entry("in coins, without the miner's fee", "coins_stolen", "BTC", End, int64(100*Coin)),
		Entry("by the share of the first minutes, whole ones", "percent_stolen_in_8_minutes", "BTC", End, int64(99_0500)),
		Entry("by the share of as many minutes as its name says", "percent_stolen_in_9_minutes", "BTC", End, int64(100_0000)),
		Entry("by when each was sent", "transfer_1_at", "BTC", End, first+50),
		Entry("by when each was sent", "transfer_3_at", "BTC", End, first+9*Minute),
		Entry("by what each took", "transfer_2_coins", "BTC", End, int64(9805*Coin/100)),
		Entry("by where the loot went on to", "addresses_moved_to", "BTC", End, int64(2)),
		Entry("by how often", "moves_by_attacker", "BTC", End, int64(3)),
		Entry("by who noticed when", "first_alert_at", "", End, first+3*Hour),
		Entry("by what was stopped when", "asset_deposits_halted_at", "BTC", End, first+4*Hour),
		Entry("by what was stopped when", "asset_trading_halted_at", "BTC", End, first+5*Hour),
		Entry("by what was stopped when", "asset_withdrawals_halted_at", "BTC", End, first+6*Hour),
	)

	DescribeTable("is held to the record as precisely as that is written", func(expected string, lo, hi int64, decimals int, holds bool, measured string) {
		fact := score.Fact{Name: "second", Measure: "transfer_2_coins", Asset: "BTC", AsOf: End, Text: expected, Lo: lo, Hi: hi, Decimals: uint8(decimals), Unit: "BTC"}
		r, err := score.Compose(score.Runs{Defended: play(fact), Undefended: Undefended(), ClosedDay: ClosedDay(1)},
			score.Meta{Defence: score.DefenceRef{Name: "none"}, Variation: "record", Facts: []score.Fact{fact}})
		Expect(err).NotTo(HaveOccurred())
		Expect(*r.Facts[0].Holds).To(Equal(holds))
		Expect(*r.Facts[0].Measured).To(Equal(measured))
	},
		Entry("a whole coin", "98 BTC", int64(98), int64(98), 0, true, "98 BTC"),
		Entry("a tenth", "98.1 BTC", int64(981), int64(981), 1, true, "98.1 BTC"),
		Entry("a tenth", "98.0 BTC", int64(980), int64(980), 1, false, "98.1 BTC"),
		Entry("a hundredth, of which a half is rounded up", "98.05 BTC", int64(9805), int64(9805), 2, true, "98.05 BTC"),
		Entry("a thousandth", "98.050 BTC", int64(98_050), int64(98_050), 3, true, "98.050 BTC"),
		Entry("more than the coin has", "98.050000000 BTC", int64(98_050_000_000), int64(98_050_000_000), 9, true, "98.050000000 BTC"),
		Entry("a range", "98 BTC", int64(9750), int64(9804), 2, false, "98.05 BTC"),
	)

	It("is not known where nothing was seen, or in coins of no asset", func() {
		Expect(measured("transfer_4_at", "BTC", End).Known).To(BeFalse())
		for _, none := range []string{"transfer_0_at", "transfer_01_at", "transfer_-1_at", "transfer_N_at", "transfer__at", "transfer_1000001_at"} {
			Expect(measured(none, "BTC", End).Known).To(BeFalse(), none)
		}
		Expect(measured("coins_stolen", "", End).Known).To(BeFalse())
		Expect(measured("asset_deposits_halted_at", "JPY", End).Known).To(BeFalse())
		Expect(measured("percent_stolen_in_8_minutes", "BTC", first).Known).To(BeFalse())
	})

	It("is visible from when the network sees that he spends the venue's coins", func() {
		t := play()
		Expect(t.Thief.FirstSeen).To(Equal(first - 1))
		Expect(t.Thief.LastMove).To(Equal(first + 10*Minute))
		Expect(t.Alerts[0].True).To(BeTrue())
		Expect(t.Net()).To(BeEquivalentTo(100*1_000_000), "what was moved on is not lost again")
	})
})

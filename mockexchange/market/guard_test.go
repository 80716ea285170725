package market_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
)

const minute = int64(60_000_000_000)

// guarded is a book of whole numbers that opened at 100.
func guarded(p market.Policy) *market.Book {
	b := market.NewBook(whole)
	b.Guard(p, 100)
	return b
}

var _ = Describe("A band of prices", func() {
	policy := market.Policy{PriceBand: market.PriceBand{Over: minute, BidUp: 1_200_000, BidDown: 200_000, AskUp: 5_000_000, AskDown: 800_000}}

	DescribeTable("is measured from the opening price, then by what was traded lately", func(transcript string) {
		play(guarded(policy), transcript)
	},
		Entry("bids and asks have bounds of their own, which are in the band", `
			buy 5 @ 120  -> 5 rests
			buy 5 @ 121  -> outside_band
			buy 5 @ 20   -> 5 rests
			buy 5 @ 19   -> outside_band
			cancel 1     -> 5 left, releases 600
			sell 5 @ 500 -> 5 rests
			sell 5 @ 501 -> outside_band
			sell 5 @ 80  -> 5 rests
			sell 5 @ 79  -> outside_band
		`),
		Entry("bait is refused, and so is the honest order that is early for its price", `
			sell 11 @ 9600 -> outside_band
			buy 5 @ 15     -> outside_band
		`),
		Entry("a thief gets there all the same, a window at a time", `
			sell 1 @ 500          -> 1 rests
			account 2: buy 1      -> 1 @ 500 with 1
			sell 1 @ 2500         -> 1 rests
			account 2: buy 1      -> 1 @ 2500 with 3
			sell 1 @ 7501         -> outside_band
			wait 120              ->
			sell 1 @ 12500        -> 1 rests
		`),
		Entry("larger trades weigh more", `
			sell 1 @ 100 -> 1 rests
			sell 9 @ 120 -> 9 rests
			buy 10       -> 1 @ 100 with 1, 9 @ 120 with 2
			buy 1 @ 141  -> 1 rests
			buy 1 @ 142  -> outside_band
		`),
	)

	It("goes by the last price where it has no window", func() {
		p := policy
		p.PriceBand.Over = 0
		play(guarded(p), `
			sell 1 @ 110 -> 1 rests
			sell 9 @ 100 -> 9 rests
			buy 10       -> 9 @ 100 with 2, 1 @ 110 with 1
			buy 1 @ 132  -> 1 rests
			buy 1 @ 133  -> outside_band
		`)
	})
})

var _ = Describe("A range of execution", func() {
	policy := market.Policy{PriceRange: market.PriceRange{Over: minute, Most: 300_000}}

	DescribeTable("ends orders where they leave it", func(transcript string) { play(guarded(policy), transcript) },
		Entry("a market order sweeps no thin book up to the bait", `
			sell 1 @ 110          -> 1 rests
			sell 1 @ 130          -> 1 rests
			sell 11 @ 9600        -> 11 rests
			account 2: buy 10     -> 1 @ 110 with 1, 1 @ 130 with 2, 8 expires, price_range_execution
			account 2: buy 10     -> outside_range
			account 2: buy for 99 -> outside_range
		`),
		Entry("nor does a limit order, and what is left of it does not wait for more", `
			sell 1 @ 110                -> 1 rests
			sell 11 @ 9600              -> 11 rests
			account 2: buy 3 @ 9600     -> 1 @ 110 with 1, 2 expires, releases 28690, price_range_execution
			account 2: buy 3 @ 9600     -> outside_range
			account 2: buy 3 @ 9600 fok -> outside_range
			book                        -> none | 11 @ 9600 (1)
		`),
		Entry("nobody bids for more than he may pay, or asks for less than he may get", `
			buy 1 @ 130 -> 1 rests
			buy 1 @ 131 -> outside_range
			cancel 1    -> 1 left, releases 130
			sell 1 @ 69 -> outside_range
			sell 1 @ 70 -> 1 rests
			sell 1 @ 700 -> 1 rests
			buy 1 @ 7   -> 1 rests
		`),
		Entry("a thief's bids below the market take nothing of a victim's", `
			buy 9 @ 3          -> 9 rests
			account 2: sell 9  -> outside_range
			account 2: sell 9 @ 2 -> outside_range
		`),
		Entry("filled whole or not at all is not at all", `
			sell 1 @ 130 -> 1 rests
			sell 1 @ 131 -> 1 rests
			account 2: buy 2 @ 131 fok -> 2 expires, releases 262, price_range_execution
			account 2: buy 1 @ 130 fok -> 1 @ 130 with 1
		`),
		Entry("an honest order that is large for its book is cut short, too", `
			sell 1 @ 100      -> 1 rests
			sell 5 @ 135      -> 5 rests
			account 2: buy 6  -> 1 @ 100 with 1, 5 expires, price_range_execution
		`),
	)
})

var _ = Describe("Self-trade prevention", func() {
	policy := market.Policy{SelfTradePrevention: true}

	DescribeTable("ends an order that meets one of its own account", func(transcript string) { play(guarded(policy), transcript) },
		Entry("at once or later", `
			account 2: sell 1 @ 100 -> 1 rests
			sell 1 @ 101            -> 1 rests
			account 3: sell 5 @ 102 -> 5 rests
			buy 5                   -> 1 @ 100 with 1, 4 expires, self_trade_prevention
			buy 5                   -> own_order
			buy 5 @ 102             -> own_order
			buy 5 @ 101 maker       -> would_match
		`),
		Entry("filled whole or not at all is not at all", `
			account 2: sell 1 @ 100 -> 1 rests
			account 2: sell 1 @ 101 -> 1 rests
			sell 1 @ 101            -> 1 rests
			buy 3 @ 102 fok         -> 3 expires, releases 306, self_trade_prevention
			buy 1 @ 102 fok         -> 1 @ 100 with 1, releases 2
		`),
		Entry("and does nothing about a thief, whose victim is somebody else", `
			account 9: sell 11 @ 9600 -> 11 rests
			account 1: buy 11 @ 9600  -> 11 @ 9600 with 1
		`),
	)
})

var _ = Describe("A circuit breaker", func() {
	policy := market.Policy{CircuitBreaker: market.CircuitBreaker{
		Over: 10 * minute, Move: 200_000, For: 5 * minute, Memory: 60 * minute, Widen: 100_000, Widest: 500_000,
	}}

	DescribeTable("stops the market before a trade that is too far off", func(transcript string) { play(guarded(policy), transcript) },
		Entry("collects orders, and lets them trade at one price", `
			sell 2 @ 110              -> 2 rests
			sell 3 @ 125              -> 3 rests
			account 2: buy 4 @ 130    -> 2 @ 110 with 1, 2 rests, releases 40, circuit_breaker
			account 3: buy 1          -> market_halted
			account 3: buy 1 @ 90 ioc -> market_halted
			account 3: buy 1 @ 90 maker -> market_halted
			account 3: buy 1 @ 127    -> 1 rests
			account 4: sell 9 @ 128   -> 9 rests
			cancel 8                  -> 9 left, releases 9
			book                      -> 2 @ 130 (1), 1 @ 127 (1) | 3 @ 125 (1)
			uncross                   -> 3 buys 2 @ 125 with 2, releases 10, 7 buys 1 @ 125 with 2, releases 2
			book                      -> none | none
			last                      -> 125
		`),
		Entry("takes the price at which the most is traded", `
			sell 1 @ 121            -> 1 rests
			account 2: buy 1        -> 1 expires, circuit_breaker
			account 2: buy 5 @ 130  -> 5 rests
			account 3: buy 5 @ 124  -> 5 rests
			account 4: sell 7 @ 122 -> 7 rests
			account 5: sell 9 @ 127 -> 9 rests
			uncross                 -> 3 buys 1 @ 122 with 1, releases 8, 5 sells 4 @ 122 with 3, releases 32, 5 sells 3 @ 122 with 4, releases 6
			book                    -> 2 @ 124 (1) | 9 @ 127 (1)
		`),
		Entry("goes no further than the next stop, and drops who insists on more", `
			sell 11 @ 9600           -> 11 rests
			account 2: buy 11 @ 9600 -> 11 rests, circuit_breaker
			account 3: sell 4 @ 120  -> 4 rests
			uncross                  -> 3 sells 4 @ 120 with 2, releases 37920, 2 drops 7 @ 9600
			book                     -> none | 11 @ 9600 (1)
		`),
		Entry("allows more after each stop, until it is forgotten", `
			sell 1 @ 125               -> 1 rests
			account 2: buy 1           -> 1 expires, circuit_breaker
			uncross                    ->
			account 2: buy 1           -> 1 @ 125 with 1
			sell 1 @ 90                -> 1 rests
			account 2: buy 1           -> 1 @ 90 with 4
			wait 4000                  ->
			sell 1 @ 109               -> 1 rests
			account 2: buy 1           -> 1 expires, circuit_breaker
		`),
		Entry("minds falls as well as rises, and resting orders that are far off", `
			buy 1 @ 79               -> 1 rests
			account 2: sell 1        -> 1 expires, releases 1, circuit_breaker
			uncross                  ->
			account 2: sell 1 @ 60   -> 1 @ 79 with 1
			account 2: sell 1 @ 60   -> 1 rests
			account 3: buy 1         -> 1 expires, circuit_breaker
		`),
		Entry("is not bothered by orders that are filled whole or not at all", `
			sell 1 @ 125                -> 1 rests
			account 2: buy 1 @ 125 fok  -> 1 expires, releases 125, circuit_breaker
			account 2: buy 1 @ 110      -> 1 rests
		`),
		Entry("follows a market that takes its time", `
			sell 1 @ 120     -> 1 rests
			account 2: buy 1 -> 1 @ 120 with 1
			sell 1 @ 140     -> 1 rests
			wait 660         ->
			account 2: buy 1 -> 1 @ 140 with 3
		`),
	)

	It("keeps what it collected while the market is halted", func() {
		b := guarded(policy)
		play(b, `
			sell 3 @ 125           -> 3 rests
			account 2: buy 3 @ 125 -> 3 rests, circuit_breaker
			halted                 -> halted
			book                   -> 3 @ 125 (1) | 3 @ 125 (1)
			cancel_only            -> cancel_only
			uncross                -> 2 buys 3 @ 125 with 1
		`)
	})
})

var _ = Describe("A watch for far trades", func() {
	It("says who gained by one", func() {
		b := guarded(market.Policy{AnomalyFreeze: market.AnomalyFreeze{Over: 10 * minute, Move: 200_000}})
		play(b, `
			sell 1 @ 120     -> 1 rests
			sell 1 @ 121     -> 1 rests
			account 2: buy 2 -> 1 @ 120 with 1, 1 @ 121 with 2
		`)
		Expect([]market.Side{b.AnomalyGainer(120), b.AnomalyGainer(121), b.AnomalyGainer(80), b.AnomalyGainer(79)}).
			To(Equal([]market.Side{market.SideNone, market.Sell, market.SideNone, market.Buy}))
		Expect(market.NewBook(whole).AnomalyGainer(1)).To(Equal(market.SideNone))
	})
})

var _ = Describe("A policy", func() {
	It("of nothing leaves a book alone", func() {
		b := market.NewBook(whole)
		b.Guard(market.Policy{}, 100)
		play(b, `
			sell 1 @ 9600 -> 1 rests
			buy 1         -> 1 @ 9600 with 1
			uncross       ->
		`)
	})

	It("knows no distance from a price that it does not know", func() {
		b := market.NewBook(whole)
		b.Guard(market.Policy{
			PriceBand: market.PriceBand{BidUp: 1_100_000}, PriceRange: market.PriceRange{Most: 100_000}, CircuitBreaker: market.CircuitBreaker{Move: 100_000},
		}, 0)
		play(b, `
			sell 1 @ 9600 -> 1 rests
			buy 1 @ 9600  -> 1 @ 9600 with 1
			buy 1 @ 11000 -> outside_band
		`)
	})

	DescribeTable("is impossible", func(p market.Policy, message string) {
		Expect(p.Validate()).To(MatchError(market.ErrPolicy))
		Expect(strings.TrimPrefix(p.Validate().Error(), "no possible policy: ")).To(Equal(message))
	},
		Entry("below zero", market.Policy{PriceBand: market.PriceBand{AskUp: -1}}, "asks up -1, expected 0 to 1000000000"),
		Entry("beyond all measure", market.Policy{PriceRange: market.PriceRange{Most: 1_000_000_001}}, "range 1000000001, expected 0 to 1000000000"),
		Entry("longer than a century", market.Policy{AnomalyFreeze: market.AnomalyFreeze{Over: 1 << 62}},
			"freeze over 4611686018427387904, expected 0 to 3153600000000000000"),
	)
})

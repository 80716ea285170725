package score_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("The tariff", func() {
	usd := money.Unit{Code: "USD", Decimals: 2}

	It("documents itself, with a reason for every price", func() {
		Expect(score.DefaultTariff(1000).Markdown(money.Unit{Code: "JPY"})).To(Equal(strings.TrimLeft(`
| harm | price | why |
|---|---|---|
| `+"`withdrawal_late`"+` | 0.05 % of its value an hour, at most 2 %; still open at the end: at least 24 h | Money that cannot be moved misses its use: a price elsewhere, a bill. After 40 hours it hurts as much as a refusal. |
| `+"`withdrawal_refused`"+` | 2 % of its value | About what a customer loses who must sell, pay the fees and a spread, and buy back somewhere else. |
| `+"`deposit_late`"+` | 0.05 % of its value an hour, at most 2 %; still open at the end: at least 24 h | The same money, on its way in: it was sent to be used here and now. |
| `+"`order_refused`"+` | 0.5 % of its value | A trader who cannot act pays the move of the market in the meantime; half a per cent is a calm hour of 2018. |
| `+"`order_cancelled`"+` | 0.5 % of its value | A resting order that is taken away loses its place in the queue and its price. |
| `+"`fill_reversed`"+` | 0.5 % of its value | A customer who thought he had traded has not; the change in the fill's value is charged beside it. |
| `+"`key_disabled`"+` | 2,000 JPY | An hour of somebody's evening: make a new key, bring it to every program that used the old one. |
| `+"`account_frozen`"+` | 500 JPY an hour; still open at the end: at least 24 h | Locked out and asking support why. One that is never released is somebody's lost day at the least. |

Tariff version 1. Delays up to 10 minutes cost nothing. Every item is rounded up to the smallest unit of JPY.
`, "\n")))
	})

	It("names its kinds as scenario files do", func() {
		for k := range score.Kind(score.Kinds) {
			found, ok := score.ParseKind(k.String())
			Expect(ok).To(BeTrue())
			Expect(found).To(Equal(k))
		}
		_, ok := score.ParseKind("boredom")
		Expect(ok).To(BeFalse())
	})

	It("charges the worst there is where a value leaves 64 bits", func() {
		Expect(score.Rate{Share: 2_000_000}.Price(1<<63-1, 0)).To(BeEquivalentTo(int64(1<<63 - 1)))
	})

	Describe("of a scenario", func() {
		scenario := func(code string, decimals int64, rows ...scenarios.Row[scenarios.TariffRow]) *scenarios.Scenario {
			sc := &scenarios.Scenario{Currency: scenarios.Name{Text: code}, Tariff: rows}
			sc.ID.Text, sc.Version = "a-drill", 3
			sc.Venues = []scenarios.Venue{{Assets: []scenarios.Asset{{
				Code: scenarios.Name{Text: code}, Decimals: scenarios.Number{Value: decimals},
			}}}}
			return sc
		}
		flat := func(kind, text, asset string) scenarios.Row[scenarios.TariffRow] {
			return scenarios.Row[scenarios.TariffRow]{Key: scenarios.Name{Text: kind}, Value: scenarios.TariffRow{
				Flat: &scenarios.Amount{Text: text, Asset: scenarios.Name{Text: asset}},
			}}
		}

		It("is the default one where it says nothing", func() {
			Expect(score.TariffOf(scenario("JPY", 0))).To(Equal(score.DefaultTariff(1000)))
			Expect(score.TariffOf(scenario("JPY", 2))).To(Equal(score.DefaultTariff(100_000)))
		})

		It("replaces the rows that it names, and says so in its version", func() {
			t, err := score.TariffOf(scenario("JPY", 0, flat("key_disabled", "500", "JPY")))
			Expect(err).NotTo(HaveOccurred())
			Expect(t.Version).To(Equal("1+a-drill.3"))
			Expect(t.Rates[score.KeyDisabled]).To(Equal(score.Rate{Flat: 500}))
			Expect(t.Rates[score.AccountFrozen]).To(Equal(score.DefaultTariff(1000).Rates[score.AccountFrozen]))
		})

		It("has to say what 2,000 yen are where the currency is another", func() {
			_, err := score.TariffOf(scenario("USD", 2, flat("account_frozen", "4", "USD")))
			Expect(err).To(MatchError(ContainSubstring("the tariff has no row key_disabled in USD, expected one because it says what 2,000 yen are worth")))
			follows, err := score.TariffOf(scenario("USD", 2, flat("key_disabled", "18.50", "USD")))
			Expect(err).NotTo(HaveOccurred())
			Expect(follows.Rates[score.AccountFrozen].Flat).To(BeEquivalentTo(462), "500 yen")
			t, err := score.TariffOf(scenario("USD", 2, flat("key_disabled", "18.50", "USD"), flat("account_frozen", "4", "USD")))
			Expect(err).NotTo(HaveOccurred())
			Expect(t.Rates[score.KeyDisabled].Flat).To(BeEquivalentTo(1850))
			Expect(t.Markdown(usd)).To(ContainSubstring("| `key_disabled` | 18.5 USD |"))
		})

		It("refuses rows and sums that make no sense", func() {
			_, err := score.TariffOf(scenario("JPY", 0, flat("boredom", "1", "JPY")))
			Expect(err).To(MatchError(ContainSubstring(`unknown harm "boredom", expected one of withdrawal_late, `)))
			_, err = score.TariffOf(scenario("JPY", 0, flat("key_disabled", "1.5", "JPY")))
			Expect(err).To(MatchError(ContainSubstring("price 1.5 JPY, expected an amount of JPY with at most 0 decimals")))
		})
	})
})

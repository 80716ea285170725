package impact_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("The tariff", func() {
	It("names its kinds as scenario files do", func() {
		for k := range impact.Kind(impact.Kinds) {
			found, ok := impact.ParseKind(k.String())
			Expect(ok).To(BeTrue())
			Expect(found).To(Equal(k))
		}
		_, ok := impact.ParseKind("boredom")
		Expect(ok).To(BeFalse())
	})

	It("charges the worst there is where a value leaves 64 bits", func() {
		Expect(impact.Rate{Share: 2_000_000}.Price(1<<63-1, 0)).To(BeEquivalentTo(int64(1<<63 - 1)))
	})

	It("has a digest that every price changes, and the version", func() {
		seen := map[string]bool{}
		for k := range impact.Kinds {
			for _, change := range []func(*impact.Rate){
				func(*impact.Rate) {}, func(r *impact.Rate) { r.Share++ }, func(r *impact.Rate) { r.Flat++ },
				func(r *impact.Rate) { r.Cap++ }, func(r *impact.Rate) { r.PerHour = !r.PerHour },
			} {
				t := impact.DefaultTariff(1000)
				change(&t.Rates[k])
				seen[t.Digest()] = true
			}
		}
		Expect(seen).To(HaveLen(1 + 4*int(impact.Kinds)))
		other, same := impact.DefaultTariff(1000), impact.DefaultTariff(1000)
		other.Version += "x"
		Expect(seen).NotTo(HaveKey(other.Digest()))
		Expect(seen).To(HaveKey(same.Digest()))
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
			Expect(impact.TariffOf(scenario("JPY", 0))).To(Equal(impact.DefaultTariff(1000)))
			Expect(impact.TariffOf(scenario("JPY", 2))).To(Equal(impact.DefaultTariff(100_000)))
		})

		It("replaces the rows that it names, and says so in its version", func() {
			t, err := impact.TariffOf(scenario("JPY", 0, flat("key_disabled", "500", "JPY")))
			Expect(err).NotTo(HaveOccurred())
			Expect(t.Version).To(Equal(impact.TariffVersion + "+a-drill.3"))
			Expect(t.Rates[impact.KeyDisabled]).To(Equal(impact.Rate{Flat: 500}))
			Expect(t.Rates[impact.AccountFrozen]).To(Equal(impact.DefaultTariff(1000).Rates[impact.AccountFrozen]))
		})

		It("has to say what 2,000 yen are where the currency is another", func() {
			_, err := impact.TariffOf(scenario("USD", 2, flat("account_frozen", "4", "USD")))
			Expect(err).To(MatchError(ContainSubstring("the tariff has no row key_disabled in USD, expected one because it says what 2,000 yen are worth")))
			follows, err := impact.TariffOf(scenario("USD", 2, flat("key_disabled", "18.50", "USD")))
			Expect(err).NotTo(HaveOccurred())
			Expect(follows.Rates[impact.AccountFrozen].Flat).To(BeEquivalentTo(462), "500 yen")
			t, err := impact.TariffOf(scenario("USD", 2, flat("key_disabled", "18.50", "USD"), flat("account_frozen", "4", "USD")))
			Expect(err).NotTo(HaveOccurred())
			Expect(t.Rates[impact.KeyDisabled].Flat).To(BeEquivalentTo(1850))
		})

		It("refuses rows and sums that make no sense", func() {
			_, err := impact.TariffOf(scenario("JPY", 0, flat("boredom", "1", "JPY")))
			Expect(err).To(MatchError(ContainSubstring(`unknown harm "boredom", expected one of withdrawal_late, `)))
			_, err = impact.TariffOf(scenario("JPY", 0, flat("key_disabled", "1.5", "JPY")))
			Expect(err).To(MatchError(ContainSubstring("price 1.5 JPY, expected an amount of JPY with at most 0 decimals")))
		})
	})
})

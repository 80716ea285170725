package param_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Amounts of yen", func() {
	limit := func(sc *scenarios.Scenario, amount string) (control.Posture, error) {
		d, err := bundle.Load(defencetest.Bundle(map[string]string{
			"defence.yaml": defencetest.Head, "posture.yaml": "controls: {withdrawal_limit: {per_day: " + amount + "}}\n",
		}), sc)
		if err != nil {
			return nil, err
		}
		return d.Posture, nil
	}
	yens := func() *scenarios.Scenario {
		sc := defencetest.Scenario()
		sc.Currency.Text, sc.Tariff = "JPY", nil
		sc.Venues[0].Assets[0].Code.Text, sc.Venues[0].Assets[0].Decimals.Value = "JPY", 0
		return sc
	}

	DescribeTable("are taken at their worth in the scenario's currency", func(amount string, inEuro, inYen int64) {
		Expect(limit(defencetest.Scenario(), amount)).To(Equal(control.Posture{control.WithdrawalLimit{PerDay: inEuro}}))
		Expect(limit(yens(), amount)).To(Equal(control.Posture{control.WithdrawalLimit{PerDay: inYen}}))
	},
		Entry("as an equivalent", "500000 JPY-equivalent", int64(4_000_00), int64(500_000)),
		Entry("by their code", "1001 JPY", int64(8_00), int64(1_001)),
		Entry("without a unit it is the currency's", "5", int64(5_00), int64(5)),
	)

	It("may name the scenario's own currency, and no other", func() {
		Expect(limit(defencetest.Scenario(), "12.5 EUR")).To(Equal(control.Posture{control.WithdrawalLimit{PerDay: 12_50}}))
		_, err := limit(defencetest.Scenario(), "12.5 USD")
		Expect(defencetest.Told(err)).To(Equal(`BUNDLE/posture.yaml:1:40: per_day is "12.5 USD", expected a decimal amount of the reference currency above 0, such as 500000`))
	})

	It("have no worth where the scenario does not say what 2,000 yen are", func() {
		sc := defencetest.Scenario()
		sc.Tariff = nil
		_, err := limit(sc, "500000 JPY-equivalent")
		Expect(defencetest.Told(err)).To(ContainSubstring(`per_day is "500000 JPY-equivalent"`))
		_, err = param.YenOf(sc)
		Expect(err).To(MatchError(ContainSubstring("the tariff has no row key_disabled in EUR")))
		sc.Tariff = scenarios.Table[scenarios.TariffRow]{{
			Key: scenarios.Name{Text: "key_disabled"}, Value: scenarios.TariffRow{Flat: &scenarios.Amount{Text: "0.001", Asset: sc.Currency}},
		}}
		_, err = param.YenOf(sc)
		Expect(err).To(MatchError(ContainSubstring("expected an amount of EUR above 0 with at most 2 decimals")))
	})
})

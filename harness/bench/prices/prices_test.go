package prices_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/prices"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/speclimit"
	"github.com/exdrill/exdrill/mockexchange/money"
)

func TestPrices(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Prices", speclimit.Each())
}

var _ = Describe("The table of prices", func() {
	It("has a range and a reason for every kind of harm, around what the tariff says", func() {
		for k, r := range impact.Ranges() {
			Expect(r.Low).To(And(BeNumerically(">", 0), BeNumerically("<", money.Whole)), impact.Kind(k).String())
			Expect(r.High).To(BeNumerically(">", money.Whole), impact.Kind(k).String())
			Expect(r.Why).NotTo(BeEmpty(), impact.Kind(k).String())
		}
	})

	It("says them in words", func() {
		all := prices.All()
		Expect(len(all)).To(BeNumerically(">=", impact.Kinds))
		Expect(all[impact.WithdrawalLate]).To(And(
			HaveField("Name", "withdrawal_late"), HaveField("Low", "0.01 % an hour, at most 0.4 %"),
			HaveField("Stated", "0.05 % an hour, at most 2 %"), HaveField("High", "0.2 % an hour, at most 8 %")))
		Expect(all[impact.KeyDisabled]).To(And(HaveField("Low", "¥500"), HaveField("Stated", "¥2000"), HaveField("High", "¥6000")))
		Expect(all[impact.AccountFrozen].Stated).To(Equal("¥500 an hour"))
		Expect(all).To(ContainElement(And(HaveField("Name", "by_hand_after"), HaveField("Low", "10m"), HaveField("High", "2h"), HaveField("Rerun", true))))
		Expect(all).To(ContainElement(And(
			HaveField("Name", "machine_fails"), HaveField("About", "custody"), HaveField("Low", "60d"), HaveField("Stated", "20d"), HaveField("High", "168h"),
		)))
		Expect(all).To(ContainElement(And(HaveField("Name", "cold_quorum"), HaveField("Low", "2"), HaveField("High", "4"))))
		Expect(all).To(ContainElement(And(HaveField("Name", "on_call"), HaveField("Stated", "¥400 an hour"))))
		names := make(map[string]bool)
		for _, p := range all {
			Expect(names).NotTo(HaveKey(p.Name))
			names[p.Name] = true
			Expect([]string{p.About, p.Low, p.Stated, p.High, p.Why}).NotTo(ContainElement(BeEmpty()), p.Name)
		}
	})
})

package campaign_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

// transcript writes a log for people.
func transcript(log []campaign.LogEntry) string {
	var b strings.Builder
	for _, d := range log {
		clock := time.Unix(0, d.At).UTC().Format("15:04:05.000")
		if d.Skipped {
			fmt.Fprintf(&b, "%s  %-11s left out: %s\n", clock, d.Step, d.Result)
			continue
		}
		mark := ""
		if d.Counterfactual {
			mark = "  (counterfactual)"
		}
		fmt.Fprintf(&b, "%s  %-11s %-13s %s -> %s%s\n", clock, d.Step, d.Source, d.Asked, d.Result, mark)
	}
	return b.String()
}

var _ = Describe("a small campaign, told in full", func() {
	// Three keys: one that lives and has everything, with an order in the book
	// and a coin that only goes over a bridge; one that its owner deleted; one
	// that may not withdraw any more when the thief comes back to it.
	It("goes exactly as recorded", func() {
		shop := attackertest.NewZaif()
		victim := shop.Open("key-0",
			attacker.Balance{Asset: "JPY", Free: 400_000, Locked: 150_000},
			attacker.Balance{Asset: "XEM", Free: 2_000 * attackertest.XEM})
		victim.Orders = []attacker.OpenOrder{{
			Market: "BTCJPY", ID: 77, Buy: true, Price: 1_500_000, Remaining: attackertest.BTC / 10,
		}}
		shop.Open("key-1").Dead = true
		late := shop.Open("key-2", btc(attackertest.BTC/2))

		c := plan(3)
		c.Steps = append(c.Steps, unit(0, 0, 4, 2)...)
		c.Steps = append(c.Steps, unit(1, 2, 1, 1)...)
		c.Steps = append(c.Steps, on(2, step("look-2", "present_key", 3, technique.Params{})))
		for _, s := range unit(2, 60, 1, 1) {
			s.Source, s.Counterfactual = 1, true
			if s.Technique != "present_key" {
				s.When = append([]campaign.Condition{campaign.CanWithdraw}, s.When...)
			}
			c.Steps = append(c.Steps, s)
		}
		b := agentOf(c)
		play(b, shop, at(30))
		late.Rights.Withdraw = false
		play(b, shop, forever)

		got := transcript(b.Log())
		const file = "testdata/small.txt"
		if *rewrite {
			Expect(os.WriteFile(file, []byte(got), 0o644)).To(Succeed())
		}
		want, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(got).To(Equal(string(want)))
	})
})

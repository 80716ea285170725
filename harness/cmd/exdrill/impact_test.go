package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
)

// charged adds up rows of harm by kind, in the order of kinds that results have.
func charged(like []score.HarmItem, rows ...[]score.HarmItem) []score.HarmItem {
	sums := make([]score.HarmItem, len(like))
	for i := range like {
		sums[i].Kind = like[i].Kind
		for _, list := range rows {
			for _, item := range list {
				if item.Kind == like[i].Kind {
					sums[i].Count += item.Count
					sums[i].Value += item.Value
					sums[i].Price += item.Price
				}
			}
		}
	}
	return sums
}

// blame is what stood in the way at one venue, with what it did.
type blame struct {
	Venue, Control string
	Items          []score.HarmItem
}

var _ = Describe("Who stood in an honest customer's way", func() {
	agree := func(scenario, guard, scale string) (blames []blame, harm score.Harm) {
		GinkgoHelper()
		folder := filepath.Join(GinkgoT().TempDir(), "run")
		var x explained
		Expect(json.Unmarshal([]byte(fine("run", scenario, "--defence", guard, "--scale", scale, "--explain", "--format", "json", "--out", folder)), &x)).To(Succeed())
		text, err := os.ReadFile(filepath.Join(folder, timeline.File))
		Expect(err).NotTo(HaveOccurred())
		lived, err := timeline.Parse(text)
		Expect(err).NotTo(HaveOccurred())
		page, err := os.ReadFile(filepath.Join(folder, "report.html"))
		Expect(err).NotTo(HaveOccurred())

		var told, drawn []blame
		var toldRows, drawnRows [][]score.HarmItem
		times := 0
		for _, o := range x.Explanation.Obstacles {
			told, toldRows = append(told, blame{o.Venue, o.Control, o.Items}), append(toldRows, o.Items)
			times += o.Times
		}
		cases := 0
		for _, o := range lived.Obstacles {
			drawn, drawnRows = append(drawn, blame{o.Venue, o.Control, o.Items}), append(drawnRows, o.Items)
			for _, p := range o.Counts {
				o.Total -= p.Value
				cases += int(p.Value)
			}
			Expect(o.Total).To(BeZero(), "the columns of %s are all that there is", o.Control)
			for _, item := range o.Items {
				row := "<td>" + strings.Join(append(strings.Fields(o.Venue), strings.ReplaceAll(o.Control, "_", " ")), " · ") + `</td><td data-l="Item">`
				Expect(string(page)).To(ContainSubstring(row), "%s: %s", o.Control, item.Kind)
			}
		}
		Expect(drawn).To(Equal(told))
		Expect(charged(x.Harm.Items, toldRows...)).To(Equal(x.Harm.Items))
		Expect(charged(x.Harm.Items, drawnRows...)).To(Equal(x.Harm.Items))
		count := 0
		for _, item := range x.Harm.Items {
			count += int(item.Count)
		}
		Expect([]int{times, cases}).To(Equal([]int{count, count}))
		return told, x.Harm
	}

	DescribeTable("is told alike by the bill, the explanation and the page, to the unit",
		func(scenario, guard, scale string, expected ...string) {
			blames, harm := agree(scenario, guard, scale)
			var controls []string
			for _, b := range blames {
				controls = append(controls, b.Control)
			}
			Expect(controls).To(ContainElements(expected))
			Expect(harm.Total == 0).To(Equal(len(blames) == 0))
		},
		Entry("actions of the record", "binance-sys-2018-07", "history", "0.05", "revoke_keys", "halt_market", "cancel_only", "halt_withdrawals", "halt_deposits"),
		Entry("a posture under attack", zaif, "guardrails", "0.03", "multisig", "price_band", "automatic_sweep"),
		Entry("a control by itself, of programs whose owners never asked for the right", zaif, "none[posture.withdrawal_opt_in={}]", "0.02", "withdrawal_opt_in"),
		Entry("rules and their playbook", zaif, "sentinel", "0.03"),
		Entry("a posture on a day without an attack", "payday", "both", "0.02"),
		Entry("an honest squeeze, halted", "honest-squeeze-2022-12", "halt-everything", "0.02", "halt_market"),
		Entry("a migration, at random", "hot-wallet-migration", "random", "0.02"),
		Entry("nobody", "quiet-week", "none", "0.02"),
	)

	It("is told apart by venue", func() {
		blames, _ := agree(twoVenues(), "halt-everything", "0.02")
		Expect(blames).To(ContainElements(HaveField("Venue", "zaif"), HaveField("Venue", "minato")))
	})
})

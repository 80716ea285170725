package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// twoVenues writes the shipped scenario with a second venue, which moves a hot
// wallet, and with accounts of the thief's own, under an id of its own. It returns
// the folder.
func twoVenues() string {
	GinkgoHelper()
	sc, err := scenarios.Load(zaif)
	Expect(err).NotTo(HaveOccurred())
	const own = "zaif-and-minato"
	folder := filepath.Join(GinkgoT().TempDir(), own)
	for _, f := range sc.Files {
		text := string(f.Data)
		if f.Name == "scenario.yaml" {
			whole, err := os.ReadFile("../../../scenarios/testdata/whole.yaml") // the same, and it extends nothing
			Expect(err).NotTo(HaveOccurred())
			text = strings.Replace(slow(doubled(string(whole))), "\nid: light\n", "\nid: "+own+"\n", 1)
		}
		put(folder, f.Name, text)
	}
	return folder
}

func doubled(src string) string {
	GinkgoHelper()
	before, rest, ok := strings.Cut(src, "venues:\n")
	Expect(ok).To(BeTrue())
	venue, after, ok := strings.Cut(rest, "\n# 20,000 customers")
	Expect(ok).To(BeTrue())
	src = before + "venues:\n" + strings.Replace(venue, "  - name: zaif\n", "  - name: zaif\n    share: 60 %\n", 1) +
		strings.Replace(venue, "  - name: zaif\n", "  - name: minato\n    share: 40 %\n    migrations:\n"+
			"      - {asset: BTC, at: 2018-01-08T12:00:00+09:00, announced: 2018-01-08T09:00:00+09:00}\n", 1) +
		"\n# 20,000 customers" + after
	for _, class := range []string{"sold_and_sent", "sent", "sold"} {
		at := "    - name: " + class + " #"
		Expect(src).To(ContainSubstring(at))
		src = strings.Replace(src, at, "    - venue: zaif\n      name: "+class+" #", 1)
	}
	return strings.Replace(src, "  complaints:\n", "  own:\n    - name: bait\n      from: synthetic\n      venue: minato\n      accounts: 31\n"+
		"      opened: {first: 2017-06-01+09:00, last: 2017-09-30+09:00}\n      holdings: {MONA: 31000 MONA}\n      withdraw: true\n  complaints:\n", 1)
}

var _ = Describe("A scenario of several venues", Ordered, func() {
	var folder string
	BeforeAll(func() { folder = twoVenues() })

	It("is shown with its venues, their plans and the thief's own accounts", func() {
		for _, language := range []string{"en", "ja"} {
			page := fine("show", folder, "--lang", language)
			fitsThePage(page)
			Expect(page).To(MatchRegexp(`\n zaif +60 % +JPY, BTC, MONA,.* BTC/JPY,(?s:.*?)\n minato +40 % `))
			Expect(page).To(MatchRegexp(`\n bait +minato +31 +2017-06-01 - 2017-09-30 +31,000 MONA\n`))
			Expect(page).To(MatchRegexp(`\n 2018-01-08 09:00  minato `))
			Expect(page).To(MatchRegexp(`\n 2018-01-08 12:00  minato `))
		}
	})

	It("is run as one, and keeps a run that says which venue is which", func() {
		runs := filepath.Join(GinkgoT().TempDir(), "one")
		var r score.Result
		text := fine("run", folder, "--scale", "0.02", "--defence", "history", "--format", "json", "--out", runs)
		Expect(json.Unmarshal([]byte(text), &r)).To(Succeed())
		Expect(r.Loss.Undefended).To(BeNumerically(">", 0))
		Expect(r.Reproduce).To(HavePrefix("exdrill run " + folder))

		total := 0
		for _, venue := range []string{"zaif", "minato"} {
			asked := []string{"--type", "withdrawal_requested", "--where", "venue=" + venue, "--limit", "0", "--format", "json"}
			ofFolder := exdrill(append([]string{"events", runs}, asked...)...)
			live := exdrill(append([]string{"events", folder, "--scale", "0.02", "--defence", "history"}, asked...)...)
			Expect(ofFolder.code).To(Equal(exitFine))
			Expect(ofFolder.out).To(Equal(live.out))
			lines := strings.Split(strings.TrimSpace(ofFolder.out), "\n")
			for _, l := range lines {
				Expect(l).To(HavePrefix(`{"venue":"` + venue + `",`))
			}
			Expect(len(lines)).To(BeNumerically(">", 50))
			total += len(lines)
		}
		all := exdrill("events", runs, "--type", "withdrawal_requested", "--limit", "0")
		Expect(strings.Count(all.out, "\n")).To(Equal(total))
		Expect(all.out).To(ContainSubstring(" venue=minato "))
	})

	It("moves the wallet as it was planned, and pays out on", func() {
		s := exdrill("events", folder, "--scale", "0.02", "--type", "wallet_moved", "--limit", "0")
		Expect(s.out).To(MatchRegexp(`2018-01-08 12:00:00\.000 .* venue=minato op=migrate_wallet .*asset=BTC`))
		s = exdrill("events", folder, "--scale", "0.02", "--where", "op=approve_migration", "--limit", "0")
		Expect(s.out).To(MatchRegexp(`^2018-01-08 09:00:00\.000 .* venue=minato op=approve_migration .*asset=BTC .*\n$`))
		s = exdrill("events", folder, "--scale", "0.02", "--type", "withdrawal_confirmed", "--where", "venue=minato", "--where", "asset=BTC",
			"--around", "2018-01-08 18:00", "--within", "5h")
		Expect(s.out).NotTo(BeEmpty())
	})
})

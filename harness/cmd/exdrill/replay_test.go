package main

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("exdrill replay", Ordered, func() {
	const coincheck = "coincheck-nem-2018-01"
	var folder string
	BeforeAll(func() {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		fine("run", coincheck, "--scale", "0.01", "--defence", "history", "--out", folder)
	})

	It("prints how things stand at a time: the thief and the defence side by side", func() {
		page := fine("replay", folder, "--at", "2018-01-26 12:30")
		fitsThePage(page)
		for _, part := range []string{
			"history, seed 1, scale 0.01\n2018-01-26 12:30:00 UTC+09:00  ",
			"\nlost 57,893,001,166 JPY, without a defence 57,893,001,166\n", "XEM* 9,994,557 + 0", // of the house's 10,000,000, and what customers moved since
			"THE THIEF ", "| THE DEFENCE\n", "sign_with_stolen_key: send 800000 XEM to ",
			"\n26 11:25:00                                            | ALERT Staff see that hardly any XEM is\n",
		} {
			Expect(page).To(ContainSubstring(part))
		}
		Expect(page).NotTo(ContainSubstring("13:18"), "what comes later is not told")
		Expect(page).NotTo(ContainSubstring("\x1b"))
		Expect(fine("replay", folder, "--at", "00:00")).To(ContainSubstring("\nlost 0 JPY"))
	})

	It("prints a span, a picture for every moment", func() {
		page := fine("replay", folder, "--from", "2018-01-26 00:00", "--to", "2018-01-26 00:05")
		Expect(strings.Count(page, "Coincheck, January 2018")).To(Equal(6))
		Expect(page).To(ContainSubstring("send 10 XEM to"))
		s := exdrill("replay", folder, "--from", "2018-01-24 00:01", "--to", "2018-01-24 00:02")
		Expect(s.code).To(Equal(exitInput), "before the run")
		s = exdrill("replay", folder, "--from", "2018-01-25 00:01", "--to", "2018-01-25 00:02")
		Expect(s).To(Equal(said{exitFine, "", "nothing happened in that time\n"}))
	})

	It("goes on to the epilogue, which says that it is one", func() {
		page := fine("replay", folder, "--at", "2018-03-12 12:00")
		fitsThePage(page)
		Expect(page).To(ContainSubstring("epilogue: the run ended at 2018-01-31 00:00:00; the exchange still did this"))
		Expect(page).To(MatchRegexp(`\n03-12 12:00 +\| compensate JPY, \d+ changed \(\d+ times\n`))
		Expect(page).To(ContainSubstring("57,893,001,166 JPY, without a defence 57,893,001,166\n"), "figures stay those of the end")
		Expect(fine("replay", folder, "--at", "2018-01-31 00:00")).NotTo(ContainSubstring("epilogue"))
		Expect(fine("replay", folder, "--from", "2018-01-31 00:00")).To(ContainSubstring("2018-03-12 12:00:00"))
		s := exdrill("replay", folder, "--at", "2018-03-13 00:00")
		Expect(s.errors).To(ContainSubstring("expected a time from 2018-01-25 00:00:00 to 2018-03-12 12:00:00"))
	})

	It("takes a time of day to be that of the night in which something was lost", func() {
		Expect(fine("replay", folder, "--at", "00:10")).To(ContainSubstring("2018-01-26 00:10:00"))
		Expect(fine("replay", folder, "--at", "23:50")).To(ContainSubstring("2018-01-25 23:50:00"))
	})

	DescribeTable("refuses", func(says string, flags ...string) {
		s := exdrill(append([]string{"replay", folder}, flags...)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(says))
	},
		Entry("to step where nobody watches", "nobody watches here, expected --at TIME"),
		Entry("a time that is none", `--at "noon", expected a time such as 21:14`, "--at", "noon"),
		Entry("a time before the run", "is not within the run, expected a time from 2018-01-25 00:00:00", "--at", "2017-01-01 10:00"),
		Entry("an end before the beginning", "expected a later time", "--from", "2018-01-26 10:00", "--to", "2018-01-26 09:00"),
		Entry("both kinds of times", "exclude each other", "--at", "10:00", "--to", "11:00"),
	)

	It("refuses what is no run folder", func() {
		s := exdrill("replay", GinkgoT().TempDir())
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("no manifest.json there"))
		Expect(os.Remove(filepath.Join(folder, "timeline.json"))).To(Succeed())
		s = exdrill("replay", folder)
		Expect(s.errors).To(ContainSubstring("timeline.json: no such file, expected the folder of a run"))
	})
})

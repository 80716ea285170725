package main

import (
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("exdrill show", func() {
	variant := func(seed int, more ...string) string {
		GinkgoHelper()
		return fine(append([]string{"show", coincheck, "--variation", "perturbed", "--seed", strconv.Itoa(seed)}, more...)...)
	}

	It("tells what a seed redraws a scenario into, and nothing of the record's figures", func() {
		page := variant(3)
		fitsThePage(page)
		Expect(page).To(And(ContainSubstring("A variant (seed 3)"), ContainSubstring("\nVenues\n"), ContainSubstring("\nTimeline (Asia/Tokyo)\n"), HaveSuffix(", seed 3\n")))
		Expect(page).NotTo(Or(ContainSubstring("2018-01-26"), ContainSubstring("XEM/JPY"), ContainSubstring("Sources")))
		Expect(variant(3)).To(Equal(page))
		Expect(variant(4)).NotTo(Equal(page))
		saltFolder()
		s := exdrill("show", coincheck, "--variation", "perturbed", "--seed", "3", "--salt", spoken, "--lang", "ja")
		Expect(s.code).To(Equal(exitFine), s.errors)
		Expect(s.out).To(And(ContainSubstring("変奏版（seed 3, salt sha256:"), Not(ContainSubstring(spoken))))
	})

	It("says so where nobody attacks", func() {
		calm := 0
		for seed := range 40 {
			page := variant(seed)
			if strings.Contains(page, "In this one nobody attacks.") {
				calm++
				Expect(page).NotTo(ContainSubstring("  attacker  "))
				continue
			}
			Expect(page).To(ContainSubstring("  attacker  "))
		}
		Expect(calm).To(BeNumerically(">", 0))
	})

	It("redraws nothing that was not asked for", func() {
		Expect(fine("show", coincheck, "--variation", "record")).To(Equal(fine("show", coincheck)))
		Expect(exdrill("show", coincheck, "--seed", "3").errors).To(ContainSubstring("expected --variation perturbed beside them"))
		Expect(exdrill("show", coincheck, "--brief", "--variation", "perturbed").errors).To(ContainSubstring("no variant has a brief of its own"))
	})
})

package main

import (
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/bill"
)

var _ = Describe("The rates of a yearly bill", func() {
	It("are written once, and are those that ship", func() {
		folder := GinkgoT().TempDir()
		name := filepath.Join(folder, "venue.yaml")
		Expect(fine("new", "rates", name)).To(ContainSubstring("venue.yaml"))
		Expect(os.ReadFile(name)).To(BeEquivalentTo(bill.DefaultText))
		again := exdrill("new", "rates", name)
		Expect(again.code).To(Equal(exitInput))
		Expect(again.errors).To(ContainSubstring("is there already"))
	})

	It("are read before anything is run, as are the defences to separate", func() {
		store := filepath.Join(GinkgoT().TempDir(), "runs.db")
		for flag, wrong := range map[string][2]string{
			"--rates":    {"no-such.yaml", "no-such.yaml"},
			"--separate": {"none", `--separate "none", expected two of none, history`},
		} {
			s := exdrill("bench", flag, wrong[0], "--defences", "none,history", "--seeds", "1", "--store", store)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(wrong[1]))
			Expect(store).NotTo(BeAnExistingFile())
		}
	})
})

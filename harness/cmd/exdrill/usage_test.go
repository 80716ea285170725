package main

import (
	"context"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("The command line", func() {
	It("helps in every way that people ask for it", func() {
		Expect(fine("help", "run")).To(Equal(fine("run", "--help")))
		Expect(fine("help", "new", "suite")).To(Equal(fine("new", "suite", "--help")))
		Expect(fine("help")).To(Equal(fine("--help")))
	})

	It("completes commands and flags in shells", func() {
		for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
			Expect(fine("completion", shell)).To(ContainSubstring("exdrill"), shell)
		}
		Expect(exdrill("__complete", "ru").out).To(HavePrefix("run\t"))
		Expect(exdrill("__complete", "bench", "--sep").out).To(HavePrefix("--separate\t"))
	})

	It("says once what an interrupted benchmark leaves", func() {
		ctx, stop := context.WithCancel(context.Background())
		stop()
		file := filepath.Join(GinkgoT().TempDir(), "runs.db")
		s := exdrillIn(ctx, "bench", "--scenarios", "payday", "--defences", "none", "--seeds", "1", "--scale", "0.01", "--store", file)
		Expect(s).To(Equal(said{exitLab, "", "interrupted; nothing was left behind but " + file + ", which keeps what is done; the same command goes on from there\n"}))
	})
})

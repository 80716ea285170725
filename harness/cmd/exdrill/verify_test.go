package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/verify"
)

// tiny keeps a light run in a new folder.
func tiny(guard string) string {
	GinkgoHelper()
	folder := filepath.Join(GinkgoT().TempDir(), "one")
	fine("run", light(zaif), "--scale", "0.01", "--defence", guard, "--out", folder)
	return folder
}

// filesBelow lists the files of a folder.
func filesBelow(folder string) (list []string) {
	GinkgoHelper()
	Expect(fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		return err
	})).To(Succeed())
	return list
}

// edit changes a file of a run folder, and forges its hash in the manifest.
func edit(folder, name, old, now string) {
	GinkgoHelper()
	path := filepath.Join(folder, name)
	text, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	changed := strings.Replace(string(text), old, now, 1)
	Expect(changed).NotTo(Equal(string(text)))
	Expect(os.WriteFile(path, []byte(changed), 0o644)).To(Succeed())
	was, is := sha256.Sum256(text), sha256.Sum256([]byte(changed))
	manifest := filepath.Join(folder, "manifest.json")
	list, err := os.ReadFile(manifest)
	Expect(err).NotTo(HaveOccurred())
	forged := strings.Replace(string(list), hex.EncodeToString(was[:]), hex.EncodeToString(is[:]), 1)
	Expect(os.WriteFile(manifest, []byte(forged), 0o644)).To(Succeed())
}

var _ = Describe("exdrill verify", func() {
	It("needs nothing but the folder of a run whose defence extended others, and reads nothing else", func() {
		work := GinkgoT().TempDir()
		put(work, "common/defence.yaml", "name: common\nversion: \"1\"\ndescription: a hold\n")
		put(work, "common/posture.yaml", "controls: {first_seen_hold: {for: 6h}}\n")
		put(work, "ours/defence.yaml", "name: ours\nversion: \"1\"\ndescription: a hold, and keys that cannot withdraw\nextends: [../common]\n")
		put(work, "ours/posture.yaml", "controls: {withdrawal_opt_in: {}}\n")
		folder := tiny(filepath.Join(work, "ours"))
		Expect(os.RemoveAll(filepath.Join(work, "common"))).To(Succeed())
		Expect(fine("verify", folder)).To(HavePrefix(folder + ": fine\n"))

		alerts := put(work, "alerts.ndjson", "")
		fine("score", folder, "--alerts", alerts)
		edit(folder, "defence/defence.yaml", "name: ours", "extends: guardrails\nname: ours")
		for _, words := range [][]string{{"verify", folder}, {"score", folder, "--alerts", alerts}} {
			s := exdrill(words...)
			Expect(s.code).NotTo(Equal(exitFine))
			Expect(s.errors).To(ContainSubstring("defence/defence.yaml:1:1: a bundle that was kept extends another, expected all of its files in its own folder"))
		}
	})

	It("makes a kept run again and finds it the same, wherever it lies", func() {
		folder := tiny("history")
		page := fine("verify", folder)
		Expect(page).To(HavePrefix(folder + ": fine\n"))
		Expect(page).To(MatchRegexp(`\d{5,} commands, \d{5,} events and 1 alert as in the run made again\n  log [0-9a-f]{64}, score -?\d`))
		moved := filepath.Join(GinkgoT().TempDir(), "moved")
		Expect(os.Rename(folder, moved)).To(Succeed())
		Expect(fine("verify", moved, "--format", "json")).To(ContainSubstring(`"faults": []`))
	})

	It("finds a changed figure behind a forged manifest, and names it", func() {
		folder := tiny("guardrails")
		edit(folder, "result.json", `"recovered": "`, `"recovered": "1`)
		s := exdrill("verify", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.errors).To(BeEmpty())
		Expect(s.out).To(And(HavePrefix(folder+": not what exdrill left there, "),
			MatchRegexp(`\n  result\.json: loss\.recovered is "1\d*", expected "\d+"\n`), MatchRegexp(`\n  report\.html:\d+: it does not say`)))
	})

	It("names the version to install for a folder of another one", func() {
		folder := tiny("none")
		edit(folder, "result.json", `"engine": "`+engine(), `"engine": "v9.9.9`)
		manifest := filepath.Join(folder, "manifest.json")
		text, err := os.ReadFile(manifest)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(manifest, []byte(strings.Replace(string(text), `"engine": "`+engine(), `"engine": "v9.9.9`, 1)), 0o644)).To(Succeed())
		s := exdrill("verify", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("go install github.com/exdrill/exdrill/harness/cmd/exdrill@v9.9.9"))
	})

	It("finds every single byte that was changed", func() {
		changes := 100
		if os.Getenv("EXDRILL_SOAK") != "" {
			changes = 1000
		}
		folder := tiny("guardrails")
		all := filesBelow(folder)
		draw := rand.New(rand.NewPCG(1, 2))
		for range changes {
			name := all[draw.IntN(len(all))]
			path := filepath.Join(folder, filepath.FromSlash(name))
			text, err := os.ReadFile(path)
			Expect(err).NotTo(HaveOccurred())
			if len(text) == 0 {
				continue
			}
			at, by := draw.IntN(len(text)), byte(1+draw.IntN(255))
			changed := slices.Clone(text)
			changed[at] ^= by
			Expect(os.WriteFile(path, changed, 0o644)).To(Succeed())
			faults, err := verify.Files(folder)
			Expect(err).NotTo(HaveOccurred())
			Expect(faults).NotTo(BeEmpty(), "%s, byte %d changed by %d", name, at, by)
			Expect(os.WriteFile(path, text, 0o644)).To(Succeed())
		}
		Expect(verify.Files(folder)).To(BeEmpty())
	})

	It("refuses what is no run folder", func() {
		s := exdrill("verify", GinkgoT().TempDir())
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("no manifest.json there"))
	})
})

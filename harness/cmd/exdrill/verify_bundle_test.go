package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// unsign takes the signature out of a bundle.
func unsign(file string) {
	GinkgoHelper()
	rezip(file, "bundle.json.sig", func([]byte) []byte { return nil }, false)
}

// rezip writes a zip file anew with one of its files changed, and the hash in
// its list forged if there is a need.
func rezip(file, name string, change func([]byte) []byte, forge bool) {
	GinkgoHelper()
	z, err := zip.OpenReader(file)
	Expect(err).NotTo(HaveOccurred())
	defer z.Close()
	all := make(map[string][]byte)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		Expect(err).NotTo(HaveOccurred())
		all[f.Name], err = io.ReadAll(r)
		Expect(err).NotTo(HaveOccurred())
	}
	old := sha256.Sum256(all[name])
	all[name] = change(all[name])
	if now := sha256.Sum256(all[name]); forge {
		all["bundle.json"] = bytes.Replace(all["bundle.json"], []byte(hex.EncodeToString(old[:])), []byte(hex.EncodeToString(now[:])), 1)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for n, text := range all {
		if text == nil {
			continue // taken out
		}
		f, err := w.Create(n)
		Expect(err).NotTo(HaveOccurred())
		_, err = f.Write(text)
		Expect(err).NotTo(HaveOccurred())
	}
	Expect(w.Close()).To(Succeed())
	Expect(os.WriteFile(file, out.Bytes(), 0o644)).To(Succeed())
}

var _ = Describe("exdrill bench --bundle", Ordered, func() {
	var whole []byte
	var folder, paper string
	BeforeAll(func() {
		folder = GinkgoT().TempDir()
		mine := put(folder, "mine/posture.yaml", "controls:\n  first_seen_hold: {for: 2h}\n")
		put(folder, "mine/defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
		paper = filepath.Join(folder, "paper.zip")
		fine("bench", "--scenarios", coincheck+",payday", "--defences", "none,"+filepath.Dir(mine)+"[posture.first_seen_hold.for=3h]", "--seeds", "1",
			"--adaptation", "0,1", "--scale", "0.005", "--store", filepath.Join(folder, "runs.db"), "--bundle", paper)
		var err error
		whole, err = os.ReadFile(paper)
		Expect(err).NotTo(HaveOccurred())
	})
	BeforeEach(func() { Expect(os.WriteFile(paper, whole, 0o644)).To(Succeed()) })

	It("packs runs, inputs and the command, so that anybody can make a sample again", func() {
		page := fine("verify", paper, "--draw", "7")
		Expect(page).To(HavePrefix(paper + ": fine\n  8 runs, none missing and none added, made by: exdrill bench --adaptation=0,1 "))
		Expect(page).To(ContainSubstring("4 of them made again, of 4 pairs of a scenario and a defence, all with the same result (--draw 7 makes the same ones again)\n"))
		Expect(strings.Count(page, "\n    ")).To(Equal(4))
		Expect(fine("verify", paper, "--draw", "7")).To(Equal(page))
		Expect(fine("verify", paper, "--sample", "0")).To(And(ContainSubstring("8 of them made again"), ContainSubstring("chance of 0.0 %")))
	})

	It("is found out if a file was changed", func() {
		rezip(paper, "scenarios/payday/scenario.yaml", func(b []byte) []byte { return append(b, '\n') }, false)
		s := exdrill("verify", paper)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(ContainSubstring("scenarios/payday/scenario.yaml: its SHA-256 is "))
	})

	It("is found out if its inputs are not those of its runs, behind a forged list", func() {
		rezip(paper, "defences/mine/posture.yaml", func(b []byte) []byte { return append(b, "# more\n"...) }, true)
		s := exdrill("verify", paper, "--sample", "0")
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(ContainSubstring("against mine[posture.first_seen_hold.for=3h], seed 1: the command does not name it with a defence of the digest "))
	})

	It("names the version to install if another one wrote it", func() {
		rezip(paper, "bundle.json", func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"engine": "`+engine()+`"`), []byte(`"engine": "v9.9.9"`), 1)
		}, false)
		s := exdrill("verify", paper)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("go install github.com/exdrill/exdrill/harness/cmd/exdrill@v9.9.9"))
	})

	It("is refused if it is none", func() {
		for name, content := range map[string]string{"no.zip": "text", "empty.zip": "PK\x05\x06" + strings.Repeat("\x00", 18)} {
			s := exdrill("verify", put(folder, name, content))
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring("expected a file that `exdrill bench --bundle` wrote"))
		}
		out, err := os.Create(filepath.Join(folder, "evil.zip"))
		Expect(err).NotTo(HaveOccurred())
		w := zip.NewWriter(out)
		_, err = w.Create("../evil")
		Expect(err).NotTo(HaveOccurred())
		Expect(w.Close()).To(Succeed())
		Expect(out.Close()).To(Succeed())
		Expect(exdrill("verify", out.Name()).errors).To(ContainSubstring(`"../evil"`))
		Expect(filepath.Join(filepath.Dir(folder), "evil")).NotTo(BeAnExistingFile())
	})

	It("starts no program of somebody's own unless it is told to", func() {
		own := put(folder, "own/defence.yaml", "name: own\nversion: \"1\"\ndescription: a program\nprocess: [./never.sh]\n")
		put(folder, "own/never.sh", "#!/bin/sh\nread line; echo '{\"types\": [\"spend_unmatched\"]}'; while read line; do echo '{}'; done\n")
		Expect(os.Chmod(filepath.Join(folder, "own", "never.sh"), 0o755)).To(Succeed())
		runFolder := filepath.Join(folder, "kept")
		fine("run", coincheck, "--scale", "0.005", "--defence", filepath.Dir(own), "--out", runFolder)
		s := exdrill("verify", runFolder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(BeEmpty())
		Expect(s.out).To(And(HavePrefix(runFolder+": nothing wrong, but not all could be checked: the run was not made again\n"),
			MatchRegexp(`\n  \d+ files as manifest.json lists them\n`), ContainSubstring("\n  defence own: none that ships"),
			ContainSubstring("\n  not checked: all that the run brought forth: own is a program of somebody's own (process), which is not started here; --programs does so\n")))
		mixed := filepath.Join(folder, "mixed.zip")
		fine("bench", "--scenarios", coincheck, "--defences", "none,"+filepath.Dir(own), "--seeds", "1", "--scale", "0.005", "--store", filepath.Join(folder, "mixed.db"), "--bundle", mixed)
		s = exdrill("verify", mixed)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.out).To(And(HavePrefix(mixed+": nothing wrong, but not all could be checked: the runs of own were not made again\n  2 runs"), ContainSubstring("\n  1 of them made again"),
			ContainSubstring("\n  not checked: own: it is a program of somebody's own (process), which is not started here; --programs does so\n"),
			ContainSubstring("would have escaped with a chance of 100.0 %")))
		trusted := exdrill("verify", runFolder, "--programs")
		Expect(trusted.errors).To(BeEmpty())
		Expect(trusted.code).To(Equal(exitFine))
	})
})

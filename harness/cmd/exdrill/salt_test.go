package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/salts"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
)

// spoken are secrets that specs give themselves.
const spoken, another = "5ca1ab1e0ddba11f00dcafe5e1ec7ed1", "fee1deadc0ffee0123b01dface5ca1ed"

// saltFolder has the salts of a spec kept in a folder of its own.
func saltFolder() string {
	GinkgoHelper()
	folder := filepath.Join(GinkgoT().TempDir(), "salts")
	GinkgoT().Setenv(salts.FolderVariable, folder)
	return folder
}

// shapes are the ways in which a secret could stand somewhere: raw, in
// hexadecimal digits, as numbers, and in base64 from each of three offsets.
func shapes(digits string) [][]byte {
	GinkgoHelper()
	raw, err := hex.DecodeString(digits)
	Expect(err).NotTo(HaveOccurred())
	list := [][]byte{raw, []byte(digits), []byte(strings.ToUpper(digits)), []byte(hex.EncodeToString([]byte(digits)))}
	numbers, err := json.Marshal(ints(raw))
	Expect(err).NotTo(HaveOccurred())
	list = append(list, numbers[1:len(numbers)-1], bytes.ReplaceAll(numbers[1:len(numbers)-1], []byte(","), []byte(" ")))
	for _, text := range [][]byte{raw, []byte(digits)} {
		for offset := range 3 {
			for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				coded := coding.EncodeToString(append(make([]byte, offset), text...))
				list = append(list, []byte(coded[4:len(coded)-4]))
			}
		}
	}
	return list
}

func ints(raw []byte) (list []int) {
	for _, b := range raw {
		list = append(list, int(b))
	}
	return list
}

// holdsNone looks for a secret in every byte of a tree, unpacked too.
func holdsNone(tree, digits string) {
	GinkgoHelper()
	wanted, looked := shapes(digits), 0
	look := func(name string, content []byte) {
		for _, shape := range wanted {
			Expect(bytes.Contains(content, shape)).To(BeFalse(), "%s holds %q", name, shape)
		}
	}
	Expect(filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		looked++
		content, err := os.ReadFile(path)
		look(path, content)
		if z, bad := gzip.NewReader(bytes.NewReader(content)); bad == nil {
			content, err = io.ReadAll(z)
			look(path, content)
		}
		return err
	})).To(Succeed())
	Expect(looked).To(BeNumerically(">", 0))
}

// told is the commitment that a command printed, and the file that it keeps the
// salt in.
func told(text string) (commitment, place string) {
	GinkgoHelper()
	found := regexp.MustCompile(`^salt (sha256:[0-9a-f]{64})\n  is secret until "exdrill reveal", and kept in (.*)\n`).FindStringSubmatch(text)
	Expect(found).To(HaveLen(3), text)
	return found[1], found[2]
}

// secretIn are the digits in the file of a salt.
func secretIn(place string) string {
	GinkgoHelper()
	s, err := salts.Read(place)
	Expect(err).NotTo(HaveOccurred())
	return s.Reveal()
}

func contents(path string) string {
	GinkgoHelper()
	text, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

var _ = Describe("A secret salt", Label("embedded"), func() {
	var small []string
	BeforeEach(func() {
		small = []string{"run", light(zaif), "--scale", "0.01", "--variation", "perturbed", "--seed", "3"}
	})
	with := func(more ...string) []string { return append(append([]string{}, small...), more...) }
	result := func(args ...string) (r score.Result, aside string) {
		GinkgoHelper()
		s := exdrill(append(args, "--format", "json")...)
		Expect(s.code).To(Equal(exitFine), s.errors)
		Expect(json.Unmarshal([]byte(s.out), &r)).To(Succeed())
		return r, s.errors
	}

	It("is nowhere in the folder of a run until it is revealed, and makes it possible to verify it from then on", func() {
		folderOfSalts := saltFolder()
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		s := exdrill(with("--salt", "new", "--out", folder)...)
		Expect(s.code).To(Equal(exitFine))
		commitment, place := told(s.errors)
		Expect(filepath.Dir(place)).To(Equal(folderOfSalts))
		info, err := os.Stat(place)
		Expect(err).NotTo(HaveOccurred())
		Expect(info.Mode().Perm()).To(Equal(fs.FileMode(0o600)))
		secret := secretIn(place)
		Expect(secret).To(HaveLen(64))

		holdsNone(folder, secret)
		for _, text := range []string{s.out, s.errors} {
			Expect(text).NotTo(ContainSubstring(secret))
		}
		Expect(s.out).To(ContainSubstring("--salt " + commitment))
		before := contents(filepath.Join(folder, store.ManifestFile))
		r, err := store.RunFolder(folder).Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(r.SaltCommitment).To(Equal(commitment))

		waiting := exdrill("verify", folder)
		Expect(waiting.code).To(Equal(exitInput))
		Expect(waiting.out).To(HavePrefix(folder + ": waiting for the salt of the commitment " + commitment))
		asked := exdrill("verify", folder, "--format", "json")
		Expect(asked.code).To(Equal(exitInput))
		Expect(asked.out).To(ContainSubstring(`"waiting": "` + commitment + `"`))
		alerts := filepath.Join(folder, store.AlertsFile)
		graded := exdrill("score", folder, "--alerts", alerts)
		Expect(graded.code).To(Equal(exitInput))
		Expect(graded.errors).To(ContainSubstring("waiting for the salt of the commitment " + commitment))

		put(folder, "."+store.SaltFile+"-123", secret[:9]) // as if it had been killed once
		for range 2 {                                      // once more changes nothing
			Expect(fine("reveal", folder)).To(ContainSubstring("is revealed\n  " + secret + "\nnow: exdrill verify " + folder))
		}
		Expect(contents(filepath.Join(folder, store.SaltFile))).To(Equal(secret + "\n"))
		Expect(contents(filepath.Join(folder, store.ManifestFile))).To(Equal(before), "what was published of it stays true")
		Expect(fine("verify", folder)).To(And(HavePrefix(folder+": fine\n"), ContainSubstring("\n  with the salt of the commitment "+commitment+"\n")))
		Expect(exdrill("score", folder, "--alerts", alerts).code).To(Equal(exitFine))

		By("being changed afterwards, it is found out")
		put(folder, store.SaltFile, another+"\n")
		s = exdrill("verify", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(ContainSubstring("salt.txt: this salt has the commitment sha256:"))
		s = exdrill("reveal", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(contents(filepath.Join(folder, store.SaltFile))).To(Equal(another+"\n"), "nothing is written over")
	})

	It("is found in a folder whose files were changed before it was revealed", func() {
		saltFolder()
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		Expect(exdrill(with("--salt", spoken, "--out", folder)...).code).To(Equal(exitFine))
		put(folder, store.AlertsFile, "{}\n")
		s := exdrill("verify", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(MatchRegexp(`\n  alerts\.ndjson: its SHA-256 is [0-9a-f]{12}\.\.\., but manifest\.json lists [0-9a-f]{12}\.\.\.: one of the two was changed\n` +
			`  The run was not made again: its salt, of the commitment sha256:[0-9a-f]{64}, is secret\.\n$`))
	})

	It("draws another world, the same one whichever way it is given", func() {
		saltFolder()
		plain, aside := result(small...)
		Expect(aside).To(BeEmpty())
		one, aside := result(with("--salt", spoken)...)
		commitment, place := told(aside)
		other, _ := result(with("--salt", another)...)
		Expect([]string{one.Log.Head, other.Log.Head}).NotTo(ContainElement(plain.Log.Head))
		Expect(one.Log.Head).NotTo(Equal(other.Log.Head))
		Expect(secretIn(place)).To(Equal(spoken), "what was given is kept, too")

		for _, word := range []string{commitment, place} {
			again, aside := result(with("--salt", word)...)
			Expect(again.Log.Head).To(Equal(one.Log.Head))
			Expect(again.SaltCommitment).To(Equal(commitment))
			Expect(aside).To(ContainSubstring(place))
		}
		digits := strings.TrimPrefix(commitment, sim.CommitmentPrefix)
		s := exdrill(with("--salt", digits)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("the digits of a commitment, which are public and no secret"))
		again, _ := result(strings.Fields(one.Reproduce)[1:]...)
		Expect(again.Log.Head).To(Equal(one.Log.Head), "what the result says how to see it again does so")
	})

	DescribeTable("that is none is refused before anything is drawn, and not repeated",
		func(word, says string) {
			folderOfSalts := saltFolder()
			folder := filepath.Join(GinkgoT().TempDir(), "one")
			for _, args := range [][]string{
				with("--salt", word, "--out", folder),
				{"bench", "--salts", word, "--store", folder},
				{"ablate", zaif, "--salt", word},
				{"env", zaif, "--salt", word},
				{"events", zaif, "--salt", word},
			} {
				s := exdrill(args...)
				Expect(s.code).To(Equal(exitInput), "%v", args)
				Expect(s.out).To(BeEmpty())
				Expect(s.errors).To(HavePrefix("--salt"))
				Expect(s.errors).To(ContainSubstring(says))
				Expect(s.errors).NotTo(ContainSubstring(word[:4]))
			}
			Expect(folderOfSalts).NotTo(BeADirectory())
			Expect(folder).NotTo(BeAnExistingFile())
		},
		Entry("a word", "pepper", "no hexadecimal number, expected at least 32 digits (128 bits)"),
		Entry("too short", spoken[:30], "a salt of 120 bits, expected at least 128"),
		Entry("a digit short", spoken[:31], "31 hexadecimal digits, expected an even number"),
		Entry("a pattern", strings.Repeat("0f", 16), "a pattern, which can be guessed"),
		Entry("a commitment without its beginning, cut", strings.Repeat("0", 64), "a pattern"),
	)

	DescribeTable("that is not there is refused",
		func(word, says string) {
			saltFolder()
			s := exdrill(with("--salt", word)...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(says))
		},
		Entry("a commitment that nobody keeps", "sha256:"+strings.Repeat("5a", 32), "no salt of the commitment sha256:5a5a"),
		Entry("half a commitment", "sha256:5a5a", "is no commitment, expected sha256: and 64 hexadecimal digits"),
		Entry("a file that does not exist", "./none.salt", "./none.salt: no such file"),
	)

	It("is kept in a file that nobody writes over", func() {
		folderOfSalts := saltFolder()
		mine := filepath.Join(GinkgoT().TempDir(), "round-1.salt")
		commitment, place := told(fine("new", "salt", mine))
		Expect(place).To(Equal(mine))
		secret := secretIn(mine)
		Expect(contents(mine)).To(ContainSubstring(commitment))
		s := exdrill("new", "salt", mine)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("is there already"))
		Expect(secretIn(mine)).To(Equal(secret))
		Expect(folderOfSalts).NotTo(BeADirectory(), "its owner has chosen another place")
		Expect(os.Chmod(mine, 0o644)).To(Succeed())
		_, aside := result(with("--salt", mine)...)
		Expect(aside).To(HaveSuffix("\n  which others can read: chmod 600 " + mine + "\n"))

		_, place = told(fine("new", "salt"))
		Expect(filepath.Dir(place)).To(Equal(folderOfSalts))
		other, err := salts.Read(mine)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(place, []byte(other.Reveal()+"\n"), 0o600)).To(Succeed())
		before := contents(place)
		commitment = "sha256:" + strings.TrimSuffix(filepath.Base(place), salts.Extension)
		for _, path := range []string{place} {
			_, err := salts.Folder(folderOfSalts).Find(commitment + strings.Repeat("0", 48))
			Expect(err).To(MatchError(ContainSubstring("it holds a salt of the commitment " + other.Commitment())))
			Expect(contents(path)).To(Equal(before))
		}
		Expect(names(folderOfSalts)).To(HaveLen(1), "no file is left half-written")
	})
})

var _ = Describe("A salt that is not the one", Ordered, Label("embedded"), func() {
	var work string
	BeforeAll(func() {
		work = GinkgoT().TempDir()
		saltFolder()
		for _, args := range [][]string{
			{"run", light(zaif), "--scale", "0.01", "--salt", spoken, "--out", filepath.Join(work, "salted")},
			{"run", light(zaif), "--scale", "0.01", "--out", filepath.Join(work, "plain")},
			benchArgs(filepath.Join(work, "salted.db"), "--salts", spoken),
			benchArgs(filepath.Join(work, "plain.db")),
		} {
			s := exdrill(args...)
			Expect(s.code).To(Equal(exitFine), s.errors)
		}
	})

	DescribeTable("is refused by who waits for another one, or for none",
		func(what, word, says string) {
			saltFolder() // in which no salt is
			args := []string{"reveal", filepath.Join(work, what)}
			if word != "" {
				args = append(args, "--salt", word)
			}
			before, err := store.Hashes(work, "")
			Expect(err).NotTo(HaveOccurred())
			s := exdrill(args...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.out).To(BeEmpty())
			Expect(s.errors).To(ContainSubstring(says))
			Expect(store.Hashes(work, "")).To(Equal(before))
		},
		Entry("another salt, folder", "salted", another, "this salt has the commitment sha256:"),
		Entry("no salt, folder", "salted", "pepper", "--salt: a salt that is no hexadecimal number"),
		Entry("a drawn one, folder", "salted", "new", "a new salt reveals nothing"),
		Entry("one that is kept nowhere, folder", "salted", "", "no salt of the commitment sha256:"),
		Entry("any, folder without", "plain", another, "the run was made without a salt"),
		Entry("another salt, store", "salted.db", another, "no run was made with the salt of the commitment sha256:"),
		Entry("one that is kept nowhere, store", "salted.db", "", "no salt of the commitment sha256:"),
		Entry("any, store without", "plain.db", another, "no run was made with a salt"),
		Entry("any, nothing there", "x.db", another, "no such file"),
		Entry("any, no folder of a run", ".", another, "no manifest.json there"),
	)
})

// benchArgs are a benchmark of one run into a store.
func benchArgs(path string, more ...string) []string {
	return append([]string{"bench", "--scenarios", zaif, "--defences", "none", "--seeds", "1001", "--scale", "0.01", "--store", path}, more...)
}

func plainStore(folder string) string {
	GinkgoHelper()
	path := filepath.Join(folder, "runs.db")
	fine(benchArgs(path)...)
	return path
}

var _ = Describe("A salted benchmark", Label("embedded"), func() {
	It("has a store and a bundle that wait for the salt, and can be made again once it is revealed", func() {
		saltFolder()
		work := GinkgoT().TempDir()
		path, sealed, whole := filepath.Join(work, "runs.db"), filepath.Join(work, "sealed.zip"), filepath.Join(work, "whole.zip")
		s := exdrill(benchArgs(path, "--salts", "new,"+spoken, "--bundle", sealed)...)
		Expect(s.code).To(Equal(exitFine), s.errors)
		commitment, place := told(s.errors)
		Expect(s.out).To(ContainSubstring("\nsalted: sha256:"))
		holdsNone(work, secretIn(place))
		holdsNone(work, spoken)
		s = exdrill("verify", sealed)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.out).To(HavePrefix(sealed + ": waiting for the salt of the commitment sha256:"))

		By("going on under the commitments")
		s = exdrill(benchArgs(path, "--salts", commitment, "--quiet")...)
		Expect(s.code).To(Equal(exitFine))
		Expect(s.out).To(ContainSubstring("\n1 score, "))

		By("being revealed, all or nothing")
		Expect(os.Rename(place, place+".away")).To(Succeed())
		Expect(exdrill("reveal", path).code).To(Equal(exitInput))
		holdsNone(work, spoken)
		Expect(os.Rename(place+".away", place)).To(Succeed())
		Expect(fine("reveal", path)).To(ContainSubstring(spoken))
		s = exdrill(benchArgs(path, "--salts", commitment+","+spoken, "--bundle", whole)...)
		Expect(s.code).To(Equal(exitFine), s.errors)
		Expect(s.errors).To(And(ContainSubstring("salt "+commitment+"\n  was revealed: "), Not(ContainSubstring("is secret"))))
		Expect(s.out).To(MatchRegexp(`\nsalted: .*; revealed by now, so that new runs of it can be rehearsed: sha256:`))
		Expect(contents(strings.TrimSpace(fine("report", path)))).To(ContainSubstring(commitment + " (revealed)"))
		Expect(fine("verify", whole, "--sample", "0")).To(And(HavePrefix(whole+": fine\n"), ContainSubstring("2 of them made again"), ContainSubstring(", salt "+commitment)))
	})

	It("says on its face if seeds could have been rehearsed", func() {
		path := plainStore(GinkgoT().TempDir())
		const face = "unsalted: seeds can be rehearsed, smoke test only; seeds 1001 to 1020 are for nothing else"
		Expect(fine(benchArgs(path)...)).To(ContainSubstring("\n" + face + "\n"))
		Expect(fine(benchArgs(path, "--format", "markdown")...)).To(ContainSubstring("\n" + face + "\n"))
		Expect(fine(benchArgs(path, "--format", "latex")...)).To(ContainSubstring("{" + face + "}"))
		Expect(fine(benchArgs(path, "--format", "json")...)).To(MatchRegexp(`"salting": \{\s+"unsalted": 1,\s+"smoke": 1\s+\}`))
		page := strings.TrimSpace(fine("report", path))
		Expect(contents(page)).To(ContainSubstring("Unsalted: seeds can be rehearsed, smoke test only. Seeds 1001 to 1020 are for nothing else."))
	})

	It("that is killed has the commitment in its store from the start, and goes on under it", func() {
		saltFolder()
		work := GinkgoT().TempDir()
		path := filepath.Join(work, "runs.db")
		program, err := os.Executable()
		Expect(err).NotTo(HaveOccurred())
		c := exec.Command(program, "bench", "--scenarios", zaif, "--defences", "none,both", "--seeds", "1-50", "--scale", "0.05", "--store", path, "--salts", "new")
		var said bytes.Buffer
		c.Stderr, c.Env = &said, append(os.Environ(), asProgram+"=1")
		Expect(c.Start()).To(Succeed())
		Eventually(func() bool { return settled(path) }, "60s", "2ms").Should(BeTrue())
		Expect(c.Process.Kill()).To(Succeed())
		Expect(c.Wait()).To(HaveOccurred())
		commitment, place := told(said.String())
		Expect(announced(path)).To(Equal([]string{commitment}))
		holdsNone(work, secretIn(place))
		s := exdrill("bench", "--scenarios", zaif, "--defences", "none", "--seeds", "1", "--scale", "0.05", "--store", path, "--salts", commitment)
		Expect(s.code).To(Equal(exitFine), s.errors)
	})
})

// announcement is a commitment among a store's salts; in its command, which is noted
// before, it stands behind --salts=.
var announcement = regexp.MustCompile("[^=]sha256:")

// settled reports whether the file of a store has a salt announced in it that no
// journal would take back: an exclusive writer leaves the journal there and clears
// its beginning.
func settled(path string) bool {
	text, _ := os.ReadFile(path)
	journal, err := os.ReadFile(path + "-journal")
	return announcement.Match(text) && (errors.Is(err, fs.ErrNotExist) || err == nil && (len(journal) == 0 || journal[0] == 0))
}

// announced are the commitments in a store of which the salts are secret.
func announced(path string) (list []string) {
	GinkgoHelper()
	s, err := runs.Open(path) // a reader could not mend what a killed writer left
	Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	all, err := s.Salts()
	Expect(err).NotTo(HaveOccurred())
	for _, salt := range all {
		if salt.IsSealed() {
			list = append(list, salt.Commitment())
		}
	}
	return list
}

package salts_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/salts"
	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("A folder of salts", func() {
	var folder salts.Folder
	BeforeEach(func() { folder = salts.Folder(filepath.Join(GinkgoT().TempDir(), "a", "b")) })

	It("gives back every salt by its commitment, and no two that it draws are alike", func() {
		seen := make(map[string]bool)
		for range 50 {
			s := salts.Draw()
			Expect(s.Reveal()).To(HaveLen(64))
			Expect(seen).NotTo(HaveKey(s.Reveal()))
			seen[s.Reveal()] = true
			path, err := folder.Keep(s)
			Expect(err).NotTo(HaveOccurred())
			Expect(path).To(HavePrefix(string(folder)))
			found, err := folder.Find(s.Commitment())
			Expect(err).NotTo(HaveOccurred())
			Expect(found.Reveal()).To(Equal(s.Reveal()))
		}
		Expect(os.ReadDir(string(folder))).To(HaveLen(50))
	})

	It("is for its owner alone", func() {
		path, err := folder.Keep(salts.Draw())
		Expect(err).NotTo(HaveOccurred())
		for name, mode := range map[string]fs.FileMode{path: 0o600, string(folder): 0o700} {
			info, err := os.Stat(name)
			Expect(err).NotTo(HaveOccurred())
			Expect(info.Mode().Perm()).To(Equal(mode), name)
		}
	})

	It("has one file of a salt, whole, however many keep it at once", func() {
		s := salts.Draw()
		var group sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			group.Go(func() { _, errs[i] = folder.Keep(s) })
		}
		group.Wait()
		Expect(errs).To(HaveEach(BeNil()))
		Expect(os.ReadDir(string(folder))).To(HaveLen(1))
	})

	It("never loses one salt to another", func() {
		s, other := salts.Draw(), salts.Draw()
		path, err := folder.Keep(s)
		Expect(err).NotTo(HaveOccurred())
		Expect(salts.Write(path, other)).To(MatchError(fs.ErrExist))
		Expect(os.WriteFile(path, []byte(other.Reveal()), 0o600)).To(Succeed())
		_, err = folder.Keep(s)
		Expect(err).To(MatchError(ContainSubstring("it holds a salt of the commitment " + other.Commitment() + ", expected that of " + s.Commitment())))
		Expect(os.ReadFile(path)).To(BeEquivalentTo(other.Reveal()))
	})

	It("says that a salt is not there, and that a commitment is none", func() {
		_, err := folder.Find(salts.Draw().Commitment())
		Expect(err).To(MatchError(ContainSubstring("expected one that was kept there; its file or its digits do, too")))
		_, err = folder.Find("sha256:../../etc/passwd")
		Expect(err).To(MatchError(ContainSubstring("is no commitment")))
	})

	DescribeTable("reads one line of digits, after remarks",
		func(text, says string) {
			path := filepath.Join(GinkgoT().TempDir(), "x.salt")
			Expect(os.WriteFile(path, []byte(text), 0o600)).To(Succeed())
			s, err := salts.Read(path)
			if says == "" {
				Expect(err).NotTo(HaveOccurred())
				Expect(s.Reveal()).To(Equal("5ca1ab1e0ddba11f00dcafe5e1ec7ed1"))
				return
			}
			Expect(err).To(MatchError(ContainSubstring(says)))
			Expect(err.Error()).To(HavePrefix(path + ": "))
			Expect(err.Error()).NotTo(ContainSubstring("5ca1"))
			Expect(s).To(Equal(sim.Salt{}))
		},
		Entry("digits alone", "5ca1ab1e0ddba11f00dcafe5e1ec7ed1", ""),
		Entry("with an end of line", "5ca1ab1e0ddba11f00dcafe5e1ec7ed1\n", ""),
		Entry("of Windows", "# a remark\r\n5ca1ab1e0ddba11f00dcafe5e1ec7ed1\r\n", ""),
		Entry("nothing", "", "a salt of 0 bits"),
		Entry("a remark alone", "# 5ca1ab1e0ddba11f00dcafe5e1ec7ed1\n", "no hexadecimal number"),
		Entry("two salts", strings.Repeat("5ca1ab1e0ddba11f00dcafe5e1ec7ed1\n", 2), "2 lines, expected one"),
		Entry("half a salt", "5ca1ab1e0ddba11f", "64 bits, expected at least 128"),
	)
})

package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/store"
)

var _ = Describe("Amending a run folder", func() {
	It("puts a file and its hash there and leaves the others alone", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		f := create(folder)
		Expect(f.Add("result.json", []byte("{}\n"))).To(Succeed())
		Expect(f.Finish()).To(Succeed())
		manifest := func() (m store.Manifest) {
			GinkgoHelper()
			text, err := os.ReadFile(filepath.Join(folder, store.ManifestFile))
			Expect(err).NotTo(HaveOccurred())
			Expect(json.Unmarshal(text, &m)).To(Succeed())
			return m
		}
		before := manifest()
		Expect(store.RunFolder(folder).Amend("report.ja.html", []byte("<p>"))).To(Succeed())
		after := manifest()
		sum := sha256.Sum256([]byte("<p>"))
		Expect(after.Files).To(HaveKeyWithValue("report.ja.html", hex.EncodeToString(sum[:])))
		delete(after.Files, "report.ja.html")
		Expect(after).To(Equal(before))
	})

	It("refuses a folder that is no run", func() {
		Expect(store.RunFolder(GinkgoT().TempDir()).Amend("x", nil)).To(MatchError(os.ErrNotExist))
	})
})

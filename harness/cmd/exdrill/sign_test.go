package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// keyPair writes a private and a public key, as openssl does.
func keyPair(folder, name string, seed byte) (private, public string) {
	GinkgoHelper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	der, err := x509.MarshalPKCS8PrivateKey(key)
	Expect(err).NotTo(HaveOccurred())
	private = put(folder, name, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	der, err = x509.MarshalPKIXPublicKey(key.Public())
	Expect(err).NotTo(HaveOccurred())
	return private, put(folder, name+".pub", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
}

var _ = Describe("A signed run folder", Ordered, func() {
	var work, genuine, folder, author, authorPub, thiefPub, thief string
	BeforeAll(func() {
		work = GinkgoT().TempDir()
		author, authorPub = keyPair(work, "author", 1)
		thief, thiefPub = keyPair(work, "thief", 2)
		genuine = filepath.Join(work, "genuine")
		fine("run", light(coincheck), "--scale", "0.005", "--out", genuine, "--sign", author)
	})
	BeforeEach(func() {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		Expect(os.CopyFS(folder, os.DirFS(genuine))).To(Succeed())
	})
	found := func(args ...string) string {
		GinkgoHelper()
		s := exdrill(append([]string{"verify", folder}, args...)...)
		Expect(s.errors).To(BeEmpty())
		Expect(s.code).To(Equal(exitThreshold))
		return s.out
	}

	It("is its author's to whoever trusts his key, and holds nothing of the private one", func() {
		Expect(fine("verify", folder, "--trust", authorPub)).To(And(
			MatchRegexp(`\n  signed by SHA256:\S+, which --trust names\n`), Not(ContainSubstring("who made it"))))
		Expect(fine("verify", folder)).To(MatchRegexp(`\n  not checked: who made it: SHA256:\S+ signed it, and --trust says whose key that is\n`))
		for _, name := range filesBelow(folder) {
			text, err := os.ReadFile(filepath.Join(folder, name))
			Expect(err).NotTo(HaveOccurred())
			Expect(string(text)).NotTo(ContainSubstring("PRIVATE"), name)
		}
	})

	It("is refused if another signed, if nobody did, and if the manifest was made fit", func() {
		Expect(found("--trust", thiefPub)).To(MatchRegexp(`manifest\.json\.sig: it is signed by SHA256:\S+, expected a signature of SHA256:`))
		edit(folder, "result.json", `"recovered": "`, `"recovered": "1`)
		Expect(found()).To(ContainSubstring("manifest.json.sig: the signature does not fit: what it signed was another text"))
		Expect(os.Remove(filepath.Join(folder, "manifest.json.sig"))).To(Succeed())
		Expect(found("--trust", authorPub)).To(ContainSubstring("manifest.json.sig: it is missing: nobody signed, expected a signature of SHA256:"))
	})

	It("does not take in a page that nobody signed", func() {
		s := exdrill("report", folder, "--lang", "ja")
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("somebody signed it"))
		fine("report", folder, "--lang", "ja", "--output", filepath.Join(work, "page.html"))
	})

	It("is not made with a key that is none, with nothing to sign, or where the key would be published", func() {
		for says, args := range map[string][]string{
			"--sign without --out, expected both":         {"run", "payday", "--sign", author},
			"--sign without --bundle, expected both":      {"bench", "--sign", author},
			"it is a public key, expected the private":    {"run", "payday", "--out", filepath.Join(work, "no"), "--sign", authorPub},
			"it is a private key, which is nobody else's": {"verify", folder, "--trust", thief},
		} {
			s := exdrill(args...)
			Expect(s.code).To(Equal(exitInput))
			Expect(s.errors).To(ContainSubstring(says))
		}
		mine := put(work, "mine/posture.yaml", "controls: {}\n")
		put(work, "mine/defence.yaml", "name: mine\nversion: \"1\"\ndescription: ours\n")
		inside, _ := keyPair(filepath.Dir(mine), "author", 1)
		s := exdrill("run", light(coincheck), "--scale", "0.005", "--defence", filepath.Dir(mine), "--out", filepath.Join(work, "leak"), "--sign", inside)
		Expect(s.code).NotTo(Equal(exitFine))
		Expect(strings.TrimSpace(s.errors)).To(HavePrefix("defence/author: it holds the private key of --sign, which would be published"))
		Expect(filepath.Join(work, "leak")).NotTo(BeADirectory(), "it has the key in it")
	})
})

package signature_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"golang.org/x/crypto/ssh"

	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/specneed"
)

// write puts a file into a folder of its own.
func write(name string, text []byte) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), name)
	Expect(os.WriteFile(path, text, 0o600)).To(Succeed())
	return path
}

// pkcs8 is a private key as openssl writes it.
func pkcs8(key any) []byte {
	GinkgoHelper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	Expect(err).NotTo(HaveOccurred())
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func fromSeed(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func read(text []byte) *signature.Key {
	GinkgoHelper()
	key, err := signature.ReadKey(write("key", text))
	Expect(err).NotTo(HaveOccurred())
	return key
}

var _ = Describe("A signature", func() {
	text := []byte("what was signed\n")

	It("says who signed what, and fits no other text", func() {
		key := read(pkcs8(fromSeed(1)))
		signed, err := key.Sign(text)
		Expect(err).NotTo(HaveOccurred())
		Expect(key.Sign(text)).To(Equal(signed), "the same again")
		by, err := signature.Check(text, signed)
		Expect(err).NotTo(HaveOccurred())
		Expect(by).To(Equal(key.Public()))
		Expect(signature.Keys{by}.Names(read(pkcs8(fromSeed(2))).Public())).To(BeFalse())
		_, err = signature.Check(append(slices.Clone(text), ' '), signed)
		Expect(err).To(MatchError(signature.ErrForged))
	})

	It("holds no byte that can be changed unseen", func() {
		key := read(pkcs8(fromSeed(1)))
		signed, err := key.Sign(text)
		Expect(err).NotTo(HaveOccurred())
		block, _ := pem.Decode(signed)
		for i := range block.Bytes {
			changed := slices.Clone(block.Bytes)
			changed[i] ^= 1
			by, err := signature.Check(text, pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: changed}))
			Expect(err != nil || !bytes.Equal(by, key.Public())).To(BeTrue(), "byte %d", i)
		}
		for n := range signed {
			_, err := signature.Check(text, signed[:n])
			if n < len(signed)-1 { // but for the last line's end
				Expect(err).To(HaveOccurred(), "the first %d bytes", n)
			}
		}
	})

	It("is one of OpenSSH, made and checked by either", func() {
		tool := specneed.Program("ssh-keygen")
		dir := GinkgoT().TempDir()
		run := func(in []byte, args ...string) {
			GinkgoHelper()
			c := exec.Command(tool, args...)
			c.Dir, c.Stdin = dir, bytes.NewReader(in)
			out, err := c.CombinedOutput()
			Expect(err).NotTo(HaveOccurred(), string(out))
		}
		run(nil, "-q", "-t", "ed25519", "-N", "", "-C", "author", "-f", "key")
		key, err := signature.ReadKey(filepath.Join(dir, "key"))
		Expect(err).NotTo(HaveOccurred())
		keys, err := signature.ReadKeys(filepath.Join(dir, "key.pub"))
		Expect(err).NotTo(HaveOccurred())
		Expect(keys).To(Equal(signature.Keys{key.Public()}))

		signed, err := key.Sign(text)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(filepath.Join(dir, "ours.sig"), signed, 0o600)).To(Succeed())
		public, err := os.ReadFile(filepath.Join(dir, "key.pub"))
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(filepath.Join(dir, "allowed"), append([]byte("author "), public...), 0o600)).To(Succeed())
		run(text, "-Y", "verify", "-f", "allowed", "-I", "author", "-n", signature.Namespace, "-s", "ours.sig")

		Expect(os.WriteFile(filepath.Join(dir, "theirs"), text, 0o600)).To(Succeed())
		run(nil, "-Y", "sign", "-f", "key", "-n", signature.Namespace, "theirs")
		theirs, err := os.ReadFile(filepath.Join(dir, "theirs.sig"))
		Expect(err).NotTo(HaveOccurred())
		Expect(signature.Check(text, theirs)).To(Equal(key.Public()))
		run(nil, "-Y", "sign", "-f", "key", "-n", "file", "ours.sig")
		other, err := os.ReadFile(filepath.Join(dir, "ours.sig.sig"))
		Expect(err).NotTo(HaveOccurred())
		_, err = signature.Check(signed, other)
		Expect(err).To(MatchError(ContainSubstring(`a signature in the namespace "file"`)), "given for something else")

		run(nil, "-q", "-t", "ed25519", "-N", "a secret", "-f", "locked")
		_, err = signature.ReadKey(filepath.Join(dir, "locked"))
		Expect(err).To(MatchError(ContainSubstring("it has a passphrase, which is not asked for")))
	})
})

var _ = Describe("A key", func() {
	ec, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)

	It("of another kind is refused with what was expected", func() {
		public, err := ssh.NewPublicKey(fromSeed(1).Public())
		Expect(err).NotTo(HaveOccurred())
		line := ssh.MarshalAuthorizedKey(public)
		for says, text := range map[string][]byte{
			"no private key of OpenSSH or PKCS#8, expected one of Ed25519; `ssh-keygen -t ed25519 -N ''": []byte("secret"),
			"it is a key of ecdsa, expected one of Ed25519":                                              pkcs8(ec),
			"it is a public key, expected the private one":                                               line,
			"it has a passphrase": []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"),
		} {
			path := write("key", text)
			_, err := signature.ReadKey(path)
			Expect(err).To(MatchError(And(HavePrefix(path+": "), ContainSubstring(says))))
		}
		_, err = signature.ReadKey("nowhere")
		Expect(err).To(MatchError(ContainSubstring("expected a private Ed25519 key")))
	})

	It("to trust is one or several, as OpenSSH or openssl write them", func() {
		der, err := x509.MarshalPKIXPublicKey(fromSeed(1).Public())
		Expect(err).NotTo(HaveOccurred())
		one, two := read(pkcs8(fromSeed(1))).Public(), read(pkcs8(fromSeed(2))).Public()
		Expect(signature.ReadKeys(write("pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))).To(Equal(signature.Keys{one}))
		lines := []byte("# authors\n\n")
		for _, b := range []byte{1, 2} {
			key, err := ssh.NewPublicKey(fromSeed(b).Public())
			Expect(err).NotTo(HaveOccurred())
			lines = append(lines, ssh.MarshalAuthorizedKey(key)...)
		}
		Expect(signature.ReadKeys(write("keys", lines))).To(Equal(signature.Keys{one, two}))
		Expect(one.String()).To(HavePrefix("SHA256:"))
	})

	It("to trust that is none says where and what was expected", func() {
		p256, err := ssh.NewPublicKey(ec.Public())
		Expect(err).NotTo(HaveOccurred())
		for says, text := range map[string][]byte{
			":1:1: there is no key":                     []byte("# nothing\n"),
			":2:1: it is no public key":                 []byte("# mine\nssh-ed25519 AAAA\n"),
			":1:1: it is a key of ecdsa-sha2-nistp256":  ssh.MarshalAuthorizedKey(p256),
			":1:1: it is a private key":                 pkcs8(fromSeed(1)),
			`:1:1: a PEM block "SSH SIGNATURE" that is`: pem.EncodeToMemory(&pem.Block{Type: "SSH SIGNATURE", Bytes: []byte("x")}),
		} {
			path := write("keys", text)
			_, err := signature.ReadKeys(path)
			Expect(err).To(MatchError(HavePrefix(path + says)))
		}
	})
})

func TestSignature(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Signature")
}

package sim_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/bits"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
)

const digits = "5ca1ab1e0ddba11f00dcafe5e1ec7ed1"

func salted(digits string) sim.Salt {
	GinkgoHelper()
	s, err := sim.ParseSalt(digits)
	Expect(err).NotTo(HaveOccurred())
	return s
}

var _ = Describe("A salt", func() {
	DescribeTable("that could be guessed is refused, and never repeated",
		func(given, says string) {
			s, err := sim.ParseSalt(given)
			Expect(err).To(MatchError(ContainSubstring(says)))
			Expect(s.IsNone()).To(BeTrue())
			if len(given) > 3 {
				Expect(err.Error()).NotTo(ContainSubstring(given[:4]))
			}
		},
		Entry("nothing", "", "0 bits, expected at least 128"),
		Entry("a word", "swordfish", "no hexadecimal number"),
		Entry("a passphrase that is long enough", "correct horse battery staple correct horse", "no hexadecimal number"),
		Entry("120 bits", digits[:30], "120 bits, expected at least 128: 32 hexadecimal digits"),
		Entry("a lost digit", digits[:31], "31 hexadecimal digits, expected an even number"),
		Entry("too many", strings.Repeat(digits, 5), "640 bits, expected at most 512"),
		Entry("zeros", strings.Repeat("00", 16), "pattern"),
		Entry("one byte, repeated", strings.Repeat("a7", 32), "pattern"),
		Entry("a word, repeated", strings.Repeat("deadbeef", 8), "pattern"),
		Entry("counted up", "000102030405060708090a0b0c0d0e0f", "pattern"),
		Entry("all digits in their order", "00112233445566778899aabbccddeeff", "pattern"),
		Entry("up and down the keyboard", "0123456789abcdeffedcba9876543210", "pattern"),
		Entry("a commitment", "sha256:"+strings.Repeat("5c", 32), "no hexadecimal number"),
	)

	It("has the commitment that its definition says", func() {
		// printf 'exdrill/salt/1\0\0\020' | cat - <(printf 5ca1... | xxd -r -p) | sha256sum
		Expect(salted(digits).Commitment()).To(Equal("sha256:941e8f881f361056f69062b6fecd8aa4d684298851b6d59390c4cb4e68f1057c"))
		Expect(salted(strings.ToUpper(digits)).Commitment()).To(Equal(salted(digits).Commitment()), "the digits are a number")
		Expect(sim.Salt{}.Commitment()).To(BeEmpty())
	})

	It("is bound by its commitment: no other salt opens it", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			bytes := rapid.SliceOfN(rapid.Byte(), sim.FewestSaltBytes, sim.MostSaltBytes)
			a, err := sim.SaltBytes(bytes.Draw(t, "a"))
			if err != nil {
				t.Skip("a pattern")
			}
			other := bytes.Draw(t, "b")
			if rapid.Bool().Draw(t, "begins alike") {
				own, _ := hex.DecodeString(a.Reveal())
				other = append(own, other...)[:min(len(own)+1+len(other)%4, sim.MostSaltBytes)]
			}
			given := hex.EncodeToString(other)
			opened, err := sim.OpenSalt(a.Commitment(), given)
			if (err == nil) != (given == a.Reveal()) {
				t.Fatalf("%s opens the commitment of %s: %v", given, a.Reveal(), err)
			}
			if err == nil && opened.Commitment() != a.Commitment() {
				t.Fatalf("%s has another commitment when it is opened", given)
			}
		})
	})

	It("shows itself to nobody who prints it, or what holds it", func() {
		s := salted(digits)
		type open struct{ Salt sim.Salt }
		type closed struct{ salt sim.Salt }
		var said strings.Builder
		for _, v := range []any{s, &s, open{s}, &open{s}, closed{s}, &closed{s}, []sim.Salt{s}, map[string]sim.Salt{"a": s}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
				fmt.Fprintf(&said, verb+"\n", v)
			}
			text, err := json.Marshal(v)
			Expect(err).NotTo(HaveOccurred())
			said.Write(text)
		}
		Expect(said.String()).To(ContainSubstring(s.Commitment()))
		raw, _ := hex.DecodeString(digits)
		for _, form := range [][]byte{
			raw, []byte(digits), []byte(strings.ToUpper(digits)), []byte(base64.StdEncoding.EncodeToString(raw)),
			[]byte(strings.Trim(fmt.Sprint(raw), "[]")), []byte(hex.EncodeToString([]byte(digits))),
		} {
			Expect(bytes.Contains([]byte(said.String()), form)).To(BeFalse(), "%s", form)
		}
		Expect(s.Reveal()).To(Equal(digits))
	})

	It("that is none leaves every stream as it was", func() {
		for seed := range uint64(50) {
			with, without := sim.Salt{}.Root(seed, "population/"), sim.NewStream(seed, 0, sim.Purpose("population/"))
			Expect(with).To(Equal(without))
		}
	})

	It("keeps its streams: what was drawn with it can be drawn again by every later exdrill", func() {
		s := salted(digits).Root(7, "population/")
		Expect([]uint64{s.Uint64(), s.Uint64()}).To(Equal([]uint64{1653303890238025800, 9942773482143660340}))
	})

	It("gives streams that have nothing to do with those of another salt, seed or purpose", func() {
		// Of two random words of 64 bits half of the bits agree, give or take 4; the
		// mean over 500 pairs is off by less than 4 * 4 / sqrt(500) but once in
		// 16,000 such sums.
		first := func(salt sim.Salt, seed uint64, purpose string) uint64 {
			s := salt.Root(seed, purpose)
			return s.Uint64()
		}
		secret, _ := hex.DecodeString(digits)
		var agree [4]int
		const pairs = 500
		for i := range uint64(pairs) {
			a, _ := sim.SaltBytes(secret)
			secret[i%16] ^= 1 << (i % 8) // one bit
			b, _ := sim.SaltBytes(secret)
			for k, other := range []uint64{first(b, i, "a"), first(a, i+1, "a"), first(a, i, "b"), first(sim.Salt{}, i, "a")} {
				agree[k] += bits.OnesCount64(^(first(a, i, "a") ^ other))
			}
		}
		for k, n := range agree {
			Expect(float64(n)/pairs).To(BeNumerically("~", 32, 0.72), "%d", k)
		}
	})

	It("of which nothing but the commitment is known names runs and makes none", func() {
		s, err := sim.SealedSalt(salted(digits).Commitment())
		Expect(err).NotTo(HaveOccurred())
		Expect([]bool{s.IsNone(), s.IsSealed(), salted(digits).IsSealed()}).To(Equal([]bool{false, true, false}))
		Expect(s.Reveal()).To(BeEmpty())
		Expect(func() { s.Root(1, "population/") }).To(Panic())
		for _, text := range []string{"", "sha256:", digits, "sha256:" + digits, "sha256:" + strings.Repeat("5C", 32), s.Commitment() + "00"} {
			_, err := sim.SealedSalt(text)
			Expect(err).To(MatchError(ContainSubstring("is no commitment")), text)
		}
	})
})

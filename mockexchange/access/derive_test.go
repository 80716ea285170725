package access_test

import (
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/access"
)

const second = int64(1_000_000_000)

var _ = Describe("Secrets", func() {
	It("are different for every seed, purpose and number", func() {
		all := map[access.Credential]bool{}
		for seed := range uint64(3) {
			all[access.OperatorCredential(seed)] = true
			for id := range uint32(5) {
				all[access.KeyCredential(seed, id)], all[access.LoginCredential(seed, id)] = true, true
			}
		}
		Expect(all).To(HaveLen(3 * 11))
	})

	It("are written as 64 hexadecimal digits, and read back", func() {
		public, secret := access.KeyPair(7, 3)
		Expect(public).To(MatchRegexp("^[0-9a-f]{64}$"))
		Expect(secret).To(And(MatchRegexp("^[0-9a-f]{64}$"), Not(Equal(public))))
		c, ok := access.ParseSecret(secret)
		Expect(ok).To(BeTrue())
		Expect(c).To(Equal(access.KeyCredential(7, 3)))
		for _, wrong := range []string{"", secret[1:], secret + "0", strings.Repeat("x", 64)} {
			_, ok := access.ParseSecret(wrong)
			Expect(ok).To(BeFalse(), wrong)
		}
	})

	It("include one-time codes of six digits that live half a minute", func() {
		now := int64(1_515_164_400) * second
		code := access.FactorCode(7, 1, now)
		Expect(code).To(And(BeNumerically(">", 0), BeNumerically("<", 1_000_000)))
		Expect(access.FactorCode(7, 1, now+30*second-1)).To(Equal(code))
		Expect(access.FactorCode(7, 1, now+30*second)).NotTo(Equal(code))
		Expect(access.FactorCode(7, 2, now)).NotTo(Equal(code))
	})
})

var _ = Describe("A source", func() {
	It("is an IPv4 address and nothing else", func() {
		s, ok := access.ParseSource("198.51.100.7")
		Expect(ok).To(BeTrue())
		Expect(s).To(Equal(access.Source(0xc633_6407)))
		for _, wrong := range []string{"", "1.2.3", "1.2.3.256", "::1", "::ffff:1.2.3.4", "1.2.3.4 ", "01.2.3.4"} {
			_, ok := access.ParseSource(wrong)
			Expect(ok).To(BeFalse(), wrong)
		}
	})
})

// TestSource reads back whatever is written.
func TestSource(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := access.Source(rapid.Uint32().Draw(t, "source"))
		if got, ok := access.ParseSource(s.String()); !ok || got != s {
			t.Fatalf("%s: %d, expected %d", s, got, s)
		}
	})
}

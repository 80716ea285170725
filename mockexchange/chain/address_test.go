package chain_test

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("An address", func() {
	a := chain.ExternalAddress(1, "thief", 0)

	It("is written with its network and a checksum", func() {
		text := a.Text("btc")
		Expect(text).To(HavePrefix("btc1"))
		Expect(text).To(HaveLen(44))
		back, ok := chain.ParseAddress("btc", text)
		Expect(ok).To(BeTrue())
		Expect(back).To(Equal(a))
	})

	It("does not survive a typing error, in any place", func() {
		text := a.Text("btc")
		for i := range text {
			for _, c := range "a2z1\n=A" {
				if rune(text[i]) == c {
					continue
				}
				_, ok := chain.ParseAddress("btc", text[:i]+string(c)+text[i+1:])
				Expect(ok).To(BeFalse(), "character %d as %q", i, c)
			}
		}
	})

	DescribeTable("is refused as text that", func(change func(string) string) {
		_, ok := chain.ParseAddress("btc", change(a.Text("btc")))
		Expect(ok).To(BeFalse())
	},
		Entry("belongs to another network", func(string) string { return a.Text("mona") }),
		Entry("is a sister network's under this one's prefix", func(string) string {
			return "btc1" + strings.TrimPrefix(a.Text("mona"), "mona1")
		}),
		Entry("is upper case", strings.ToUpper),
		Entry("is too short", func(s string) string { return s[:len(s)-1] }),
		Entry("is too long", func(s string) string { return s + "a" }),
		Entry("has a line break inside", func(s string) string { return s[:20] + "\n" + s[20:] }),
		Entry("is empty", func(string) string { return "" }),
		Entry("is the prefix alone", func(string) string { return "btc1" }),
	)

	It("has no text if it is no address", func() {
		Expect(chain.Address{}.Text("btc")).To(BeEmpty())

		sum := sha256.Sum256([]byte("exdrill/address/1" + strings.Repeat("\x00", 20) + "btc"))
		body := base32.StdEncoding.EncodeToString(append(make([]byte, 20), sum[:5]...))
		_, ok := chain.ParseAddress("btc", "btc1"+strings.ToLower(body))
		Expect(ok).To(BeFalse())
	})

	It("is one outsider's alone", func() {
		Expect(chain.ExternalAddress(1, "thief", 0)).To(Equal(a))
		Expect(chain.ExternalAddress(2, "thief", 0)).NotTo(Equal(a))
		Expect(chain.ExternalAddress(1, "shop", 0)).NotTo(Equal(a))
		Expect(chain.ExternalAddress(1, "thief", 1)).NotTo(Equal(a))
	})

	It("reads back from every network that can be declared", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			network := rapid.StringMatching(`[a-z0-9-]{1,16}`).Draw(t, "network")
			one := chain.ExternalAddress(rapid.Uint64().Draw(t, "seed"), "any", rapid.Uint32().Draw(t, "index"))
			back, ok := chain.ParseAddress(network, one.Text(network))
			if !ok || back != one {
				t.Fatalf("%q reads as %s", one.Text(network), back)
			}
		})
	})

	It("is hex in records", func() {
		data, err := json.Marshal(a)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal(`"` + a.String() + `"`))
		var back chain.Address
		Expect(json.Unmarshal(data, &back)).To(Succeed())
		Expect(back).To(Equal(a))
		Expect(json.Unmarshal([]byte(`"00"`), &back)).To(MatchError("address: 2 characters, expected 40 hex digits"))
		upper := strings.ToUpper(string(data))
		Expect(json.Unmarshal([]byte(upper), &back)).To(MatchError(ContainSubstring("expected lower-case hex digits")))
	})
})

func FuzzParseAddress(f *testing.F) {
	f.Add("btc", chain.ExternalAddress(1, "thief", 0).Text("btc"))
	f.Add("", "1")
	f.Add("btc", "btc1\n\r")
	f.Fuzz(func(t *testing.T, network, text string) {
		a, ok := chain.ParseAddress(network, text)
		if ok != (a != chain.Address{}) {
			t.Fatalf("%q: ok is %v with %s", text, ok, a)
		}
		if ok && a.Text(network) != text {
			t.Fatalf("%q reads as %s, which is written %q", text, a, a.Text(network))
		}
	})
}

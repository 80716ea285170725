package binance

import (
	"net/url"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// The vectors of the documentation: rest-api.md, "SIGNED endpoint examples".
const (
	documentedSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
	documentedRest   = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"
)

var _ = DescribeTable("The documented signatures are right",
	func(symbol, signature string) {
		parameters := "symbol=" + symbol + "&" + documentedRest
		for _, r := range []request{
			parse(parameters+"&signature="+signature, ""),
			parse("", parameters+"&signature="+signature),
			parse(parameters, "signature="+signature),
		} {
			Expect(r.signedBy(documentedSecret)).To(BeTrue())
			Expect(r.payload).To(Equal(parameters))
			Expect(r.get("timeInForce")).To(Equal("GTC"))
		}
		wrong := parse(parameters+"&signature="+signature, "")
		Expect(wrong.signedBy(strings.ToLower(documentedSecret))).To(BeFalse())
	},
	Entry("in ASCII", "LTCBTC", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"),
	Entry("beyond ASCII", "%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96", "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"),
)

var _ = It("The documented mix of query and body is signed without a separator", func() {
	// rest-api.md, example 3.
	r := parse("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC",
		"quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559&signature=0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77")
	Expect(r.payload).To(Equal("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559"))
	Expect(r.signedBy(documentedSecret)).To(BeTrue())
})

func FuzzParse(f *testing.F) {
	f.Add("symbol=LTCBTC&signature=ab&timestamp=1", "quantity=1&price=0.1")
	f.Add("a=%zz&&=&b", "signature=&signature=2")
	f.Fuzz(func(t *testing.T, query, body string) {
		r := parse(query, body)
		taken := len(query) + len(body) - len(r.payload)
		if !r.signed && taken != 0 {
			t.Fatalf("%d bytes of an unsigned request are not in its payload", taken)
		}
		if r.signed && taken < len("signature") {
			t.Fatalf("the signature is part of the payload %q", r.payload)
		}
		plain, queryErr := url.ParseQuery(query + "&" + body)
		if queryErr == nil && !r.broken {
			for name := range plain {
				if first := first(plain[name]); name != "signature" && r.get(name) != first {
					t.Fatalf("%q is %q, should be %q", name, r.get(name), first)
				}
			}
		}
		for _, name := range []string{"timestamp", "recvWindow"} {
			_ = r.get(name)
		}
		_ = r.timely(1_515_225_600_000_000_000)
		_ = r.signedBy(documentedSecret)
	})
}

// first is the first value that is not empty.
func first(values []string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

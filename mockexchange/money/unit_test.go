package money_test

import (
	"math"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var (
	yen     = money.Unit{Code: "JPY", Decimals: 0}
	bitcoin = money.Unit{Code: "BTC", Decimals: 8}
	ether   = money.Unit{Code: "ETH", Decimals: 9}
)

var _ = Describe("An amount as text", func() {
	DescribeTable("in full, trimmed and for people", func(u money.Unit, amount int64, full, trimmed, human string) {
		Expect(u.Format(amount)).To(Equal(full))
		Expect(u.Trimmed(amount)).To(Equal(trimmed))
		Expect(u.Human(amount)).To(Equal(human))
	},
		Entry(nil, bitcoin, int64(150000000), "1.50000000", "1.5", "1.5"),
		Entry(nil, bitcoin, int64(1), "0.00000001", "0.00000001", "0.00000001"),
		Entry(nil, bitcoin, int64(0), "0.00000000", "0", "0"),
		Entry(nil, bitcoin, int64(-100000000), "-1.00000000", "-1", "-1"),
		Entry(nil, bitcoin, int64(-123450050000000), "-1234500.50000000", "-1234500.5", "-1,234,500.5"),
		Entry(nil, yen, int64(0), "0", "0", "0"),
		Entry(nil, yen, int64(100), "100", "100", "100"),
		Entry(nil, yen, int64(58000000000), "58000000000", "58000000000", "58,000,000,000"),
		Entry(nil, ether, int64(math.MaxInt64), "9223372036.854775807", "9223372036.854775807", "9,223,372,036.854775807"),
		Entry(nil, yen, int64(math.MinInt64), "-9223372036854775808", "-9223372036854775808", "-9,223,372,036,854,775,808"),
	)

	It("goes to the end of what is there", func() {
		Expect(string(bitcoin.Append([]byte("paid "), 5))).To(Equal("paid 0.00000005"))
	})

	DescribeTable("read back", func(u money.Unit, text string, amount int64) {
		Expect(u.Parse(text)).To(Equal(amount))
	},
		Entry(nil, bitcoin, "1.5", int64(150000000)),
		Entry(nil, bitcoin, "1", int64(100000000)),
		Entry(nil, bitcoin, "0.00000001", int64(1)),
		Entry(nil, bitcoin, "-0.10", int64(-10000000)),
		Entry(nil, bitcoin, "-0", int64(0)),
		Entry(nil, yen, "007", int64(7)),
		Entry(nil, ether, "9223372036.854775807", int64(math.MaxInt64)),
		Entry(nil, yen, "-9223372036854775808", int64(math.MinInt64)),
		Entry("zeros may go on for ever", yen, strings.Repeat("0", 1000)+"1", int64(1)),
	)

	DescribeTable("refused", func(u money.Unit, text string, code reject.Code) {
		_, err := u.Parse(text)
		Expect(err).To(Equal(reject.New(code, text)))
	},
		Entry("empty", bitcoin, "", reject.BadRequest),
		Entry("only a sign", bitcoin, "-", reject.BadRequest),
		Entry("two signs", bitcoin, "--1", reject.BadRequest),
		Entry("a plus sign", bitcoin, "+1", reject.BadRequest),
		Entry("a blank", bitcoin, " 1", reject.BadRequest),
		Entry("nothing before the point", bitcoin, ".5", reject.BadRequest),
		Entry("nothing after the point", bitcoin, "5.", reject.BadRequest),
		Entry("two points", bitcoin, "1.2.3", reject.BadRequest),
		Entry("an exponent", bitcoin, "1e3", reject.BadRequest),
		Entry("a hexadecimal number", bitcoin, "0x10", reject.BadRequest),
		Entry("a separator of thousands", bitcoin, "1,000", reject.BadRequest),
		Entry("digits of another script", yen, "１", reject.BadRequest),
		Entry("no number", bitcoin, "NaN", reject.BadRequest),
		Entry("finer than a satoshi", bitcoin, "0.000000001", reject.BadRequest),
		Entry("finer than a satoshi, though only by zeros", bitcoin, "1.000000000", reject.BadRequest),
		Entry("parts of a yen", yen, "1.0", reject.BadRequest),
		Entry("an asset too fine to be counted", money.Unit{Decimals: 10}, "1", reject.BadRequest),
		Entry("one base unit too much", ether, "9223372036.854775808", reject.Overflow),
		Entry("one base unit too little", yen, "-9223372036854775809", reject.Overflow),
		Entry("too much once the decimals are there", bitcoin, "92233720369", reject.Overflow),
		Entry("far too much", yen, strings.Repeat("9", 1000), reject.Overflow),
	)

	It("comes back as it was", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			u := money.Unit{Decimals: uint8(rapid.IntRange(0, money.MaxDecimals).Draw(t, "decimals"))}
			amount := rapid.Int64().Draw(t, "amount")
			for _, text := range []string{u.Format(amount), u.Trimmed(amount), strings.ReplaceAll(u.Human(amount), ",", "")} {
				if got, err := u.Parse(text); err != nil || got != amount {
					t.Fatalf("%d became %q became %d (%v)", amount, text, got, err)
				}
			}
		})
	})
})

// Whatever Parse takes is an amount that Format and Parse agree on, and
// whatever it does not take is refused with the text as it came.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1.50000000", "-0", "00.1", "1e9", ".5", "9223372036.854775807", "9223372036.854775808", "−1"} {
		f.Add(seed, uint8(8))
	}
	f.Fuzz(func(t *testing.T, text string, decimals uint8) {
		u := money.Unit{Decimals: decimals}
		amount, err := u.Parse(text)
		if err != nil {
			if refused, ok := err.(*reject.Error); !ok || refused.Value != text || amount != 0 {
				t.Fatalf("%q: %d with the error %v", text, amount, err)
			}
			return
		}
		if again, err := u.Parse(u.Format(amount)); err != nil || again != amount {
			t.Fatalf("%q is %d, written %q, read as %d (%v)", text, amount, u.Format(amount), again, err)
		}
	})
}

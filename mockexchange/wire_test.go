package mockexchange_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"reflect"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Records", func() {
	order := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthKey,
		Source: 0x0a000001, Key: 7, Market: 1, Side: market.Buy, Type: market.Limit,
		Price: 1_900_000, Quantity: 10_000_000, Label: "mine",
	}

	It("hold only what is not zero, each field under its number", func() {
		Expect(hex.EncodeToString(mockexchange.AppendCommand(nil, 1, &order))).To(Equal(
			"23" + // length
				"0102" + // now 1
				"020b0301" + // place_order by key
				"05818080" + "50" + "0607" + // source and key
				"0a01" + "0c010d01" + // market, buy, limit
				"11c0f7e701" + "1280dac409" + // price and quantity
				"1c046d696e65")) // label
	})

	It("follow each other without anything between them", func() {
		src := mockexchange.AppendCommand(nil, 1, &order)
		src = mockexchange.AppendResult(src, &mockexchange.Result{Order: 4, Resting: true})
		now, c, n, err := mockexchange.DecodeCommand(src)
		Expect(err).NotTo(HaveOccurred())
		Expect(now).To(Equal(int64(1)))
		Expect(c).To(Equal(order))
		r, m, err := mockexchange.DecodeResult(src[n:])
		Expect(err).NotTo(HaveOccurred())
		Expect(r).To(Equal(mockexchange.Result{Order: 4, Resting: true}))
		Expect(n + m).To(Equal(len(src)))
	})

	It("carry everything there is", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			now, c := rapid.Int64().Draw(t, "now"), drawCommand(t)
			head := rapid.SliceOf(rapid.Byte()).Draw(t, "head")
			src := mockexchange.AppendCommand(head, now, &c)
			gotNow, got, n, err := mockexchange.DecodeCommand(src[len(head):])
			Expect(err).NotTo(HaveOccurred())
			Expect(gotNow).To(Equal(now))
			Expect(got).To(Equal(c))
			Expect(n).To(Equal(len(src) - len(head)))
			Expect(mockexchange.RecordSize(src[len(head):])).To(Equal(n))
		})
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var r mockexchange.Result
			fill(t, reflect.ValueOf(&r).Elem())
			got, _, err := mockexchange.DecodeResult(mockexchange.AppendResult(nil, &r))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(Equal(r))
		})
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var e mockexchange.Event
			fill(t, reflect.ValueOf(&e).Elem())
			got, _, err := mockexchange.DecodeEvent(mockexchange.AppendEvent(nil, &e))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(Equal(e))
		})
	})

	It("carry an observed block with its transactions", func() {
		key := chain.DeriveKey(1, "hot", 0)
		tx := &chain.Transaction{
			From: key.Address(), Fee: 5, Policies: []chain.Policy{chain.Single(&key)},
			Outputs: []chain.Output{{To: chain.ExternalAddress(1, "out", 1), Amount: math.MaxInt64, Memo: 9}},
		}
		tx.Sign(&key)
		block := &chain.Block{Height: 3, At: 4, Transactions: []*chain.Transaction{tx}}
		c := mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: 2, Block: block}
		_, got, _, err := mockexchange.DecodeCommand(mockexchange.AppendCommand(nil, 4, &c))
		Expect(err).NotTo(HaveOccurred())
		Expect(got.Block.ID()).To(Equal(block.ID()))
		Expect(got.Block.Transactions[0]).To(Equal(tx))
	})

	It("ask for more while they are cut short", func() {
		src := mockexchange.AppendCommand(nil, 1, &order)
		for cut := range src {
			Expect(mockexchange.RecordSize(src[:cut])).To(BeZero())
			_, _, _, err := mockexchange.DecodeCommand(src[:cut])
			Expect(err).To(MatchError(mockexchange.ErrRecord))
		}
	})

	DescribeTable("are refused when encoding would have written something else",
		func(body string) {
			raw, err := hex.DecodeString(body)
			Expect(err).NotTo(HaveOccurred())
			src := append(binary.AppendUvarint(nil, uint64(len(raw))), raw...)
			_, _, _, err = mockexchange.DecodeCommand(src)
			Expect(err).To(MatchError(mockexchange.ErrRecord))
		},
		Entry("unknown field", "1f01"),
		Entry("fields out of order", "030102010101"),
		Entry("the same field twice", "02010201"),
		Entry("zero written down", "0200"),
		Entry("too wide a number", "028002"),
		Entry("a number in a long form", "028100"),
		Entry("credential cut short", "080102"),
		Entry("credential of zeros", "08"+hex.EncodeToString(make([]byte, 32))),
		Entry("label longer than the record", "1c0561"),
		Entry("block that is no block", "1d026161"),
	)

	It("are refused when their length is absurd", func() {
		_, err := mockexchange.RecordSize(binary.AppendUvarint(nil, 1<<40))
		Expect(err).To(MatchError(mockexchange.ErrRecord))
	})
})

// drawCommand makes a command with every field at random, but no block.
func drawCommand(t *rapid.T) (c mockexchange.Command) {
	fill(t, reflect.ValueOf(&c).Elem())
	return c
}

// fill gives every field of a struct a random value, edges of its range
// included, so that a field that is added later is tested too.
func fill(t *rapid.T, v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch f.Kind() {
		case reflect.Bool:
			f.SetBool(rapid.Bool().Draw(t, name))
		case reflect.Int64:
			f.SetInt(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, math.MinInt64, math.MaxInt64})).Draw(t, name))
		case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
			f.SetUint(rapid.Uint64().Draw(t, name) >> (64 - f.Type().Bits()))
		case reflect.String:
			f.SetString(rapid.String().Draw(t, name))
		case reflect.Array:
			reflect.Copy(f, reflect.ValueOf(rapid.SliceOfN(rapid.Byte(), f.Len(), f.Len()).Draw(t, name)))
		case reflect.Pointer: // a block, which has a spec of its own
		default:
			t.Fatalf("no random value for %s", name)
		}
	}
}

func FuzzDecodeCommand(f *testing.F) {
	c := mockexchange.Command{Kind: mockexchange.Login, Refused: reject.BadRequest, Credential: access.Credential{1}, Label: "x"}
	f.Add(mockexchange.AppendCommand(nil, 5, &c))
	f.Add(mockexchange.AppendCommand(nil, -5, &mockexchange.Command{Block: &chain.Block{Height: 1}}))
	f.Fuzz(func(t *testing.T, src []byte) {
		now, c, n, err := mockexchange.DecodeCommand(src)
		if err != nil {
			return
		}
		if again := mockexchange.AppendCommand(nil, now, &c); !bytes.Equal(again, src[:n]) {
			t.Fatalf("%x decodes, but encodes to %x", src[:n], again)
		}
	})
}

func BenchmarkAppendCommand(b *testing.B) {
	c := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthKey, Source: 0x0a000001, Key: 7,
		Credential: access.KeyCredential(1, 7), Market: 1, Side: market.Buy, Type: market.Limit,
		Price: 1_900_000, Quantity: 10_000_000,
	}
	buf := make([]byte, 0, 256)
	for b.Loop() {
		buf = mockexchange.AppendCommand(buf[:0], 1_515_225_600_000_000_000, &c)
	}
}

package record_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"reflect"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/record"
	"github.com/exdrill/exdrill/mockexchange/record/recordtest"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func TestRecord(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Record")
}

var _ = Describe("Records", func() {
	order := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthKey,
		Source: 0x0a000001, Key: 7, Market: 1, Side: market.Buy, Type: market.Limit,
		Price: 1_900_000, Quantity: 10_000_000, Label: "mine",
	}

	It("hold only what is not zero, each field under its number", func() {
		Expect(hex.EncodeToString(record.AppendCommand(nil, 1, &order))).To(Equal(
			"23" + // length
				"0102" + // now 1
				"020b0301" + // place_order by key
				"05818080" + "50" + "0607" + // source and key
				"0a01" + "0c010d01" + // market, buy, limit
				"11c0f7e701" + "1280dac409" + // price and quantity
				"1c046d696e65")) // label
	})

	It("follow each other without anything between them", func() {
		src := record.AppendCommand(nil, 1, &order)
		src = record.AppendResult(src, &mockexchange.Result{Order: 4, Resting: true})
		now, c, n, err := record.DecodeCommand(src)
		Expect(err).NotTo(HaveOccurred())
		Expect(now).To(Equal(int64(1)))
		Expect(c).To(Equal(order))
		r, m, err := record.DecodeResult(src[n:])
		Expect(err).NotTo(HaveOccurred())
		Expect(r).To(Equal(mockexchange.Result{Order: 4, Resting: true}))
		Expect(n + m).To(Equal(len(src)))
	})

	It("carry everything there is", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			now, c := rapid.Int64().Draw(t, "now"), recordtest.Any[mockexchange.Command](t)
			head := rapid.SliceOf(rapid.Byte()).Draw(t, "head")
			src := record.AppendCommand(head, now, &c)
			gotNow, got, n, err := record.DecodeCommand(src[len(head):])
			Expect(err).NotTo(HaveOccurred())
			Expect(gotNow).To(Equal(now))
			Expect(got).To(Equal(c))
			Expect(n).To(Equal(len(src) - len(head)))
			Expect(record.Size(src[len(head):])).To(Equal(n))
		})
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			r := recordtest.Any[mockexchange.Result](t)
			got, _, err := record.DecodeResult(record.AppendResult(nil, &r))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(Equal(r))
		})
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			e := recordtest.Any[mockexchange.Event](t)
			got, _, err := record.DecodeEvent(record.AppendEvent(nil, &e))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(Equal(e))
		})
	})

	It("tell of every field of a command, those of an observed block included", func() {
		base := blockObserved()
		plain := record.AppendCommand(nil, 4, &base)
		members := record.AppendMembers(nil, 4, &base, &mockexchange.Result{})
		told := 0
		recordtest.EachField(blockObserved, func(field string, c *mockexchange.Command) {
			told++
			src := record.AppendCommand(nil, 4, c)
			Expect(src).NotTo(Equal(plain), field)
			_, got, _, err := record.DecodeCommand(src)
			Expect(err).NotTo(HaveOccurred())
			Expect(record.AppendCommand(nil, 4, &got)).To(Equal(src), field)
			if strings.HasPrefix(field, "Credential") {
				Expect(record.AppendMembers(nil, 4, c, &mockexchange.Result{})).To(Equal(members), "it is for nobody to read")
			} else {
				Expect(record.AppendMembers(nil, 4, c, &mockexchange.Result{})).NotTo(Equal(members), field)
			}
		})
		Expect(told).To(BeNumerically(">", reflect.TypeFor[mockexchange.Command]().NumField()+8))
	})

	It("tell of every field of a result and of an event", func() {
		plain := record.AppendMembers(nil, 4, &mockexchange.Command{}, &mockexchange.Result{})
		recordtest.EachField(func() (r mockexchange.Result) { return r }, func(field string, r *mockexchange.Result) {
			got, _, err := record.DecodeResult(record.AppendResult(nil, r))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(And(Equal(*r), Not(BeZero())), field)
			Expect(record.AppendMembers(nil, 4, &mockexchange.Command{}, r)).NotTo(Equal(plain), field)
		})
		recordtest.EachField(func() (e mockexchange.Event) { return e }, func(field string, e *mockexchange.Event) {
			got, _, err := record.DecodeEvent(record.AppendEvent(nil, e))
			Expect(err).NotTo(HaveOccurred())
			Expect(got).To(And(Equal(*e), Not(BeZero())), field)
		})
	})

	It("carry an observed block with its transactions", func() {
		c := blockObserved()
		_, got, _, err := record.DecodeCommand(record.AppendCommand(nil, 4, &c))
		Expect(err).NotTo(HaveOccurred())
		Expect(got.Block.ID()).To(Equal(c.Block.ID()))
		Expect(got.Block.Transactions).To(Equal(c.Block.Transactions))
	})

	It("have a form for people, as members of a JSON object", func() {
		c := mockexchange.Command{
			Kind: mockexchange.RollbackTrades, Auth: mockexchange.AuthOperator, Credential: access.Credential{1, 2, 3}, Source: 0x0a000001,
			Market: 1, Side: market.Buy, Price: -9, Memo: math.MaxUint64, Flag: true, Since: 5, Label: `say "hi"`, Address: chain.Address{0xab},
		}
		text := record.AppendMembers([]byte(`{"n":1,`), 7, &c, &mockexchange.Result{Count: 2, Ask: 3})
		Expect(string(append(text, '}'))).To(Equal(`{"n":1,"at":"7","kind":"rollback_trades","auth":3,"source":"10.0.0.1","market":1,"side":1,"flag":true,` +
			`"price":"-9","address":"ab00000000000000000000000000000000000000","memo":"18446744073709551615","label":"say \"hi\"","since":"5",` +
			`"code":"ok","changed":2,"ask":"3"}`))
		refused := record.AppendMembers(nil, 0, &mockexchange.Command{Kind: mockexchange.Login, Refused: reject.BadRequest}, &mockexchange.Result{Code: reject.BadRequest})
		Expect(string(refused)).To(Equal(`"kind":"login","refused":"bad_request","code":"bad_request"`))
	})

	It("ask for more while they are cut short", func() {
		src := record.AppendCommand(nil, 1, &order)
		for cut := range src {
			Expect(record.Size(src[:cut])).To(BeZero())
			_, _, _, err := record.DecodeCommand(src[:cut])
			Expect(err).To(MatchError(record.ErrInvalid))
		}
	})

	DescribeTable("are refused when encoding would have written something else",
		func(body string) {
			raw, err := hex.DecodeString(body)
			Expect(err).NotTo(HaveOccurred())
			src := append(binary.AppendUvarint(nil, uint64(len(raw))), raw...)
			_, _, _, err = record.DecodeCommand(src)
			Expect(err).To(MatchError(record.ErrInvalid))
		},
		Entry("unknown field", "7f01"),
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
		_, err := record.Size(binary.AppendUvarint(nil, 1<<40))
		Expect(err).To(MatchError(record.ErrInvalid))
	})
})

// blockObserved is the command that shows the venue a block with all that a
// block can have.
func blockObserved() mockexchange.Command {
	key := chain.DeriveKey(1, "hot", 0)
	tx := &chain.Transaction{
		From: key.Address(), Inputs: []chain.OutPoint{{Index: 1}}, Fee: 5, Policies: []chain.Policy{chain.Single(&key)},
		Outputs: []chain.Output{{To: chain.ExternalAddress(1, "out", 1), Amount: 1 << 60, Memo: 9}},
	}
	tx.Sign(&key)
	block := &chain.Block{Height: 3, At: 4, Transactions: []*chain.Transaction{tx}}
	return mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: 2, Block: block}
}

func FuzzDecodeCommand(f *testing.F) {
	c := mockexchange.Command{Kind: mockexchange.Login, Refused: reject.BadRequest, Credential: access.Credential{1}, Label: "x"}
	f.Add(record.AppendCommand(nil, 5, &c))
	f.Add(record.AppendCommand(nil, -5, &mockexchange.Command{Block: &chain.Block{Height: 1}}))
	f.Fuzz(func(t *testing.T, src []byte) {
		now, c, n, err := record.DecodeCommand(src)
		if err != nil {
			return
		}
		if again := record.AppendCommand(nil, now, &c); !bytes.Equal(again, src[:n]) {
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
		buf = record.AppendCommand(buf[:0], 1_515_225_600_000_000_000, &c)
	}
}

package sim_test

import (
	"encoding/hex"
	"math"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// order is a typical command: a bot's limit order, and what came of it.
func order() (sim.Envelope, mockexchange.Result) {
	return sim.Envelope{At: 1_515_164_400_000_000_123, Actor: 300, Command: mockexchange.Command{
			Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthKey, Source: 0xcb007105, Key: 4711,
			Credential: access.Credential{1, 2, 3}, Market: 1, Side: market.Buy, Type: market.Limit,
			Price: 1_900_000, Quantity: 5_000_000,
		}},
		mockexchange.Result{Order: 99, Resting: true}
}

func trade() mockexchange.Event {
	return mockexchange.Event{
		Seq: 12, At: 1_515_164_400_000_000_123, Type: mockexchange.Traded, Op: mockexchange.PlaceOrder,
		Auth: mockexchange.AuthKey, Side: market.Buy, Order: market.Limit, Source: 0xcb007105, Account: 7, Key: 4711,
		Counterparty: 9, Market: 1, Asset: 1, OrderID: 99, MakerOrder: 98,
		Price: 1_900_000, Quantity: 5_000_000, Amount: 95_000, Value: 95_000,
	}
}

var _ = Describe("The canonical record", func() {
	It("of a command is what the package says", func() {
		e, r := order()
		Expect(hex.EncodeToString(sim.AppendEnvelope(nil, &e, &r))).To(Equal("017b60517efef10615002c0100000b01a631000085e281d80ce724010101c0f7e70180ade204440063"))
	})

	It("of an event is what the package says", func() {
		e := trade()
		Expect(hex.EncodeToString(sim.AppendEvent(nil, &e))).To(Equal("027b60517efef106150c000000000000000bb37f1e000b01010185e281d80c07e7240901016362c0f7e70180ade204b0cc0bb0cc0b"))
	})

	It("leaves credentials out", func() {
		e, r := order()
		with := sim.AppendEnvelope(nil, &e, &r)
		e.Command.Credential = access.Credential{9}
		Expect(sim.AppendEnvelope(nil, &e, &r)).To(Equal(with))
	})

	It("tells everything else: a change of any field shows, and reads back", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			e, r := anyEnvelope(t), anyResult(t)
			record := sim.AppendEnvelope(nil, &e, &r)
			got, n, err := sim.DecodeEnvelope(append(record, 1, 2, 3))
			if err != nil || n != len(record) {
				t.Fatalf("%d of %d bytes, %v", n, len(record), err)
			}
			e.Command.Credential = access.Credential{}
			if got.Envelope != e || got.Result != r {
				t.Fatalf("read %+v, wrote %+v %+v", got, e, r)
			}
		})
	})

	It("names a block by its id", func() {
		b := &chain.Block{Height: 3, At: 5}
		e := sim.Envelope{Command: mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: 2, Block: b}}
		got, _, err := sim.DecodeEnvelope(sim.AppendEnvelope(nil, &e, &mockexchange.Result{}))
		Expect(err).NotTo(HaveOccurred())
		Expect(got.Block).To(Equal(b.ID()))
	})

	DescribeTable("refuses what it would not have written",
		func(spoil func(record []byte) []byte) {
			e, r := order()
			_, _, err := sim.DecodeEnvelope(spoil(sim.AppendEnvelope(nil, &e, &r)))
			Expect(err).To(MatchError(sim.ErrRecord))
		},
		Entry("nothing", func([]byte) []byte { return nil }),
		Entry("an event", func(b []byte) []byte { e := trade(); return sim.AppendEvent(nil, &e) }),
		Entry("a cut", func(b []byte) []byte { return b[:len(b)-1] }),
		Entry("an unknown field", func(b []byte) []byte { b[19] |= 0x80; return b }),
		Entry("a field that is not there", func(b []byte) []byte { b[16] |= 1; return b }),
	)
})

var _ = Describe("Log", func() {
	fill := func(l *sim.Log, n int) {
		e, r := order()
		for i := range n {
			e.At++
			l.Record(&e, &r)
			l.Events([]mockexchange.Event{{Seq: uint64(i)}, trade()})
		}
	}

	It("has one head for one history, however often it is looked at", func() {
		a, b := sim.NewLog(), sim.NewLog()
		fill(a, 3000)
		fill(b, 3000)
		Expect(a.Head()).To(Equal(b.Head()))
		Expect(a.Head()).To(Equal(b.Head()))
		Expect(a.Records()).To(Equal(uint64(9000)))
	})

	It("does not show where batches end", func() {
		a, b := sim.NewLog(), sim.NewLog()
		e, r := order()
		for range 1000 {
			e.At++
			a.Record(&e, &r)
			b.Record(&e, &r)
			b.Head()
		}
		Expect(a.Head()).To(Equal(b.Head()))
	})

	It("changes with every record", func() {
		a, b := sim.NewLog(), sim.NewLog()
		fill(a, 2)
		fill(b, 2)
		e, r := order()
		r.Code = reject.InsufficientBalance
		b.Record(&e, &r)
		Expect(a.Head()).NotTo(Equal(b.Head()))
	})

	It("clones into a log that goes on alone", func() {
		a := sim.NewLog()
		fill(a, 500)
		b := a.Clone()
		before := a.Head()
		fill(b, 1)
		Expect(a.Head()).To(Equal(before))
		Expect(b.Head()).NotTo(Equal(before))
		Expect(b.Records()).To(Equal(uint64(1503)))
	})
})

func anyEnvelope(t *rapid.T) sim.Envelope {
	u8, u16 := rapid.Uint8(), rapid.Uint16()
	u32, u64 := rapid.Uint32(), rapid.Uint64()
	amount := rapid.Int64Range(math.MinInt64, math.MaxInt64)
	return sim.Envelope{
		At: amount.Draw(t, "at"), Venue: u8.Draw(t, "venue"), Actor: sim.Actor(u32.Draw(t, "actor")),
		Command: mockexchange.Command{
			Kind: mockexchange.Kind(u8.Draw(t, "kind")), Auth: mockexchange.Auth(u8.Draw(t, "auth")),
			Refused: reject.Code(u8.Draw(t, "refused")), Source: access.Source(u32.Draw(t, "source")),
			Key: u32.Draw(t, "key"), Account: u32.Draw(t, "account"), Credential: access.Credential{u8.Draw(t, "credential")},
			Factor: u32.Draw(t, "factor"), Market: u16.Draw(t, "market"), Asset: u16.Draw(t, "asset"),
			Side: market.Side(u8.Draw(t, "side")), Type: market.Type(u8.Draw(t, "type")),
			TimeInForce: market.TimeInForce(u8.Draw(t, "tif")), Scopes: access.Scopes(u8.Draw(t, "scopes")),
			Flag: rapid.Bool().Draw(t, "flag"), Price: amount.Draw(t, "price"), Quantity: amount.Draw(t, "quantity"),
			Quote: amount.Draw(t, "quote"), Amount: amount.Draw(t, "amount"), Order: u64.Draw(t, "order"),
			Withdrawal: u32.Draw(t, "withdrawal"), Address: chain.Address{u8.Draw(t, "address")}, Memo: u64.Draw(t, "memo"),
			Until: amount.Draw(t, "until"), Limit: u32.Draw(t, "limit"), Target: u32.Draw(t, "target"),
			Label: rapid.String().Draw(t, "label"),
		},
	}
}

func anyResult(t *rapid.T) mockexchange.Result {
	u8, u32, u64 := rapid.Uint8(), rapid.Uint32(), rapid.Uint64()
	amount := rapid.Int64Range(math.MinInt64, math.MaxInt64)
	return mockexchange.Result{
		Code: reject.Code(u8.Draw(t, "code")), Control: reject.Control(u8.Draw(t, "control")),
		Order: u64.Draw(t, "placed"), Withdrawal: u32.Draw(t, "asked"), Key: u32.Draw(t, "made"), Count: u32.Draw(t, "count"),
		Resting: rapid.Bool().Draw(t, "resting"), Filled: amount.Draw(t, "filled"), Quote: amount.Draw(t, "paid"),
		Bid: amount.Draw(t, "bid"), Ask: amount.Draw(t, "ask"), Last: amount.Draw(t, "last"),
		Address: chain.Address{u8.Draw(t, "deposit address")}, Memo: u64.Draw(t, "deposit memo"),
	}
}

func FuzzDecodeEnvelope(f *testing.F) {
	e, r := order()
	f.Add(sim.AppendEnvelope(nil, &e, &r))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, src []byte) {
		rec, n, err := sim.DecodeEnvelope(src)
		if err == nil && rec.Block == (chain.Hash{}) &&
			string(sim.AppendEnvelope(nil, &rec.Envelope, &rec.Result)) != string(src[:n]) {
			t.Fatal("two spellings of one record")
		}
	})
}

func BenchmarkLog(b *testing.B) {
	l := sim.NewLog()
	e, r := order()
	b.Run("Record", func(b *testing.B) {
		for b.Loop() {
			e.At++
			l.Record(&e, &r)
		}
	})
	events := []mockexchange.Event{trade()}
	b.Run("Events", func(b *testing.B) {
		for b.Loop() {
			events[0].Seq++
			l.Events(events)
		}
	})
}

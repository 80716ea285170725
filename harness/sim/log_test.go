package sim_test

import (
	"encoding/hex"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/record/recordtest"
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

	It("tells everything else: a change of any field shows, whatever the others are", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			e, r, ev := recordtest.Any[sim.Envelope](t), recordtest.Any[mockexchange.Result](t), recordtest.Any[mockexchange.Event](t)
			command, event := string(sim.AppendEnvelope(nil, &e, &r)), string(sim.AppendEvent(nil, &ev))
			recordtest.EachField(func() sim.Envelope { return e }, func(field string, e *sim.Envelope) {
				if shows := string(sim.AppendEnvelope(nil, e, &r)) != command; shows == strings.HasPrefix(field, "Command.Credential") {
					t.Fatalf("%s shows: %t", field, shows)
				}
			})
			recordtest.EachField(func() mockexchange.Result { return r }, func(field string, r *mockexchange.Result) {
				if string(sim.AppendEnvelope(nil, &e, r)) == command {
					t.Fatalf("%s does not show", field)
				}
			})
			recordtest.EachField(func() mockexchange.Event { return ev }, func(field string, ev *mockexchange.Event) {
				if string(sim.AppendEvent(nil, ev)) == event {
					t.Fatalf("%s does not show", field)
				}
			})
		})
	})

	It("names a block by its id", func() {
		b := &chain.Block{Height: 3, At: 5}
		id := b.ID()
		e := sim.Envelope{Command: mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: 2, Block: b}}
		Expect(sim.AppendEnvelope(nil, &e, &mockexchange.Result{})).To(HaveSuffix(string(id[:]) + "\x00\x00"))
	})
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
})

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

package market_test

import (
	"reflect"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// crowd is how many accounts trade in these specs.
const crowd = 4

// floor is a trading floor: a book, the reference that it has to agree with,
// and a ledger that everything is posted to as a venue would.
type floor struct {
	book   *market.Book
	model  reference
	ledger *ledger.Ledger
	placed uint64
	fills  int
	kinds  [4]int // orders that were taken, by type
	spread int64  // how far prices lie from each other
	apart  int64  // how far bids lie below and asks above 100, on average
}

// specs are the markets that random commands are tried on: prices in whole
// numbers, prices that have to be rounded, steps, bounds and fees.
var specs = rapid.SampledFrom([]market.Spec{
	whole,
	cents,
	{Symbol: "STEPS", Base: 1, Quote: 2, PriceScale: 1, BaseDecimals: 1, Tick: 2, Step: 3, MinQty: 6, MaxQty: 60, MinPrice: 70, MinNotional: 7, TakerFee: 333},
})

func newFloor(t *rapid.T) *floor {
	spec := specs.Draw(t, "spec")
	f := &floor{book: market.NewBook(spec), model: reference{spec: spec}, ledger: ledger.New(crowd, 2)}
	f.spread = rapid.SampledFrom([]int64{2, 10, 20}).Draw(t, "spread")
	f.apart = rapid.SampledFrom([]int64{0, 2, 18}).Draw(t, "apart")
	for account := uint32(1); account <= crowd; account++ {
		f.post(t, 1, 10_000, outside, free(account))
		f.post(t, 2, 400_000, outside, free(account))
	}
	return f
}

var (
	outside = ledger.Pocket{Kind: ledger.Outside}
	fees    = ledger.Pocket{Kind: ledger.Fees}
)

func free(account uint32) ledger.Pocket { return ledger.Pocket{Kind: ledger.Free, Account: account} }

func locked(account uint32) ledger.Pocket {
	return ledger.Pocket{Kind: ledger.Locked, Account: account}
}

// post may be asked to post nothing, and then does.
func (f *floor) post(t *rapid.T, asset uint16, amount int64, from, to ledger.Pocket) {
	if amount == 0 {
		return
	}
	if code := f.ledger.Post(asset, amount, from, to); code != reject.OK {
		t.Fatalf("%d of asset %d from %v to %v: %s", amount, asset, from, to, code)
	}
}

// command is most often an order, now and then something else.
func (f *floor) command(t *rapid.T) {
	switch rapid.SampledFrom([]string{
		"order", "order", "order", "order", "order", "order", "order", "order", "order", "order",
		"order", "order", "order", "order", "cancel", "cancel", "cancel", "status",
	}).Draw(t, "command") {
	case "order":
		f.place(t)
	case "cancel":
		f.cancel(t)
	default:
		f.setStatus(t)
	}
}

func (f *floor) drawOrder(t *rapid.T) market.Order {
	f.placed++
	o := market.Order{
		ID:      f.placed,
		Account: uint32(rapid.IntRange(1, crowd).Draw(t, "account")),
		Key:     uint32(rapid.IntRange(0, 9).Draw(t, "key")),
		Side:    rapid.SampledFrom([]market.Side{market.Buy, market.Sell}).Draw(t, "side"),
		Type: rapid.SampledFrom([]market.Type{
			market.Limit, market.Limit, market.Limit, market.LimitMaker, market.Market,
		}).Draw(t, "type"),
		Quantity: rapid.Int64Range(1, 20).Draw(t, "quantity") * max(1, f.model.spec.Step),
	}
	if o.Type != market.Market {
		o.TimeInForce = rapid.SampledFrom([]market.TimeInForce{market.GTC, market.GTC, market.IOC, market.FOK}).Draw(t, "tif")
		o.Price = rapid.Int64Range(100-f.spread, 100+f.spread).Draw(t, "price") + f.apart
		if o.Side == market.Buy {
			o.Price -= 2 * f.apart
		}
	} else if rapid.Bool().Draw(t, "by amount") {
		o.Quantity, o.Quote = 0, rapid.Int64Range(1, 500).Draw(t, "amount")
	}
	return o
}

// place puts one order to the book and to the reference, and posts it.
func (f *floor) place(t *rapid.T) {
	o := f.drawOrder(t)
	theirs := o
	need, code := f.book.Reserve(&o)
	asset := f.given(o.Side)
	held := f.ledger.Free(o.Account, asset)
	if code == reject.OK && need > held {
		return // the venue refuses it
	}
	f.post(t, asset, need, free(o.Account), locked(o.Account))

	placed, fills, again := f.book.Place(&o, nil)
	wantPlaced, wantFills, wantCode := f.model.place(&theirs)
	if code != wantCode || again != wantCode || placed != wantPlaced || !slices.Equal(fills, wantFills) || !reflect.DeepEqual(o, theirs) {
		t.Fatalf("order %+v\nbook:      %s %s %+v %+v\nreference: %s %+v %+v %+v",
			o, code, again, placed, fills, wantCode, wantPlaced, wantFills, theirs)
	}
	if code != reject.OK {
		return
	}
	f.fills += len(fills)
	f.kinds[o.Type]++
	for _, fill := range fills {
		f.settle(t, &o, fill)
	}
	f.post(t, asset, placed.Release, locked(o.Account), free(o.Account))
}

// settle posts a fill with nothing but what the fill and the taker tell.
func (f *floor) settle(t *rapid.T, taker *market.Order, fill market.Fill) {
	base, quote := f.model.spec.Base, f.model.spec.Quote
	buyer, buyerFee, seller, sellerFee := taker.Account, fill.TakerFee, fill.MakerAccount, fill.MakerFee
	if taker.Side == market.Sell {
		buyer, buyerFee, seller, sellerFee = seller, sellerFee, buyer, buyerFee
	}
	f.post(t, base, fill.Quantity-buyerFee, locked(seller), free(buyer))
	f.post(t, base, buyerFee, locked(seller), fees)
	f.post(t, quote, fill.Quote-sellerFee, locked(buyer), free(seller))
	f.post(t, quote, sellerFee, locked(buyer), fees)
	f.post(t, f.given(taker.Side.Opposite()), fill.MakerRelease, locked(fill.MakerAccount), free(fill.MakerAccount))
}

// given is the asset that a side pays with.
func (f *floor) given(side market.Side) uint16 {
	if side == market.Buy {
		return f.model.spec.Quote
	}
	return f.model.spec.Base
}

func (f *floor) cancel(t *rapid.T) {
	id := uint64(rapid.IntRange(0, int(f.placed)+1).Draw(t, "id"))
	got, code := f.book.Cancel(id)
	want, wantCode := f.model.cancel(id)
	// Until it is done a buyer's order may hold a little more than it needs: what
	// its fills were rounded down by.
	if code != wantCode || !reflect.DeepEqual(got, want) {
		t.Fatalf("cancel %d\nbook:      %+v %s\nreference: %+v %s", id, got, code, want, wantCode)
	}
	if code == reject.OK {
		f.post(t, f.given(got.Side), got.Locked, locked(got.Account), free(got.Account))
	}
}

func (f *floor) setStatus(t *rapid.T) {
	f.model.status = rapid.SampledFrom([]market.Status{
		market.Open, market.Open, market.Open, market.Open, market.Open, market.Open, market.PostOnly, market.CancelOnly, market.Halted,
	}).Draw(t, "status")
	f.book.SetStatus(f.model.status)
}

// agree holds everything that the book tells against the reference, and what
// its orders have locked against the ledger.
func (f *floor) agree(t *rapid.T) {
	if err := f.book.Check(); err != nil {
		t.Fatal(err)
	}
	bids, asks := f.book.Depth(0, nil, nil)
	if !slices.Equal(bids, f.model.depth(market.Buy)) || !slices.Equal(asks, f.model.depth(market.Sell)) {
		t.Fatalf("book: %v %v, reference: %v %v", bids, asks, f.model.depth(market.Buy), f.model.depth(market.Sell))
	}
	for account := uint32(1); account <= crowd; account++ {
		mine := f.book.Orders(account, nil)
		if !slices.Equal(mine, f.model.orders(account)) {
			t.Fatalf("account %d has %v, reference: %v", account, mine, f.model.orders(account))
		}
		var sums [3]int64
		for _, o := range mine {
			sums[f.given(o.Side)] += o.Locked
		}
		if sums[1] != f.ledger.Locked(account, 1) || sums[2] != f.ledger.Locked(account, 2) {
			t.Fatalf("orders of account %d hold %v, the ledger %d and %d",
				account, sums[1:], f.ledger.Locked(account, 1), f.ledger.Locked(account, 2))
		}
	}
	f.settled(t)
}

var _ = Describe("Whatever is ordered and cancelled", func() {
	It("trades as in the simplest of books, and the ledger balances with nothing locked for nobody", func() {
		fills, deepest, kinds := 0, 0, [4]int{}
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			f := newFloor(t)
			for range rapid.SampledFrom([]int{10, 40, 400}).Draw(t, "commands") {
				f.command(t)
				f.agree(t)
				deepest = max(deepest, f.book.Open())
			}
			fills += f.fills
			for i := range kinds {
				kinds[i] += f.kinds[i]
			}
		})
		Expect(fills).To(BeNumerically(">", 1_000), "the property tries commands that trade")
		Expect(kinds[1:]).To(HaveEach(BeNumerically(">", 100)), "with every type of order")
		Expect(deepest).To(BeNumerically(">", 50), "in books where much rests")
	})
})

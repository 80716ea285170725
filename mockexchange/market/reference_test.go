package market_test

import (
	"math/big"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// reference is an order book in the simplest way there is: one list of orders,
// searched whole for every trade, and numbers without an end.
type reference struct {
	spec    market.Spec
	status  market.Status
	resting []market.Order // by id
}

// worth is price*qty in the quote asset, exactly.
func (r *reference) worth(price, qty int64) *big.Rat {
	exponent := int(r.spec.PriceScale) + int(r.spec.BaseDecimals) - int(r.spec.QuoteDecimals)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exponent)), nil)
	product := new(big.Int).Mul(big.NewInt(price), big.NewInt(qty))
	return new(big.Rat).SetFrac(product, unit)
}

func down(r *big.Rat) int64 { return new(big.Int).Quo(r.Num(), r.Denom()).Int64() }

func up(r *big.Rat) int64 {
	if r.IsInt() {
		return r.Num().Int64()
	}
	return down(r) + 1
}

func percent(ppm, of int64) int64 {
	return down(new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(ppm), big.NewInt(of)), big.NewInt(1_000_000)))
}

// best is where the order is that an order of the other side trades with
// first, -1 if there is none: the lowest ask or the highest bid, the oldest of
// several.
func (r *reference) best(side market.Side) int {
	at := -1
	for i, o := range r.resting {
		if o.Side == side && (at < 0 || side == market.Sell && o.Price < r.resting[at].Price ||
			side == market.Buy && o.Price > r.resting[at].Price) {
			at = i
		}
	}
	return at
}

func (r *reference) crosses(o *market.Order) bool {
	i := r.best(o.Side.Opposite())
	return i >= 0 && meets(o, r.resting[i].Price)
}

func meets(o *market.Order, price int64) bool {
	return o.Type == market.Market || o.Side == market.Buy && price <= o.Price || o.Side == market.Sell && price >= o.Price
}

// refuse says why an order cannot be placed, before its cost is known.
func (r *reference) refuse(o *market.Order) reject.Code {
	if r.status == market.Halted {
		return reject.MarketHalted
	}
	if r.status == market.CancelOnly {
		return reject.CancelOnly
	}
	if code := r.spec.Check(o.Side, o.Type, o.Price, o.Quantity, o.Quote); code != reject.OK {
		return code // the filters have specs of their own
	}
	waits := o.Type == market.LimitMaker || o.Type == market.Limit && o.TimeInForce == market.GTC
	mustRest := o.Type == market.LimitMaker || r.status == market.PostOnly
	if mustRest && (!waits || r.crosses(o)) {
		return reject.WouldMatch
	}
	if o.Type == market.Market && r.best(o.Side.Opposite()) < 0 {
		return reject.NoLiquidity
	}
	return reject.OK
}

// place does what Book.Place does.
func (r *reference) place(o *market.Order) (market.Placement, []market.Fill, reject.Code) {
	if code := r.refuse(o); code != reject.OK {
		return market.Placement{}, nil, code
	}
	after := reference{spec: r.spec, status: r.status, resting: slices.Clone(r.resting)}
	taker := *o
	taker.Remaining, taker.Locked = o.Quantity, 1<<62 // as if there were no end of it
	fills := after.match(&taker)
	if o.Quote > 0 && len(fills) == 0 {
		return market.Placement{}, nil, reject.NotionalFilter
	}
	if o.TimeInForce == market.FOK && o.Type == market.Limit && taker.Remaining > 0 {
		after.resting, taker, fills = r.resting, *o, nil
		taker.Remaining, taker.Locked = o.Quantity, 1<<62
	}
	spent := 1<<62 - taker.Locked
	*o = taker
	placed := after.conclude(o, r.need(o, spent)-spent)
	r.resting = after.resting
	return placed, fills, reject.OK
}

// need is what has to be reserved for an order that will have spent so much.
func (r *reference) need(o *market.Order, spent int64) int64 {
	switch {
	case o.Type == market.Market && o.Side == market.Buy && o.Quote > 0:
		return o.Quote
	case o.Type == market.Market && (o.Side == market.Buy || o.Quote > 0):
		return spent
	case o.Side == market.Buy:
		return up(r.worth(o.Price, o.Quantity))
	default:
		return o.Quantity
	}
}

func (r *reference) match(o *market.Order) (fills []market.Fill) {
	for {
		i := r.best(o.Side.Opposite())
		if i < 0 || !meets(o, r.resting[i].Price) {
			return fills
		}
		maker := &r.resting[i]
		qty := min(maker.Remaining, o.Remaining)
		if o.Quote > 0 {
			qty = r.affordable(o.Quote-o.ExecutedQuote, maker)
		}
		if qty == 0 {
			return fills
		}
		fills = append(fills, r.trade(o, maker, qty))
		if maker.Remaining > 0 {
			return fills // the order has had enough
		}
		r.resting = slices.Delete(r.resting, i, i+1)
	}
}

// affordable is the largest quantity of a maker's, in steps or to its end, that
// is worth no more than what is left.
func (r *reference) affordable(left int64, maker *market.Order) int64 {
	enough := new(big.Rat).SetInt64(left)
	if r.worth(maker.Price, maker.Remaining).Cmp(enough) <= 0 {
		return maker.Remaining
	}
	step := max(r.spec.Step, 1)
	qty := maker.Remaining / step * step
	for r.worth(maker.Price, qty).Cmp(enough) > 0 {
		qty -= step
	}
	return qty
}

func (r *reference) trade(taker, maker *market.Order, qty int64) market.Fill {
	quote := down(r.worth(maker.Price, qty))
	f := market.Fill{
		Maker: maker.ID, MakerAccount: maker.Account, MakerKey: maker.Key,
		Price: maker.Price, Quantity: qty, Quote: quote,
	}
	if taker.Side == market.Buy {
		f.TakerFee, f.MakerFee = percent(r.spec.TakerFee, qty), percent(r.spec.MakerFee, quote)
		taker.Locked, maker.Locked = taker.Locked-quote, maker.Locked-qty
	} else {
		f.TakerFee, f.MakerFee = percent(r.spec.TakerFee, quote), percent(r.spec.MakerFee, qty)
		taker.Locked, maker.Locked = taker.Locked-qty, maker.Locked-quote
	}
	for _, o := range []*market.Order{taker, maker} {
		o.Executed += qty
		o.ExecutedQuote += quote
		if o.Quote == 0 {
			o.Remaining -= qty
		}
	}
	f.MakerLeft, f.MakerDone = maker.Remaining, maker.Remaining == 0
	if f.MakerDone {
		f.MakerRelease = maker.Locked
	}
	return f
}

// conclude rests an order or lets it expire; left is what is still reserved.
func (r *reference) conclude(o *market.Order, left int64) market.Placement {
	waits := o.Type == market.LimitMaker || o.Type == market.Limit && o.TimeInForce == market.GTC
	if !waits || o.Remaining == 0 {
		o.Locked = 0
		return market.Placement{Release: left}
	}
	o.Locked = o.Remaining
	if o.Side == market.Buy {
		o.Locked = up(r.worth(o.Price, o.Remaining))
	}
	r.resting = append(r.resting, *o)
	return market.Placement{Rests: true, Release: left - o.Locked}
}

func (r *reference) cancel(id uint64) (market.Order, reject.Code) {
	for i, o := range r.resting {
		if o.ID == id {
			r.resting = slices.Delete(r.resting, i, i+1)
			return o, reject.OK
		}
	}
	return market.Order{}, reject.UnknownOrder
}

func (r *reference) depth(side market.Side) []market.Level {
	rest := reference{resting: slices.Clone(r.resting)}
	var all []market.Level
	for i := rest.best(side); i >= 0; i = rest.best(side) {
		o := rest.resting[i]
		if len(all) == 0 || all[len(all)-1].Price != o.Price {
			all = append(all, market.Level{Price: o.Price})
		}
		all[len(all)-1].Quantity += o.Remaining
		all[len(all)-1].Orders++
		rest.resting = slices.Delete(rest.resting, i, i+1)
	}
	return all
}

func (r *reference) orders(account uint32) []market.Order {
	var mine []market.Order
	for _, o := range r.resting {
		if o.Account == account {
			mine = append(mine, o)
		}
	}
	return mine
}

package custody

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Velocity bounds how fast coins leave. What one customer asks beyond his
// limits is refused; what all together ask beyond the asset's or the venue's
// waits in line. Amounts are in each coin's own units, which no price can move.
// The zero value bounds nothing.
type Velocity struct {
	Window int64 `json:"window,omitempty"` // nanoseconds
	// PerRequest and PerCustomer name assets by code; an asset that a venue does
	// not have bounds nothing there.
	PerRequest  []Native `json:"per_request,omitempty"`
	PerCustomer []Native `json:"per_customer,omitempty"` // within a window
	// Asset and Venue are shares of what the venue holds when it opens, of each
	// coin and of all by value, that leave within a window, in parts per million.
	Asset int64 `json:"asset,omitempty"`
	Venue int64 `json:"venue,omitempty"`
}

// Native is an amount of one asset, in decimals of a whole coin.
type Native struct {
	Asset  string `json:"asset"`
	Amount string `json:"amount"`
}

// SignerVelocity puts a co-signer, on a host of his own, beside the signers of
// every hot wallet. He signs whatever goes to the venue's own addresses, and of
// customers' withdrawals no more than a share of what the wallet holds hot when
// the venue opens, within each window. Nothing that the venue's staff or its
// own risk code says changes that, and no chain takes a transaction without
// him. The zero value is no co-signer.
type SignerVelocity struct {
	Share  int64 `json:"share,omitempty"`  // parts per million
	Window int64 `json:"window,omitempty"` // nanoseconds
}

// pace is how fast one asset may leave, and how fast it does.
type pace struct {
	perRequest, perCustomer int64 // base units, 0 for no limit
	limit                   int64 // base units a window, 0 for no limit
	signers                 int64 // the same, by the co-signer's rule
	left, signed            rolling
}

// Bound tells the desk what an asset's shares come to: what the venue holds of
// it as it opens, hot and altogether, and what its customers are bounded to, in
// base units.
func (d *Desk) Bound(asset uint16, hot, held, perRequest, perCustomer int64) {
	v, s, p := &d.policy.Velocity, &d.policy.SignerVelocity, &d.paces[asset]
	p.perRequest, p.perCustomer = perRequest, perCustomer
	p.limit, _ = money.MulDiv(held, v.Asset, million, money.Down) // a part of it
	p.signers, _ = money.MulDiv(hot, s.Share, million, money.Down)
	p.left.window, p.signed.window = v.Window, s.Window
}

// BoundAll tells the desk what all that the venue holds as it opens is worth.
func (d *Desk) BoundAll(held int64) {
	v := &d.policy.Velocity
	d.venue.limit, _ = money.MulDiv(held, v.Venue, million, money.Down)
	d.venue.left.window = v.Window
}

// tooFast reports whether a customer asks for more than his limits.
func (d *Desk) tooFast(now int64, w *Withdrawal) bool {
	p := &d.paces[w.Asset]
	switch {
	case p.perRequest > 0 && w.Amount > p.perRequest:
		return true
	case p.perCustomer == 0:
		return false
	}
	left := p.perCustomer - w.Amount
	for id := d.latest[w.Account]; id != 0 && left >= 0; {
		o := &d.all[id-1]
		if o.RequestedAt <= now-d.policy.Velocity.Window {
			break
		}
		if o.Asset == w.Asset && o.State != Rejected {
			left -= o.Amount
		}
		id = o.previous
	}
	return left < 0
}

// Pace is what the limits on all customers together let go of an asset now.
type Pace struct {
	asset, venue room
	signers      room
	full         reject.Control // what the line stands at
}

// room is what is left of one limit.
type room struct {
	bounded bool
	left    int64 // of the limit, below zero after one that went alone
	limit   int64
}

// lets reports whether an amount may go. One that exceeds the limit by itself
// goes alone, or it would wait for ever.
func (r *room) lets(amount int64) bool {
	return !r.bounded || amount <= r.left || r.left == r.limit
}

func (r *room) take(amount int64) { r.left = max(r.left, 0) - min(amount, r.limit) }

// under is the room under a limit of which sum is used; 0 is no limit.
func under(limit, sum int64) room { return room{limit > 0, limit - sum, limit} }

// Pace says what the limits on all customers together let go of an asset now.
func (d *Desk) Pace(now int64, asset uint16) Pace {
	p := &d.paces[asset]
	return Pace{
		asset:   under(p.limit, p.left.total(now)),
		venue:   under(d.venue.limit, d.venue.left.total(now)),
		signers: under(p.signers, p.signed.total(now)),
	}
}

// Stops says which control keeps the next withdrawal of the line from going,
// None if it may go: then it counts. Behind one that has to wait nobody goes,
// unless signers will never sign that one.
func (r *Pace) Stops(w *Withdrawal) reject.Control {
	switch {
	case r.signers.bounded && w.Amount > r.signers.limit:
		return reject.SignerVelocity
	case r.full != reject.None:
	case !r.asset.lets(w.Amount), !r.venue.lets(w.Value):
		r.full = reject.VelocityLimits
	case !r.signers.lets(w.Amount):
		r.full = reject.SignerVelocity
	default:
		r.asset.take(w.Amount)
		r.venue.take(w.Value)
		r.signers.take(w.Amount)
	}
	return r.full
}

// leaves counts a withdrawal that is handed to the chain.
func (d *Desk) leaves(now int64, w *Withdrawal) {
	p := &d.paces[w.Asset]
	if d.policy.BatchCheck.Share > 0 && w.First && !w.checked {
		d.checked[w.Asset].add(now, w.Amount)
	}
	if p.limit > 0 {
		p.left.add(now, w.Amount)
	}
	if p.signers > 0 {
		p.signed.add(now, w.Amount)
	}
	if d.venue.limit > 0 {
		d.venue.left.add(now, min(w.Value, math.MaxInt64-d.venue.left.sum))
	}
}

package custody

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// VelocityLimits bounds how fast coins leave. A velocity limit is kept by the
// venue's own code, in withdrawals_limits.go of package mockexchange. What one
// customer asks beyond his limits is refused; what all together ask beyond the
// asset's or the venue's waits in line. Amounts are in each coin's own units,
// which no price can move. The zero value bounds nothing.
type VelocityLimits struct {
	Window int64 `json:"window,omitempty"` // nanoseconds
	// PerRequest and PerCustomer name assets by code; an asset that a venue does
	// not have bounds nothing there.
	PerRequest  []CoinAmount `json:"per_request,omitempty"`
	PerCustomer []CoinAmount `json:"per_customer,omitempty"` // within a window
	// Asset and Venue are shares of what the venue holds when it opens, of each
	// coin and of all by value, that leave within a window, in parts per million.
	Asset int64 `json:"asset,omitempty"`
	Venue int64 `json:"venue,omitempty"`
}

// CoinAmount is an amount of one asset, in decimals of a whole coin.
type CoinAmount struct {
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

// velocity is how fast one asset may leave, and how fast it does.
type velocity struct {
	perRequest, perCustomer int64 // base units, 0 for no limit
	limit                   int64 // base units a window, 0 for no limit
	signers                 int64 // the same, by the co-signer's rule
	paid, signed            rollingSum
	coSigner                signingLimit
}

// SetVelocity tells the queue what an asset's shares come to: what the venue
// holds of it as it opens, hot and altogether, and what its customers are
// bounded to, in base units.
func (q *WithdrawalQueue) SetVelocity(asset uint16, hot, held, perRequest, perCustomer int64) {
	v, s, p := &q.policy.VelocityLimits, &q.policy.SignerVelocity, &q.velocities[asset]
	p.perRequest, p.perCustomer = perRequest, perCustomer
	p.limit, _ = money.MulDiv(held, v.Asset, money.Whole, money.Down) // a part of it
	p.signers, _ = money.MulDiv(hot, s.Share, money.Whole, money.Down)
	p.paid.window, p.signed.window = v.Window, s.Window
}

// SetVenueVelocity tells the queue what all that the venue holds as it opens is
// worth.
func (q *WithdrawalQueue) SetVenueVelocity(held int64) {
	v := &q.policy.VelocityLimits
	q.venueVelocity.limit, _ = money.MulDiv(held, v.Venue, money.Whole, money.Down)
	q.venueVelocity.paid.window = v.Window
}

// exceedsVelocity reports whether a customer asks for more than his limits.
func (q *WithdrawalQueue) exceedsVelocity(now int64, w *Withdrawal) bool {
	p := &q.velocities[w.Asset]
	switch {
	case p.perRequest > 0 && w.Amount > p.perRequest:
		return true
	case p.perCustomer == 0:
		return false
	}
	left := p.perCustomer - w.Amount
	for id := q.latest[w.Account]; id != 0 && left >= 0; {
		o := &q.all[id-1]
		if o.RequestedAt <= now-q.policy.VelocityLimits.Window {
			break
		}
		if o.Asset == w.Asset && o.State != Rejected {
			left -= o.Amount
		}
		id = o.previous
	}
	return left < 0
}

// Allowance is what the limits on all customers together let go of an asset now.
type Allowance struct {
	asset, venue headroom
	signers      headroom
	coSigner     headroom
	coSignerBy   reject.Control // what keeps him from more
	stoppedBy    reject.Control // what the line stands at
}

// headroom is what is left of one limit.
type headroom struct {
	bounded bool
	left    int64 // of the limit, below zero after one that went alone
	limit   int64
}

// allows reports whether an amount may go. One that exceeds the limit by itself
// goes alone, or it would wait for ever.
func (r *headroom) allows(amount int64) bool {
	return !r.bounded || amount <= r.left || r.left == r.limit
}

func (r *headroom) take(amount int64) { r.left = max(r.left, 0) - min(amount, r.limit) }

// headroomUnder is the room under a limit of which sum is used; 0 is no limit.
func headroomUnder(limit, sum int64) headroom { return headroom{limit > 0, limit - sum, limit} }

// Allowance says what the limits on all customers together let go of an asset now.
func (q *WithdrawalQueue) Allowance(now int64, asset uint16) Allowance {
	p := &q.velocities[asset]
	a := Allowance{
		asset:   headroomUnder(p.limit, p.paid.total(now)),
		venue:   headroomUnder(q.venueVelocity.limit, q.venueVelocity.paid.total(now)),
		signers: headroomUnder(p.signers, p.signed.total(now)),
	}
	a.coSigner, a.coSignerBy = p.coSigner.headroom(now)
	return a
}

// Blocks says which control keeps the next withdrawal of the line from going,
// None if it may go: then it counts. Behind one that has to wait nobody goes,
// unless signers will never sign that one.
func (r *Allowance) Blocks(w *Withdrawal) reject.Control {
	switch {
	case r.signers.bounded && w.Amount > r.signers.limit:
		return reject.SignerVelocity
	case r.coSigner.bounded && w.Amount > r.coSigner.limit:
		return r.coSignerBy
	case w.Unchecked: // the venue's own limits are the venue's own code, the signers' are not
		if !r.signers.allows(w.Amount) {
			return reject.SignerVelocity
		}
		if !r.coSigner.allows(w.Amount) {
			return r.coSignerBy
		}
		r.signers.take(w.Amount)
		r.coSigner.take(w.Amount)
		return reject.None
	case r.stoppedBy != reject.None:
	case !r.asset.allows(w.Amount), !r.venue.allows(w.Value):
		r.stoppedBy = reject.VelocityLimits
	case !r.signers.allows(w.Amount):
		r.stoppedBy = reject.SignerVelocity
	case !r.coSigner.allows(w.Amount):
		r.stoppedBy = r.coSignerBy
	default:
		r.asset.take(w.Amount)
		r.venue.take(w.Value)
		r.signers.take(w.Amount)
		r.coSigner.take(w.Amount)
	}
	return r.stoppedBy
}

// countPaid counts a withdrawal that is handed to the chain.
func (q *WithdrawalQueue) countPaid(now int64, w *Withdrawal) {
	p := &q.velocities[w.Asset]
	q.countSigned(now, w.Asset, w.Amount)
	if w.Unchecked {
		return
	}
	if q.policy.BatchCheck.Share > 0 && w.First && !w.checked {
		q.batchChecked[w.Asset].add(now, w.Amount)
	}
	if p.limit > 0 {
		p.paid.add(now, w.Amount)
	}
	if q.venueVelocity.limit > 0 {
		q.venueVelocity.paid.add(now, min(w.Value, math.MaxInt64-q.venueVelocity.paid.sum))
	}
}

// Cosigned reports whether a co-signer lets so much of an asset go that is no
// withdrawal, and counts it if he does.
func (q *WithdrawalQueue) Cosigned(now int64, asset uint16, amount int64) bool {
	p := &q.velocities[asset]
	room := headroomUnder(p.signers, p.signed.total(now))
	if room.bounded && (amount > room.limit || !room.allows(amount)) {
		return false
	}
	if p.signers > 0 {
		p.signed.add(now, amount)
	}
	return true
}

// rollingSum is a sum over the last stretch of time.
type rollingSum struct {
	window  int64 // nanoseconds
	entries []amountAt
	sum     int64
}

type amountAt struct{ at, amount int64 }

// add counts an amount.
func (r *rollingSum) add(now, amount int64) {
	r.entries = append(r.entries, amountAt{now, amount})
	r.sum += amount
}

// total is the sum over the window that ends now.
func (r *rollingSum) total(now int64) int64 {
	old := 0
	for old < len(r.entries) && r.entries[old].at <= now-r.window {
		r.sum -= r.entries[old].amount
		old++
	}
	r.entries = r.entries[old:]
	return r.sum
}

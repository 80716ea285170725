package impact

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Impact is one case on the bill of harm, with its cause: what was done to which
// customer, and what that costs, weighted as on the bill.
type Impact struct {
	Kind Kind `json:"kind"`
	Cause
	Venue      string `json:"venue"`
	Account    uint32 `json:"account"`
	Unweighted int64  `json:"unweighted"` // what was at stake for him, base units of the reference currency
	Value      int64  `json:"value"`      // the same as the bill weighs it
	Price      int64  `json:"price"`      // base units of the reference currency
}

// Sort puts cases into the order of time, equal times into an order of their
// own.
func Sort(list []Impact) {
	slices.SortFunc(list, func(a, b Impact) int {
		return cmp.Or(
			cmp.Compare(a.At, b.At), cmp.Compare(a.Venue, b.Venue), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.By, b.By), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Price, b.Price),
		)
	})
}

// Obstacle is a control or an action of one venue's with all that it did to
// honest customers there.
type Obstacle struct {
	Venue string
	By    reject.Control
	Items Items
	Cases []Impact
}

// Obstacles gathers cases by what stood in the way, the dearest first. Their
// items add up to the bill.
func Obstacles(list []Impact) (all []Obstacle) {
	for _, i := range list {
		at := slices.IndexFunc(all, func(o Obstacle) bool { return o.Venue == i.Venue && o.By == i.By })
		if at < 0 {
			at = len(all)
			all = append(all, Obstacle{Venue: i.Venue, By: i.By})
		}
		o := &all[at]
		o.Items.Charge(i.Kind, i.Value, i.Price, money.Whole)
		o.Cases = append(o.Cases, i)
	}
	slices.SortFunc(all, func(a, b Obstacle) int {
		return cmp.Or(
			cmp.Compare(b.Items.Price(), a.Items.Price()), cmp.Compare(len(b.Cases), len(a.Cases)),
			cmp.Compare(a.Venue, b.Venue), cmp.Compare(a.By, b.By),
		)
	})
	return all
}

// Customers is how many accounts met the obstacle.
func (o *Obstacle) Customers() int {
	met := make(map[uint32]struct{}, len(o.Cases))
	for i := range o.Cases {
		met[o.Cases[i].Account] = struct{}{}
	}
	return len(met)
}

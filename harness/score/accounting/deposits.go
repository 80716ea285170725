package accounting

import (
	"maps"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// deposits follows honest deposits from the chain to the account.
type deposits struct {
	all   []deposit
	first map[depositKey]int32 // index of the oldest that is not credited
	// What the defence did to deposits of an asset, by asset.
	haltedUntil []int64 // the last time they were halted; math.MaxInt64 while they are
	raised      []bool  // more confirmations than usual are wanted
}

// deposit is one payment of an honest customer to the venue.
type deposit struct {
	value   int64
	account uint32
	asset   uint16
	seen    int64        // by the venue, in a block; 0 before
	came    int64        // when it was credited; 0 before
	next    int32        // index of the next alike, 0 for none
	cause   impact.Cause // what kept it waiting; before it is settled, only what its own events tell
}

// depositKey is how a deposit is recognised: the venue's events carry no more
// than this of what the customer sent.
type depositKey struct {
	account uint32
	asset   uint16
	amount  int64
}

func newDeposits(assets int) deposits {
	return deposits{
		first:       make(map[depositKey]int32),
		haltedUntil: make([]int64, assets+1), raised: make([]bool, assets+1),
	}
}

func (d *deposits) clone() deposits {
	return deposits{
		all: slices.Clone(d.all), first: maps.Clone(d.first),
		haltedUntil: slices.Clone(d.haltedUntil), raised: slices.Clone(d.raised),
	}
}

// DepositSent tells that an honest customer sent coins to the venue, handed to
// the chain at a virtual time.
func (a *Accounting) DepositSent(at sim.Attempt, account uint32, asset uint16, amount, _ int64) {
	weight := a.known.weight(account)
	if weight == 0 || at.Intent == 0 {
		return
	}
	a.intents.All[sim.IntentDeposit] += weight
	d := &a.deposits
	d.all = append(d.all, deposit{value: at.Value, account: account, asset: asset})
	index := int32(len(d.all) - 1)
	key := depositKey{account, asset, amount}
	last, ok := d.first[key]
	if !ok {
		d.first[key] = index
		return
	}
	for d.all[last].next != 0 {
		last = d.all[last].next
	}
	d.all[last].next = index
}

// arrived notes that the venue sees a deposit.
func (d *deposits) arrived(e *mockexchange.Event) {
	i, ok := d.first[depositKey{e.Account, e.Asset, e.Amount}]
	for ok && d.all[i].seen != 0 {
		ok, i = d.all[i].next != 0, d.all[i].next
	}
	if ok {
		d.all[i].seen, d.all[i].cause = e.At, impact.Cause{Type: e.Type, At: e.At, Seq: e.Seq}
	}
}

// credited notes that a deposit reached its account, and what of the defence's
// it met on its way, such as an address that was given up.
func (d *deposits) credited(e *mockexchange.Event, c impact.Cause) {
	key := depositKey{e.Account, e.Asset, e.Amount}
	i, ok := d.first[key]
	if !ok {
		return
	}
	p := &d.all[i]
	p.came = e.At
	if p.seen == 0 {
		p.seen = e.At
	}
	if c.By != reject.None || p.cause.At == 0 {
		p.cause = c
	}
	d.blame(p)
	if next := p.next; next != 0 {
		d.first[key] = next
	} else {
		delete(d.first, key)
	}
}

// blame notes what the defence did to a deposit until now, unless its own events
// tell.
func (d *deposits) blame(p *deposit) {
	switch {
	case p.cause.By != reject.None || p.seen == 0:
	case d.haltedUntil[p.asset] > p.seen:
		p.cause.By = reject.HaltDeposits
	case d.raised[p.asset]:
		p.cause.By = reject.RaiseConfirmations
	}
}

// halted notes that deposits of an asset, 0 for all, stop or go on.
func (d *deposits) halted(asset uint16, stop bool, now int64) {
	for i := 1; i < len(d.haltedUntil); i++ {
		if asset != 0 && int(asset) != i {
			continue
		}
		if stop {
			d.haltedUntil[i] = math.MaxInt64
		} else if d.haltedUntil[i] == math.MaxInt64 {
			d.haltedUntil[i] = now
		}
	}
}

// raise notes that more confirmations are wanted of an asset, 0 for all.
func (d *deposits) raise(asset uint16) {
	for i := 1; i < len(d.raised); i++ {
		d.raised[i] = d.raised[i] || asset == 0 || int(asset) == i
	}
}

// settleDeposits prices the deposits that the defence kept waiting. One is due
// when its block has the confirmations that the venue asks for in quiet times.
func (a *Accounting) settleDeposits(end int64) {
	d := &a.deposits
	for i := range d.all {
		p := &d.all[i]
		due := p.seen + a.known.depth(p.asset)
		if p.seen == 0 || due >= end {
			continue
		}
		if p.came == 0 {
			d.blame(p)
		}
		if p.cause.By == reject.None {
			continue
		}
		a.late(impact.DepositLate, &p.cause, p.account, due, p.came, end, p.value, 0)
	}
}

// depth is how long a deposit takes from its block to the account when nothing
// stands in its way, nanoseconds.
func (t *known) depth(asset uint16) int64 {
	if asset == 0 || int(asset) > len(t.Assets) || t.Assets[asset-1].Chain == nil {
		return 0
	}
	spec := &t.Assets[asset-1]
	return int64(max(spec.Confirmations-1, 0)) * int64(spec.Chain.BlockInterval)
}

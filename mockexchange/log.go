package mockexchange

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// log appends an event with what its command tells about the caller. Markets
// and assets that do not exist are left out. The pointer is good until the next
// call.
func (e *Exchange) log(now int64, t EventType, c *Command) *Event {
	e.sequence++
	e.events = append(e.events, Event{
		Seq: e.sequence, At: now, Type: t, Op: c.Kind, Auth: c.Auth,
		Source: c.Source, Key: c.presented(), Account: c.Account,
	})
	ev := &e.events[len(e.events)-1]
	if int(c.Market) <= len(e.books) {
		ev.Market = c.Market
	}
	if int(c.Asset) <= len(e.wallets) {
		ev.Asset = c.Asset
	}
	return ev
}

// presented is the API key that a command was made with, 0 for none.
func (c *Command) presented() uint32 {
	if c.Auth == AuthKey {
		return c.Key
	}
	return 0
}

// TakeEvents appends everything logged since the last call to dst and forgets
// it.
func (e *Exchange) TakeEvents(dst []Event) []Event {
	dst = append(dst, e.events...)
	e.events = e.events[:0]
	return dst
}

// Logged shows what was logged since TakeEvents was last called, without
// taking it.
func (e *Exchange) Logged() []Event { return e.events }

func (e *Exchange) broadcast(asset uint16, t *chain.Transaction) {
	e.broadcasts = append(e.broadcasts, Broadcast{asset, t})
}

// TakeBroadcasts appends the transactions that the venue wants sent to dst and
// forgets them.
func (e *Exchange) TakeBroadcasts(dst []Broadcast) []Broadcast {
	dst = append(dst, e.broadcasts...)
	e.broadcasts = e.broadcasts[:0]
	return dst
}

// addSaturated is a sum of values, none below zero, and the largest there is
// where it leaves 64 bits.
func addSaturated(a, b int64) int64 { return a + min(b, math.MaxInt64-a) }

// value is an amount of an asset in the reference currency at the reference
// price, to the nearest base unit. Where that leaves 64 bits it is the largest
// value there is, so that no limit lets it pass: values are for telemetry and
// limits, never for postings.
func (e *Exchange) value(asset uint16, amount int64) int64 {
	if asset == 0 {
		return 0
	}
	v, ok := money.MulDiv(amount, e.genesis.Assets[asset-1].Reference, e.unitsPerCoin[asset-1], money.Nearest)
	switch {
	case ok:
		return v
	case amount < 0:
		return -math.MaxInt64
	}
	return math.MaxInt64
}

package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/money"
)

// log appends an event with what its command tells about the caller. The
// pointer is good until the next call.
func (e *Exchange) log(now int64, t EventType, c *Command) *Event {
	e.sequence++
	e.events = append(e.events, Event{
		Seq: e.sequence, At: now, Type: t, Op: c.Kind, Auth: c.Auth,
		Source: c.Source, Key: c.Key, Account: c.Account,
		Market: c.Market, Asset: c.Asset,
	})
	return &e.events[len(e.events)-1]
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

// TakeBroadcasts appends the transactions that the venue wants sent to dst and
// forgets them.
func (e *Exchange) TakeBroadcasts(dst []Broadcast) []Broadcast {
	dst = append(dst, e.broadcasts...)
	e.broadcasts = e.broadcasts[:0]
	return dst
}

// value is an amount of an asset in the reference currency at the reference
// price, to the nearest base unit. It is 0 where that leaves 64 bits: values
// are for telemetry and limits, never for postings.
func (e *Exchange) value(asset uint16, amount int64) int64 {
	if asset == 0 {
		return 0
	}
	v, _ := money.MulDiv(amount, e.genesis.Assets[asset-1].Reference, e.wholes[asset-1], money.Nearest)
	return v
}

package technique

import (
	"fmt"
	"time"

	"github.com/exdrill/exdrill/attacker"
)

// Retry makes the last call that was refused for a key again, several times
// and each time after a longer pause, until it is accepted. At adaptation
// level 1 the same stubbornness, by Persist, goes with every technique.
type Retry struct{}

// Info describes it.
func (Retry) Info() Info {
	return Info{
		Name:    "retry",
		Summary: "Makes a refused call again, after longer and longer pauses.",
		Effect:  "That of the call, if the venue gives in: a halt that ends too early is used at once.",
		Seen:    "The same refused request over and over, the pauses between growing.",
		ATTACK:  []string{"T1078"},
		AADAPT:  []string{"ADT3004.002"},
	}
}

// Start takes Params.Times and Params.Backoff.
func (Retry) Start(p Params) (Run, error) { return Persist(&again{}, p) }

// Persist makes a run stubborn: each call of it that is refused is made again,
// up to Params.Times times, before the run hears of the refusal. It leaves
// alone refusals that would be the same forever.
func Persist(inner Run, p Params) (Run, error) {
	if p.Times < 0 {
		return nil, fmt.Errorf("times is %d, expected at least 1", p.Times)
	}
	if p.Backoff < 0 {
		return nil, fmt.Errorf("backoff is %v, expected a positive duration", p.Backoff)
	}
	if p.Times == 0 {
		p.Times = DefaultTimes
	}
	if p.Backoff == 0 {
		p.Backoff = DefaultBackoff
	}
	return &persisting{inner: inner, times: p.Times, backoff: p.Backoff}, nil
}

type persisting struct {
	inner   Run
	times   int
	backoff time.Duration
	pivots  bool // another address instead of the same again, and no waiting at a dead key

	call  Call  // the one in progress
	tried int   // how often it was made again
	again int64 // when it is made again; 0 when none is due
}

func (p *persisting) Ask(now int64, v View) Move {
	if p.again == 0 {
		m := p.inner.Ask(now, v)
		p.call, p.tried = m.Call, 0
		return m
	}
	if now < p.again {
		return Move{Until: p.again}
	}
	p.again = 0
	p.tried++
	return Move{Call: p.call}
}

func (p *persisting) Tell(now int64, v View, a Answer) {
	if p.pivots && p.tried < p.times && a.Refusal == attacker.AddressRefused {
		p.readdress(now, v)
		return
	}
	if p.tried < p.times && retryable(a.Refusal) && !(p.pivots && hopeless(a.Refusal)) {
		p.again = now + p.pause(v.Chance)
		return
	}
	p.inner.Tell(now, v, a)
}

// readdress has the call made again at once, to the next address.
func (p *persisting) readdress(now int64, v View) {
	p.call.Transfer.Address, _ = v.Purse.Next(p.call.Transfer.Asset)
	p.again = max(now, 1)
}

// maxDoublings keeps a long series of pauses within the range of 64 bits.
const maxDoublings = 10

// pause is the time before the next try: doubled each time, give or take a
// fifth.
func (p *persisting) pause(c *Chance) int64 {
	length := int64(p.backoff) << min(p.tried, maxDoublings)
	return c.Between(length-length/5, length+length/5)
}

// retryable says that the same call could be accepted at another time.
func retryable(r attacker.Refusal) bool {
	switch r {
	case attacker.Accepted, attacker.FilterRefused, attacker.OrderUnknown:
		return false
	}
	return true
}

// again is the run that makes the last refused call of a key once more.
type again struct{ made bool }

func (r *again) Ask(_ int64, v View) Move {
	if r.made || v.Known.Refused.Op == OpNone {
		return Move{}
	}
	r.made = true
	return Move{Call: v.Known.Refused}
}

func (r *again) Tell(int64, View, Answer) {}

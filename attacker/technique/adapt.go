package technique

import (
	"cmp"
	"fmt"
	"time"

	"github.com/exdrill/exdrill/attacker"
)

// The adaptation levels: what a thief does about a refusal, each level more
// than the one before.
const (
	Replays = iota // the plan, word by word
	Retries        // asks again, later and later
	Pivots         // takes another address, key, coin or way; does not wait at a dead key
	Probes         // finds the limits by halving what was refused, and stays within them
)

// longTimes is how often a probing thief asks again by default: with the
// default pauses for about two days, so that he outlasts a limit a day.
const longTimes = 9

// Adapt gives a run the adaptation of a level. Params.Times and Params.Backoff
// are those of Persist.
func Adapt(run Run, level int, p Params) (Run, error) {
	if level == Replays {
		return run, nil
	}
	if level >= Probes && p.Times == 0 {
		p.Times = longTimes
	}
	stubborn, err := Persist(run, p)
	if err != nil || level == Retries {
		return stubborn, err
	}
	s := stubborn.(*persistentRun)
	s.pivots = true
	if level == Pivots {
		return s, nil
	}
	return &probingRun{inner: s, times: s.times, backoff: int64(s.backoff)}, nil
}

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
	p.Times = cmp.Or(p.Times, DefaultTimes)
	p.Backoff = cmp.Or(p.Backoff, DefaultBackoff)
	return &persistentRun{inner: inner, times: p.Times, backoff: p.Backoff}, nil
}

type persistentRun struct {
	inner   Run
	times   int
	backoff time.Duration
	pivots  bool // another address instead of the same again, and no waiting at a dead key

	call  Call  // the one in progress
	tried int   // how often it was made again
	again int64 // when it is made again; 0 when none is due
}

func (p *persistentRun) Ask(now int64, v View) Move {
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

func (p *persistentRun) Tell(now int64, v View, a Answer) {
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
func (p *persistentRun) readdress(now int64, v View) {
	p.call.Transfer.Address, _ = v.Addresses.Next(p.call.Transfer.Asset)
	p.again = max(now, 1)
}

// maxDoublings keeps a long series of pauses within the range of 64 bits.
const maxDoublings = 10

// pause is the time before the next try: doubled each time, give or take a
// fifth.
func (p *persistentRun) pause(c *Chance) int64 {
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

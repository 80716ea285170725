package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// CircuitBreaker stops a market when its price is about to move far within
// minutes. Orders are then collected for a while and executed at one price. A
// market that was stopped lately may move further before it is stopped again.
//
// It turns seconds into minutes, in which somebody can look. With nobody there
// to look, the market goes on afterwards.
type CircuitBreaker struct {
	Move   int64         // parts per million, above 0
	Over   time.Duration // in which the price may move so far, above 0
	For    time.Duration // that orders are collected, above 0
	Widen  int64         // parts per million more with each stop
	Widest int64         // parts per million, at most
	Memory time.Duration // after which a stop is forgotten
}

// Info describes the control.
func (CircuitBreaker) Info() Info {
	return Info{
		ID: reject.CircuitBreaker, Name: "circuit_breaker",
		Summary: "before a trade too far from the price of some minutes ago a market stops, collects orders and reopens at one price",
		Stops:   "running a price up or down within seconds",
		Costs:   "whoever has to trade in a real rush waits; market orders are refused meanwhile, and anybody can stop a thin market",
		Parameters: []Parameter{
			{Name: "move", Type: "share", Default: "20 %", Range: "above 0, at most 100 %", Real: "20 % at bitFlyer in 2017, 20 % or 50 % at bitbank", Source: "S149"},
			{Name: "over", Type: "duration", Default: "10m", Range: "above 0", Real: "10 minutes at bitFlyer", Source: "S149"},
			{Name: "for", Type: "duration", Default: "5m", Range: "above 0", Real: "5 minutes at bitFlyer, then an auction", Source: "S149"},
			{Name: "widen", Type: "share", Default: "10 %", Range: "above 0, at most 100 %", Real: "10 points a stop at bitbank", Source: "S150"},
			{Name: "widest", Type: "share", Default: "50 %", Range: "above 0, at most 100 %", Real: "50 % at bitbank", Source: "S150"},
			{Name: "memory", Type: "duration", Default: "60m", Range: "above 0", Real: "60 minutes at bitbank", Source: "S150"},
		},
		WouldHaveChanged: []string{
			"Binance VIA, March 2018: the whole theft took two minutes",
			"Binance SYS, July 2018: a stop at the first fifth, hours before the first alarm was acted on",
			"Mt. Gox, June 2011: a price from 17 dollars to a cent within minutes",
			"3Commas, 2022: the drains of DMG that moved its price",
		},
	}
}

// Parse reads move, over, for, widen, widest and memory.
func (CircuitBreaker) Parse(p *param.Values) Control {
	c := CircuitBreaker{
		Move: p.Share("move"), Over: p.Duration("over"), For: p.Duration("for"),
		Widen: p.Share("widen"), Memory: p.Duration("memory"),
	}
	if c.Widest = p.Share("widest"); !p.Given("widest") {
		c.Widest = max(c.Widest, c.Move)
	}
	return c
}

// Apply puts the breaker in force.
func (c CircuitBreaker) Apply(s *mockexchange.Settings) {
	s.Market.CircuitBreaker = market.CircuitBreaker{
		Over: int64(c.Over), Move: c.Move, For: int64(c.For), Memory: int64(c.Memory), Widen: c.Widen, Widest: c.Widest,
	}
}

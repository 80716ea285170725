package draw

import (
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// burst is a short time in which many of a group go for one market, most of them on
// one side of it.
type burst struct {
	from, until int64 // virtual nanoseconds
	market      int   // index
	buys        int64 // share of orders, parts per million
	times       int64 // how much faster they live, parts per million
}

// What a burst is about; synthetic.
const (
	burstKnown = 300_000 // share that are about what the group cares for most; the others about anything that it cares for, often thin coins; 10 % to 60 %
	burstRises = 700_000 // share that are about buying; 50 % to 90 %
	burstAgree = 850_000 // share of orders that go the burst's way; 70 % to 95 %
)

// bursts draws those of a group, from its phases, over the clock.
func (b *builder) bursts(group int, of *scenarios.Bursts) (list []burst) {
	s := b.stream(sim.Actor(group), model.ForBursts)
	g := &b.model.Groups[group]
	for at := b.model.Start; ; {
		if at += s.Exponential(int64(of.Every.Value)); at >= b.model.End {
			return list
		}
		u := burst{from: at, buys: sim.Whole - burstAgree, times: of.Times.PPM}
		weights := slices.Clone(g.Phase(at).ByMarket)
		if !s.Chance(burstKnown) {
			for i := range weights {
				weights[i] = min(weights[i], 1)
			}
		}
		if s.Chance(burstRises) {
			u.buys = burstAgree
		}
		u.market = s.Pick(weights)
		at += max(s.Between(int64(of.Lasts.Least.Value), int64(of.Lasts.Most.Value)), 1)
		if u.until = at; u.market >= 0 { // there is one that they care for
			list = append(list, u)
		}
	}
}

// withBursts cuts phases where a burst begins or ends.
func withBursts(phases []model.Phase, bursts []burst) (cut []model.Phase) {
	for _, phase := range phases {
		for ; len(bursts) > 0 && bursts[0].from < phase.Until; bursts = bursts[1:] {
			u := &bursts[0]
			if len(cut) == 0 || cut[len(cut)-1].Until < u.from {
				cut = append(cut, ending(phase, u.from))
			}
			cut = append(cut, ending(u.phase(phase), min(u.until, phase.Until)))
			if u.until > phase.Until { // it goes on in the next
				u.from = phase.Until
				break
			}
		}
		if len(cut) == 0 || cut[len(cut)-1].Until < phase.Until {
			cut = append(cut, phase)
		}
	}
	return cut
}

// phase is how a group lives in a burst that comes while it lives as given. What
// makes too much of a rate stays as it is.
func (u *burst) phase(s model.Phase) model.Phase {
	for _, rate := range []*int64{&s.Logins, &s.Reads, &s.Orders} {
		if times, ok := money.MulDiv(*rate, u.times, sim.Whole, money.Nearest); ok {
			*rate = times
		}
	}
	s.ByMarket, s.Buys = make([]int64, len(s.ByMarket)), u.buys
	s.ByMarket[u.market] = sim.Whole
	return s
}

package lab

import (
	"github.com/exdrill/exdrill/harness/defence"
)

// post puts a monitor of its own on watch at a venue: exchanges share no
// security team.
func (s *Series) post(h *house, p *plot, sp spec) error {
	if !sp.defence.Watches() {
		return nil
	}
	sc := p.world.Scenario
	monitor, err := summon(sp.defence, p.world.Genesis.Seed, sc, reveal(h, p))
	if err != nil {
		return err
	}
	h.watch = watch{
		monitor: monitor, interval: int64(sc.Latencies.Step.Value), delay: int64(sc.Latencies.Telemetry.Value),
		latency: func(a *defence.Action) int64 { return int64(defence.Latency(sc, a)) },
	}
	if sp.defence.Immediate() {
		h.watch.delay, h.watch.latency = 0, func(*defence.Action) int64 { return 0 }
	}
	return monitor.Hello(h.hello())
}

// hello is what a monitor is told: the venue, never the incident.
func (h *house) hello() *defence.Hello {
	g := h.genesis
	told := &defence.Hello{
		Venue: g.Name, Now: g.Start, Interval: h.watch.interval,
		Assets: g.Assets, Currency: g.Assets[0].Code,
	}
	for _, m := range g.Markets {
		told.Markets = append(told.Markets, m.Symbol)
	}
	for _, c := range g.Settings.Imposed {
		told.Controls = append(told.Controls, c.String())
	}
	return told
}

// reveal is the ground truth about a venue, for the one monitor that may see
// it.
func reveal(h *house, p *plot) defence.Truth {
	t := defence.Truth{
		FirstCommandAt: h.attackAt,
		Accounts:       p.world.Truth.OwnAccounts,
		Wallets:        p.world.Truth.Wallets,
		Pending:        func() []uint32 { return h.truth.pending },
	}
	for _, k := range p.world.Dump {
		if k.Live {
			t.Keys = append(t.Keys, k.Key)
		}
	}
	return t
}

package lab

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// startMonitor gives a venue a monitor of its own: exchanges share no security
// team.
func (s *Series) startMonitor(v *venueRun, p *venueSetup, sp runSpec) error {
	if !sp.defence.Watches() {
		return nil
	}
	sc := p.world.Scenario
	monitor, err := newMonitor(sp.defence, p.world.Genesis.Seed, sc, groundTruth(v, p))
	if err != nil {
		return err
	}
	v.loop = monitorLoop{
		monitor: monitor, interval: int64(sc.Latencies.Step.Value), delay: int64(sc.Latencies.Telemetry.Value),
		latency: func(a *defence.Action) int64 { return int64(action.Latency(sc, a)) },
	}
	if sp.defence.Immediate() {
		v.loop.delay, v.loop.latency = 0, func(*defence.Action) int64 { return 0 }
	}
	return monitor.Hello(v.hello())
}

// hello is what a monitor is told: the venue, never the incident. Of an asset it
// is its name, how it is counted, what it is worth and whether it has a chain; what the
// house owns and who signs would tell one venue from another.
func (v *venueRun) hello() *defence.Hello {
	g := v.genesis
	told := &defence.Hello{Venue: g.Name, Now: g.Start, Interval: v.loop.interval, Currency: g.Assets[0].Code}
	for i := range g.Assets {
		a := mockexchange.Asset{Code: g.Assets[i].Code, Decimals: g.Assets[i].Decimals, Reference: g.Assets[i].Reference}
		if g.Assets[i].Chain != nil {
			a.Chain = &chain.Spec{}
		}
		told.Assets = append(told.Assets, a)
	}
	for _, m := range g.Markets {
		told.Markets = append(told.Markets, m.Symbol)
	}
	told.Vendors = g.Vendors
	for _, c := range g.Settings.Imposed {
		told.Controls = append(told.Controls, c.String())
	}
	return told
}

// groundTruth is what really happens at a venue, for the one monitor that may
// see it.
func groundTruth(v *venueRun, p *venueSetup) defence.Truth {
	t := defence.Truth{
		FirstCommandAt: v.attackAt,
		Accounts:       p.world.Truth.OwnAccounts,
		Wallets:        p.world.Truth.Wallets,
		Balances:       v.genesis.Balances,
		Loot:           func() []chain.Address { return v.loot },
	}
	for _, l := range p.world.Logins {
		t.Logins = append(t.Logins, l.Account)
	}
	for _, k := range p.world.Dump {
		if k.Live {
			t.Keys = append(t.Keys, k.Key)
			if n := v.genesis.Keys[k.Key-1].Vendor; n != 0 {
				t.Vendor = v.genesis.Vendors[n-1]
			}
		}
	}
	if v.attackAt > 0 {
		keys, plan := p.keys, p.campaign
		t.Next = func() (defence.Turn, bool) { return v.nextTurn(keys, plan) }
	}
	return t
}

// nextTurn is the thief's next turn, told with the venue's ids of his keys, or of the
// account where he has a login.
func (v *venueRun) nextTurn(keys []uint32, plan *campaign.Campaign) (t defence.Turn, ok bool) {
	if v.next == nil {
		return t, false
	}
	t.At, t.Wallet, t.Staff = v.next.At, v.next.Chain, v.genesis.AtDesk(v.next.Host, mockexchange.Command{}).Target
	if i := v.next.Key; i >= 0 {
		if t.Key = keys[i]; t.Key == 0 {
			t.Account = plan.Keys[i].Login.Account
		} else {
			t.Account = v.genesis.Keys[t.Key-1].Account
		}
	}
	return t, true
}

// monitorTurn carries out the actions that are due and, at the monitor's
// cadence, hands it the news.
func (v *venueRun) monitorTurn(now int64) error {
	if now != v.loop.timer {
		return nil
	}
	if err := v.takeDueActions(now); err != nil {
		return err
	}
	if v.loop.due(now) {
		if err := v.askMonitor(now); err != nil {
			return err
		}
		// What takes no time takes effect at once.
		if err := v.takeDueActions(now); err != nil {
			return err
		}
	}
	if at := v.loop.nextTurn(now); at != never {
		v.push(at, monitorTimer)
	}
	return nil
}

// takeDueActions does every action that is due.
func (v *venueRun) takeDueActions(now int64) error {
	for at, ok := v.loop.nextAction(); ok && at <= now; at, ok = v.loop.nextAction() {
		if err := v.takeAction(now, v.loop.pop()); err != nil {
			return err
		}
	}
	return nil
}

// askMonitor is one step of the monitor.
func (v *venueRun) askMonitor(now int64) error {
	for _, o := range v.run.observers {
		if o.Interim != nil && now <= v.run.end {
			loss, harm := v.accounting.Interim(now)
			o.Interim(now, v.venue, loss, harm)
		}
	}
	alerts, err := v.loop.step(now)
	if err != nil {
		return err
	}
	r := v.run
	for i := range alerts {
		a := &alerts[i]
		a.At, a.Venue = now, v.name
		v.accounting.Alert(a)
		r.alerts = append(r.alerts, *a)
		for _, o := range r.observers {
			if o.Alert != nil && r.failed == nil {
				r.failed = o.Alert(a)
			}
		}
	}
	return nil
}

// takeAction carries out one action, command by command. What it changed in sum
// is what the monitor hears; the first refusal is the code that it hears.
func (v *venueRun) takeAction(now int64, a defence.Action) error {
	commands, err := action.Commands(&a, v.directory)
	if err != nil {
		return &Failure{Of: OfDefence, Err: fmt.Errorf("it asked for what cannot be done: %w", err)}
	}
	code, changed := reject.OK, uint32(0)
	for _, c := range commands {
		result, err := v.operate(now, sim.Operator, c)
		if err != nil {
			return err
		}
		changed += result.Count
		if code == reject.OK {
			code = result.Code
		}
	}
	v.accounting.Acted(now, &a)
	v.run.actions = append(v.run.actions, AppliedAction{At: now, Venue: v.name, Action: a, Code: code.String(), Changed: changed})
	v.loop.queueResult(now, &a, code, changed)
	return nil
}

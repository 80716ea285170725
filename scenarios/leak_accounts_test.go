package scenarios_test

import (
	"math/bits"
	"slices"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// What an account has shown before the thief comes.
const (
	pastLogins = iota
	pastReads
	pastByKey
	pastOrders
	pastFarOrders
	pastFills
	pastWithdrawals
	pastDeposits
	pastComplaints
	pastTurnover // of pastOrders
	pastSent     // of pastWithdrawals
	pastAgeOfKey
	pastAgeOfAccount
	pastKeysHeld
	pastFeatures
)

var pastNames = [pastFeatures]string{
	"logins", "reads", "requests by key", "orders", "orders far from the price", "fills", "withdrawals", "deposits", "complaints",
	"worth of orders", "worth of withdrawals", "age of the key", "age of the account", "keys",
}

// pasts notes what every account shows until the thief's first command.
type pasts struct {
	world *draw.World
	over  bool
	of    [][pastFeatures]int64 // account n is element n-1
}

func newPasts(w *draw.World) *pasts {
	p := &pasts{world: w, of: make([][pastFeatures]int64, len(w.Genesis.Accounts))}
	for i := range w.Genesis.Accounts {
		p.of[i][pastAgeOfAccount] = (w.Genesis.Start - w.Genesis.Accounts[i].Created) / (24 * hour)
	}
	for i := range w.Genesis.Keys {
		k := &w.Genesis.Keys[i]
		a := &p.of[k.Account-1]
		a[pastKeysHeld]++
		a[pastAgeOfKey] = max(a[pastAgeOfKey], (w.Genesis.Start-k.Created)/(24*hour))
	}
	return p
}

func (p *pasts) command(e *sim.Envelope, events []mockexchange.Event) {
	p.over = p.over || e.Actor == sim.Attacker
	if p.over {
		return
	}
	for i := range events {
		ev := &events[i]
		if ev.Account == 0 {
			continue
		}
		a := &p.of[ev.Account-1]
		if ev.Auth == mockexchange.AuthKey {
			a[pastByKey]++
		}
		switch ev.Type {
		case mockexchange.LoggedIn:
			a[pastLogins]++
		case mockexchange.APICall:
			a[pastReads]++
		case mockexchange.OrderAccepted:
			a[pastOrders]++
			a[pastTurnover] += ev.Value
			if ev.Price > 0 && p.far(ev) {
				a[pastFarOrders]++
			}
		case mockexchange.Traded:
			a[pastFills]++
			p.of[ev.Counterparty-1][pastFills]++
		case mockexchange.WithdrawalRequested:
			a[pastWithdrawals]++
			a[pastSent] += ev.Value
		case mockexchange.DepositSeen:
			a[pastDeposits]++
		case mockexchange.Complained:
			a[pastComplaints]++
		}
	}
}

// far says that a limit is a fifth or more from what the market takes the price to be.
func (p *pasts) far(ev *mockexchange.Event) bool {
	fair := p.world.Prices.At(ev.Market, ev.At)
	return ev.Price > fair+fair/5 || ev.Price < fair-fair/5
}

// suspects are the owners of keys of the cohort that the stolen ones are part of:
// that one of these was robbed is documented.
func (p *pasts) suspects() []bool {
	from := p.world.Scenario.Compromise.Cohort
	in := make([]bool, len(p.of))
	for i := range p.world.Genesis.Keys {
		k := &p.world.Genesis.Keys[i]
		if g := p.group(k.Account); g != nil && g.Name.Text == from.Group.Text && k.Created >= from.Created.First.Start && k.Created <= from.Created.Last.End {
			in[k.Account-1] = true
		}
	}
	return in
}

// people are all who are neither programs nor the few who own much of one coin.
func (p *pasts) people() []bool {
	in := make([]bool, len(p.of))
	for i := range in {
		g := p.group(uint32(i + 1))
		in[i] = g != nil && g.Kind.Text == scenarios.KindPeople && g.Count.Value > 100
	}
	return in
}

// group is that of an account's owner, nil of the thief's own.
func (p *pasts) group(account uint32) *scenarios.Group {
	groups := p.world.Scenario.Population.Groups
	if n := int(p.world.AccountGroup[account-1]); n < len(groups) {
		return &groups[n]
	}
	return nil
}

// by gives what a feature tells of some accounts. Who deleted a key that the
// thief has is neither victim nor somebody else.
func (p *pasts) by(f int, in []bool, tamper func(*labelled)) (all []labelled) {
	in, victims := slices.Clone(in), make([]bool, len(p.of))
	for _, k := range p.world.Dump {
		victims[k.Account-1] = k.Live
		in[k.Account-1] = in[k.Account-1] && k.Live
	}
	for _, l := range p.world.Logins {
		victims[l.Account-1] = true
	}
	for i, is := range in {
		if is {
			l := labelled{bin: pastBin(f, p.of[i][f]), thief: victims[i]}
			if tamper != nil {
				tamper(&l)
			}
			all = append(all, l)
		}
	}
	return all
}

// pastBin cuts a count, a worth or an age in days.
func pastBin(f int, n int64) uint8 {
	switch f {
	case pastTurnover, pastSent:
		return uint8(min(bits.Len64(uint64(n)/1000)/2, bins-1))
	case pastAgeOfKey, pastAgeOfAccount:
		return uint8(min(max(n, 0)/200, bins-1))
	}
	return uint8(min(bits.Len64(uint64(n)), bins-1))
}

// Package split cuts a scenario with several venues into scenarios with one.
package split

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// AtVenue is a scenario as it is at one of its venues: with that venue alone,
// its members of every group, its victims, keys and own accounts, and what is
// done there. Facts and statements stay whole. A scenario with one venue is
// given back as it is.
func AtVenue(whole *scenarios.Scenario, venue int) (*scenarios.Scenario, error) {
	if len(whole.Venues) == 1 {
		return whole, nil
	}
	l := venueSplit{whole: whole, sc: whole.Clone(), n: venue, name: whole.Venues[venue].Name.Text}
	l.sc.Venues = l.sc.Venues[venue:][:1:1]
	l.groups()
	if err := l.compromise(); err != nil {
		return nil, err
	}
	l.campaign()
	l.history()
	return l.sc, nil
}

// venueSplit is a scenario in the middle of being cut to one venue.
type venueSplit struct {
	whole, sc *scenarios.Scenario
	n         int
	name      string
}

// isHere reports whether something is at this venue that may name its own.
func (l *venueSplit) isHere(n *scenarios.Name) bool { return n == nil || n.Text == l.name }

// listed reports whether this venue keeps an asset.
func (l *venueSplit) listed(code string) bool {
	return slices.ContainsFunc(l.sc.Venues[0].Assets, func(a scenarios.Asset) bool { return a.Code.Text == code })
}

// share is this venue's part of a count.
func (l *venueSplit) share(n scenarios.Number, at ...scenarios.Name) scenarios.Number {
	for _, v := range []*int64{&n.Value, &n.Lo, &n.Hi} {
		*v = l.whole.Spread(*v, at...)[l.n]
	}
	return n
}

// groups keeps the members who are here, and of what people own and care for
// what this venue keeps.
func (l *venueSplit) groups() {
	p := &l.sc.Population
	p.Groups = slices.DeleteFunc(p.Groups, func(g scenarios.Group) bool { return l.share(g.Count, g.Venues...).Value == 0 })
	for i := range p.Groups {
		p.Groups[i].Count = l.share(p.Groups[i].Count, p.Groups[i].Venues...)
	}
	other := func(r scenarios.Row[scenarios.Share]) bool { return !l.listed(r.Key.Text) }
	p.Holdings = slices.DeleteFunc(p.Holdings, other)
	p.Interest = slices.DeleteFunc(p.Interest, other)
	for i := range p.Surges {
		p.Surges[i].Interest = slices.DeleteFunc(p.Surges[i].Interest, other)
	}
}

// compromise keeps the stolen keys and own accounts that are here.
func (l *venueSplit) compromise() error {
	k := l.sc.Compromise
	if k == nil {
		return nil
	}
	k.AttackerAccounts = slices.DeleteFunc(k.AttackerAccounts, func(o scenarios.AttackerAccounts) bool { return !l.isHere(o.Venue) })
	if !l.sc.ApprovalPath() {
		k.Wallets = slices.DeleteFunc(k.Wallets, func(n scenarios.Name) bool { return !l.signed(n.Text) })
	}
	if !k.Credentials() {
		return nil
	}
	live := int64(0)
	for i := range k.Victims {
		if err := l.owners(&k.Victims[i].Owners); err != nil {
			return err
		}
		live += k.Victims[i].Accounts.Value
	}
	k.Victims = slices.DeleteFunc(k.Victims, func(v scenarios.Victims) bool { return v.Accounts.Value == 0 })
	for i := range k.Logins {
		if err := l.owners(&k.Logins[i].Owners); err != nil {
			return err
		}
	}
	k.Logins = slices.DeleteFunc(k.Logins, func(s scenarios.StolenLogins) bool { return s.Accounts.Value == 0 })
	k.Dump.Deleted = l.share(k.Dump.Deleted)
	k.Dump.Live.Exactly(live)
	k.Dump.Keys.Exactly(live + k.Dump.Deleted.Value)
	if k.Dump.Published != nil {
		k.Dump.Published.Exactly(min(l.share(*k.Dump.Published).Value, k.Dump.Keys.Value))
	}
	keys := &k.Cohort.Keys
	*keys = l.share(*keys)
	keys.Lo = max(keys.Lo, live)
	keys.Value, keys.Hi = max(keys.Value, live), max(keys.Hi, live)
	return nil
}

// signed reports whether a hot wallet of this venue is signed for on a host
// that the attacker holds.
func (l *venueSplit) signed(code string) bool {
	for i := range l.sc.Venues[0].Assets {
		a := &l.sc.Venues[0].Assets[i]
		if a.Code.Text != code || a.Signers == nil {
			continue
		}
		for _, h := range l.sc.Compromise.Hosts {
			if slices.ContainsFunc(a.Signers.Hosts, func(s scenarios.Name) bool { return s.Text == h.Text }) {
				return true
			}
		}
	}
	return false
}

// owners keeps this venue's part of a class, and that part of what it owns.
func (l *venueSplit) owners(v *scenarios.Owners) error {
	places := scenarios.Places(v.Venue)
	parts := l.whole.Spread(v.Accounts.Value, places...)
	currency := &l.sc.Venues[0].Assets[0]
	u := money.Unit{Code: currency.Code.Text, Decimals: uint8(currency.Decimals.Value)}
	total, err := u.Parse(v.Total.Text)
	if err != nil {
		return fmt.Errorf("%s: %v", v.Total.Pos, err)
	}
	if slices.Max(parts) > 0 {
		v.Total.Text = u.Trimmed(scenarios.Split(total, parts)[l.n])
	}
	v.Accounts.Exactly(parts[l.n])
	return nil
}

// campaign keeps the steps that are taken here.
func (l *venueSplit) campaign() {
	if l.sc.Campaign == nil {
		return
	}
	l.sc.Campaign.Steps = slices.DeleteFunc(l.sc.Campaign.Steps, func(s scenarios.Step) bool { return !l.taken(&s) })
}

// taken reports whether a step is taken here: it may name its venue, and there
// must be keys or wallets that it is about.
func (l *venueSplit) taken(s *scenarios.Step) bool {
	if !l.isHere(s.Venue) {
		return false
	}
	if len(s.Transfers) > 0 {
		return slices.ContainsFunc(l.sc.Compromise.Wallets, func(n scenarios.Name) bool { return n.Text == s.Transfers[0].Amount.Asset.Text })
	}
	return l.sc.Compromise.Size(s.On) > 0
}

// history keeps what this exchange noticed and did.
func (l *venueSplit) history() {
	h := &l.sc.History
	h.Alerts = slices.DeleteFunc(h.Alerts, func(a scenarios.Alert) bool { return !l.isHere(a.Venue) })
	h.Actions = slices.DeleteFunc(h.Actions, func(a scenarios.Action) bool {
		return !l.isHere(a.Venue) || a.Venue == nil && !l.possible(&a)
	})
}

// possible reports whether what an action of every exchange is about exists
// here.
func (l *venueSplit) possible(a *scenarios.Action) bool {
	if a.Asset != nil && !l.listed(a.Asset.Text) {
		return false
	}
	return a.Market == nil || slices.ContainsFunc(l.sc.Venues[0].Markets, func(m scenarios.Market) bool { return m.Symbol() == a.Market.Text })
}

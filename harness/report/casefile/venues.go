package casefile

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// venues lists the venues, where there are several: who has which part of the
// customers, and what is traded there.
func (v *writer) venues() {
	if len(v.sc.Venues) > 1 {
		v.venueTable()
	}
}

func (v *writer) venueTable() {
	v.heading(v.labels.venues)
	g := layout.NewGrid(0, 0, 24, 48)
	g.Row(v.labels.venue, v.labels.part, v.labels.assets, v.labels.markets)
	for i := range v.sc.Venues {
		u := &v.sc.Venues[i]
		part := ""
		if u.Share != nil {
			part = percent(u.Share)
		}
		g.Row(u.Name.Text, part, assetCodes(u), marketNames(u))
	}
	g.Print(v.w)
}

func assetCodes(u *scenarios.Venue) string {
	var codes []string
	for i := range u.Assets {
		codes = append(codes, u.Assets[i].Code.Text)
	}
	return strings.Join(codes, ", ")
}

func marketNames(u *scenarios.Venue) string {
	var names []string
	for i := range u.Markets {
		names = append(names, u.Markets[i].Base.Text+"/"+u.Markets[i].Quote.Text)
	}
	return strings.Join(names, ", ")
}

// percent writes a share as scenarios do.
func percent(s *scenarios.Share) string { return fmt.Sprintf("%g %%", float64(s.PPM)/10_000) }

// own lists the accounts that the thief opened himself.
func (v *writer) own() {
	if v.sc.Compromise == nil || len(v.sc.Compromise.AttackerAccounts) == 0 {
		return
	}
	v.heading(v.labels.own)
	g := layout.NewGrid(24, 0, 0, 23, 36)
	g.Row(v.labels.class, v.labels.venue, v.labels.accounts, v.labels.opened, v.labels.holdings)
	for i := range v.sc.Compromise.AttackerAccounts {
		o := &v.sc.Compromise.AttackerAccounts[i]
		at := v.sc.Venues[0].Name.Text
		if o.Venue != nil {
			at = o.Venue.Text
		}
		g.Row(o.Name.Text, at, v.figure(fmt.Sprint(o.Accounts.Value)), days(o.Opened), v.amounts(o.Holdings))
	}
	g.Print(v.w)
}

// days writes a span of days, a single day as itself.
func days(d scenarios.Days) string {
	if d.First.Text == d.Last.Text {
		return d.First.Text
	}
	return d.First.Text + " - " + d.Last.Text
}

// amounts lists what of each asset somebody has.
func (v *writer) amounts(t scenarios.Table[scenarios.Amount]) string {
	var parts []string
	for _, row := range t {
		parts = append(parts, v.figure(row.Value.Text)+" "+row.Value.Asset.Text)
	}
	return strings.Join(parts, ", ")
}

// migrations puts a venue's planned moves of hot wallets into the timeline.
func (v *writer) migrations(add func(at int64, who, what string)) {
	for i := range v.sc.Venues {
		u := &v.sc.Venues[i]
		for j := range u.Migrations {
			m := &u.Migrations[j]
			add(m.Announced.Unix, v.venue(&u.Name), fmt.Sprintf(v.labels.approves, m.Asset.Text, v.clock(m.At.Unix, "2006-01-02 15:04")))
			add(m.At.Unix, v.venue(&u.Name), fmt.Sprintf(v.labels.migrates, m.Asset.Text))
		}
		v.staffWork(u, add)
	}
}

// staffWork puts what a venue's staff does at a time that the scenario says into the
// timeline: releases in a hurry, payments of the house, and what people sign for cold
// storage.
func (v *writer) staffWork(u *scenarios.Venue, add func(at int64, who, what string)) {
	who, l := v.venue(&u.Name), &v.labels
	amount := func(a *scenarios.Amount) string { return v.figure(a.Text) + " " + a.Asset.Text }
	if r := u.Releases; r != nil {
		for i := range r.Planned {
			add(r.Planned[i].Unix, who, l.releases)
		}
	}
	if o := u.WalletOperations; o != nil {
		for i := range o.Payments {
			add(o.Payments[i].At.Unix, who, fmt.Sprintf(l.pays, amount(&o.Payments[i].Amount)))
		}
	}
	for i := range u.ColdTransfers {
		add(u.ColdTransfers[i].At.Unix, who, fmt.Sprintf(l.fetches, amount(&u.ColdTransfers[i].Amount)))
	}
	for i := range u.WalletUpgrades {
		w := &u.WalletUpgrades[i]
		add(w.Announced.Unix, who, fmt.Sprintf(l.approvesUpgrade, w.Asset.Text, v.clock(w.At.Unix, "2006-01-02 15:04")))
		add(w.At.Unix, who, fmt.Sprintf(l.upgrades, w.Asset.Text))
	}
}

// venue is who acts in the timeline: the exchange, one of several by its name.
func (v *writer) venue(name *scenarios.Name) string {
	if name == nil || len(v.sc.Venues) < 2 {
		return v.labels.exchange
	}
	return name.Text
}

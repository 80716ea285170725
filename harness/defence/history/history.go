package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

// ComplaintOfTheft is the label under which customers complain that money left
// which they did not send. Some make it by mistake.
const ComplaintOfTheft = "withdrawal not mine"

// Maker makes monitors that do what the record of a scenario says.
type Maker struct{}

// Make makes the monitor of one run.
func (Maker) Make(_ uint64, sc *scenarios.Scenario) (defence.Monitor, error) {
	if sc == nil {
		return nil, errors.New("history: there is no record without a scenario")
	}
	return &monitor{record: sc.History, said: sc.Statements, venues: sc.Venues}, nil
}

// monitor does what the real exchange did, when it did it. The record tells
// which keys the exchange found to be abused and which wallets to be robbed, so
// it is shown the ground truth about these; it acts on nothing else of it.
//
// Where there are several venues it does what was done at its own.
type monitor struct {
	record scenarios.History
	said   []scenarios.Statement // by the venue
	venues []scenarios.Venue
	onset  int64 // the thief's first command, virtual nanoseconds; 0 if nobody attacks
	hello  defence.Hello

	opening []mockexchange.Balance // what everybody owned by the books when the clock started

	loot func() []chain.Address // where the thief's transactions paid to so far; nil if nobody can tell

	alerts     int // how many of the record are done
	actions    int
	statements int
	stolen     telemetry.IDSet
	presented  telemetry.IDSet // stolen keys in the order in which they were used
	logins     stolenLogins
	wronged    telemetry.IDSet // accounts whose owners complained of theft, in their order
	vendor     string          // whose keys leaked, as far as keys name him; empty where none does
	wallets    []string        // assets of whose hot wallets the thief holds a key

	victims    victims
	profiteers *profiteers // nil where the record names nobody who profited
	overpaid   overpaid
	watchHolds bool       // the record does something to withdrawals of accounts
	holds      holds      // of the withdrawals of those whom the record names
	holders    []*holders // of the assets that the record pays for, by asset
	frozen     []uint32   // accounts that it froze, of those whom the record names
}

func (h *monitor) See(t defence.Truth) {
	h.onset, h.wallets, h.vendor = t.FirstCommandAt, t.Wallets, t.Vendor
	h.opening, h.loot = t.Balances, t.Loot
	for _, id := range t.Keys {
		h.stolen.Add(id)
	}
	for _, account := range t.Logins {
		h.logins.accounts.Add(account)
	}
}

func (h *monitor) Hello(hello *defence.Hello) error {
	h.hello = *hello
	h.victims.assets = hello.Assets
	h.localise()
	h.watchOverpaid()
	h.watchHolders()
	if g := h.record.Gain; g != nil {
		atLeast, ok := g.AtLeast.Units(int64(hello.Assets[reference-1].Decimals))
		if !ok || g.AtLeast.Asset.Text != hello.Currency {
			return fmt.Errorf("%s: a gain of %s %s, expected an amount of %s", g.AtLeast.Pos, g.AtLeast.Text, g.AtLeast.Asset, hello.Currency)
		}
		h.profiteers = &profiteers{within: int64(g.Within.Value), atLeast: atLeast}
	}
	return nil
}

// localise keeps what happened at this venue, and what it said itself.
func (h *monitor) localise() {
	elsewhere := func(venue *scenarios.Name) bool { return venue != nil && venue.Text != h.hello.Venue }
	h.record.Alerts = slices.DeleteFunc(slices.Clone(h.record.Alerts), func(a scenarios.Alert) bool { return elsewhere(a.Venue) })
	h.record.Actions = slices.DeleteFunc(slices.Clone(h.record.Actions), func(a scenarios.Action) bool { return elsewhere(a.Venue) })
	h.watchHolds = slices.ContainsFunc(h.record.Actions, func(a scenarios.Action) bool {
		return a.Names != nil && (a.Action.Text == "hold" || a.Action.Text == "reject")
	})
	h.said = slices.DeleteFunc(slices.Clone(h.said), func(s scenarios.Statement) bool { return s.By != nil })
}

func (h *monitor) Step(b *defence.Batch) (defence.Answer, error) {
	for i := range b.Events {
		h.notice(&b.Events[i])
	}
	var a defence.Answer
	for ; h.alerts < len(h.record.Alerts) && h.record.Alerts[h.alerts].At.Unix <= b.Now; h.alerts++ {
		a.Alerts = append(a.Alerts, h.alert(b.Now, &h.record.Alerts[h.alerts]))
	}
	for ; h.actions < len(h.record.Actions) && h.record.Actions[h.actions].At.Unix <= b.Now; h.actions++ {
		a.Actions = append(a.Actions, h.action(b.Now, &h.record.Actions[h.actions])...)
	}
	a.Actions = append(a.Actions, h.holds.take()...)
	for ; h.statements < len(h.said) && h.said[h.statements].At.Unix <= b.Now; h.statements++ {
		a.Actions = append(a.Actions, defence.Action{Name: "announce", Text: h.said[h.statements].Text()})
	}
	a.WakeAt = h.next()
	return a, nil
}

func (h *monitor) Close() error { return nil }

// next is the time of the next entry of the record; 0 after the last.
func (h *monitor) next() (at int64) {
	sooner := func(next int64) {
		if at == 0 || next < at {
			at = next
		}
	}
	if h.alerts < len(h.record.Alerts) {
		sooner(h.record.Alerts[h.alerts].At.Unix)
	}
	if h.actions < len(h.record.Actions) {
		sooner(h.record.Actions[h.actions].At.Unix)
	}
	if h.statements < len(h.said) {
		sooner(h.said[h.statements].At.Unix)
	}
	return at
}

// notice remembers what the record's entries may name later.
func (h *monitor) notice(e *mockexchange.Event) {
	if h.profiteers != nil {
		h.profiteers.notice(e)
	}
	if h.watchHolds {
		h.holds.notice(e)
	}
	h.victims.notice(e)
	h.overpaid.notice(&h.hello, e)
	for i := range h.holders {
		h.holders[i].notice(e)
	}
	switch {
	case e.Type == mockexchange.Complained && e.Label == ComplaintOfTheft:
		h.wronged.Add(e.Account)
		h.victims.accounts.Add(e.Account)
	case h.onset != 0 && e.At >= h.onset && h.logins.takes(e):
		h.victims.accounts.Add(e.Account)
	case e.Auth == mockexchange.AuthKey && h.onset != 0 && e.At >= h.onset && h.stolen.Has(e.Key):
		h.presented.Add(e.Key)
		if e.Type == mockexchange.OrderAccepted || e.Type == mockexchange.WithdrawalRequested {
			h.victims.accounts.Add(e.Account)
		}
	}
}

func (h *monitor) alert(now int64, r *scenarios.Alert) defence.Alert {
	a := defence.Alert{At: r.At.Unix, Rule: "the record", Title: r.Title.EN, Level: "high"}
	a.Accounts = h.accounts(now, r.Names.Text)
	if r.Names.Text == scenarios.AlertDrained && h.onset != 0 && h.onset <= now {
		a.Wallets = slices.Clone(h.wallets)
	}
	return a
}

// action translates an entry of the record. It comes to nothing if the entry
// is about abused keys only and there are none in this run.
func (h *monitor) action(now int64, r *scenarios.Action) []defence.Action {
	switch r.Action.Text {
	case "rollback_trades":
		return h.rollback(now, r)
	case "compensate":
		return h.compensate(now, r)
	case "fund_protection":
		return h.protect(r)
	case "waive_fees", "rebate_fees":
		return h.relieve(now, r)
	}
	if r.Names != nil {
		return h.upon(now, r)
	}
	if r.Loot {
		return h.aboutLoot(r)
	}
	a := defence.Action{Name: r.Action.Text, NewOnly: r.NewOnly}
	if r.Asset != nil {
		a.Asset = r.Asset.Text
	}
	if r.Market != nil {
		a.Market = h.symbol(r.Market.Text)
	}
	if r.CreatedUntil != nil {
		a.CreatedUntil = r.CreatedUntil.Unix
	}
	for _, right := range r.Remove {
		a.Scopes |= access.ScopeNamed(right.Text)
	}
	if r.Abused {
		a.Keys = slices.Clone(h.presented.All)
		if len(a.Keys) == 0 && a.CreatedUntil == 0 {
			return nil
		}
	}
	if r.Connected {
		if a.Vendor = h.vendor; a.Vendor == "" {
			return nil
		}
	}
	if r.HandedOver {
		if a.Keys = slices.Clone(h.stolen.All); len(a.Keys) == 0 {
			return nil
		}
	}
	return []defence.Action{a}
}

// aboutLoot does something about the addresses that the loot went to, as far as
// the chain shows them; nothing if there are none.
func (h *monitor) aboutLoot(r *scenarios.Action) []defence.Action {
	a := defence.Action{Name: r.Action.Text, Text: "stolen"}
	if h.loot != nil {
		a.Addresses = slices.Clone(h.loot())
	}
	if r.Text != nil {
		a.Text = r.Text.Text
	}
	if len(a.Addresses) == 0 {
		return nil
	}
	return []defence.Action{a}
}

// upon does something to the accounts that the record names. What takes it back
// is about those to whom it was done.
func (h *monitor) upon(now int64, r *scenarios.Action) []defence.Action {
	action := r.Action.Text
	switch action {
	case "hold":
		h.holds.shut(h.accounts(now, r.Names.Text))
	case "approve":
		return h.holds.open()
	case "reject":
		if asked := h.holds.asked(h.earlier(now, r.Names.Text)); len(asked) > 0 {
			return []defence.Action{{Name: action, Withdrawals: asked}}
		}
	case "freeze_accounts":
		named := slices.DeleteFunc(h.accounts(now, r.Names.Text), func(id uint32) bool { return slices.Contains(h.frozen, id) })
		if len(named) > 0 {
			h.frozen = append(h.frozen, named...)
			return []defence.Action{{Name: action, Accounts: named}}
		}
	case "unfreeze_accounts":
		if frozen := h.frozen; len(frozen) > 0 {
			h.frozen = nil
			return []defence.Action{{Name: action, Accounts: frozen}}
		}
	}
	return nil
}

// symbol finds the venue's own name of a market that the record writes as
// "BTC/JPY".
func (h *monitor) symbol(market string) string {
	plain := strings.ReplaceAll(market, "/", "")
	for _, m := range h.hello.Markets {
		if m == market || m == plain {
			return m
		}
	}
	return plain
}

package defence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// ComplaintOfTheft is the label under which customers complain that money left
// which they did not send. Some make it by mistake.
const ComplaintOfTheft = "withdrawal not mine"

// history does what the real exchange did, when it did it. The record tells
// which keys the exchange found to be abused, so it is shown the ground truth
// about keys; it acts on nothing else of it.
//
// Where there are several venues it does what was done at its own.
type history struct {
	record scenarios.History
	said   []scenarios.Statement // by the venue
	venues []scenarios.Venue
	onset  int64 // the thief's first command, virtual nanoseconds; 0 if nobody attacks
	hello  Hello

	alerts     int // how many of the record are done
	actions    int
	statements int
	stolen     idSet
	presented  idSet // stolen keys in the order in which they were used
	wronged    idSet // accounts whose owners complained of theft, in their order
	drained    idSet // assets whose hot wallets somebody else spent from

	robbed  robbery
	profits *profits // nil where the record names nobody who profited
	locks   bool     // the record does something to withdrawals of accounts
	lock    lock     // of the withdrawals of those whom the record names
	frozen  []uint32 // accounts that it froze, of those whom the record names
}

func (h *history) See(t Truth) {
	h.onset = t.FirstCommandAt
	for _, id := range t.Keys {
		h.stolen.add(id)
	}
}

func (h *history) Hello(hello *Hello) error {
	h.hello = *hello
	h.robbed.assets = hello.Assets
	h.localise()
	if g := h.record.Gain; g != nil {
		atLeast, ok := g.AtLeast.Units(int64(hello.Assets[reference-1].Decimals))
		if !ok || g.AtLeast.Asset.Text != hello.Currency {
			return fmt.Errorf("%s: a gain of %s %s, expected an amount of %s", g.AtLeast.Pos, g.AtLeast.Text, g.AtLeast.Asset, hello.Currency)
		}
		h.profits = &profits{within: int64(g.Within.Value), atLeast: atLeast}
	}
	return nil
}

// localise keeps what happened at this venue, and what it said itself.
func (h *history) localise() {
	elsewhere := func(venue *scenarios.Name) bool { return venue != nil && venue.Text != h.hello.Venue }
	h.record.Alerts = slices.DeleteFunc(slices.Clone(h.record.Alerts), func(a scenarios.Alert) bool { return elsewhere(a.Venue) })
	h.record.Actions = slices.DeleteFunc(slices.Clone(h.record.Actions), func(a scenarios.Action) bool { return elsewhere(a.Venue) })
	h.locks = slices.ContainsFunc(h.record.Actions, func(a scenarios.Action) bool {
		return a.Names != nil && (a.Action.Text == "hold" || a.Action.Text == "reject")
	})
	h.said = slices.DeleteFunc(slices.Clone(h.said), func(s scenarios.Statement) bool { return s.By != nil })
}

func (h *history) Step(b *Batch) (Answer, error) {
	for i := range b.Events {
		h.notice(&b.Events[i])
	}
	var a Answer
	for ; h.alerts < len(h.record.Alerts) && h.record.Alerts[h.alerts].At.Unix <= b.Now; h.alerts++ {
		a.Alerts = append(a.Alerts, h.alert(b.Now, &h.record.Alerts[h.alerts]))
	}
	for ; h.actions < len(h.record.Actions) && h.record.Actions[h.actions].At.Unix <= b.Now; h.actions++ {
		a.Actions = append(a.Actions, h.action(b.Now, &h.record.Actions[h.actions])...)
	}
	a.Actions = append(a.Actions, h.lock.take()...)
	for ; h.statements < len(h.said) && h.said[h.statements].At.Unix <= b.Now; h.statements++ {
		a.Actions = append(a.Actions, Action{Name: "announce", Text: h.said[h.statements].Claim.Text})
	}
	a.WakeAt = h.next()
	return a, nil
}

func (h *history) Close() error { return nil }

// next is the time of the next entry of the record; 0 after the last.
func (h *history) next() (at int64) {
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
func (h *history) notice(e *mockexchange.Event) {
	if h.profits != nil {
		h.profits.notice(e)
	}
	if h.locks {
		h.lock.notice(e)
	}
	h.robbed.notice(e)
	switch {
	case e.Type == mockexchange.Complained && e.Label == ComplaintOfTheft:
		h.wronged.add(e.Account)
		h.robbed.victims.add(e.Account)
	case e.Type == mockexchange.OutflowSeen:
		h.drained.add(uint32(e.Asset))
	case e.Auth == mockexchange.AuthKey && h.onset != 0 && e.At >= h.onset && h.stolen.has(e.Key):
		h.presented.add(e.Key)
		if e.Type == mockexchange.OrderAccepted || e.Type == mockexchange.WithdrawalRequested {
			h.robbed.victims.add(e.Account)
		}
	}
}

func (h *history) alert(now int64, r *scenarios.Alert) Alert {
	a := Alert{At: r.At.Unix, Rule: "the record", Title: r.Title.EN, Level: "high"}
	a.Accounts = h.accounts(now, r.Names.Text)
	if r.Names.Text == scenarios.AlertDrained {
		for _, id := range h.drained.all {
			a.Wallets = append(a.Wallets, h.hello.Assets[id-1].Code)
		}
	}
	return a
}

// action translates an entry of the record. It comes to nothing if the entry
// is about abused keys only and there are none in this run.
func (h *history) action(now int64, r *scenarios.Action) []Action {
	switch r.Action.Text {
	case "rollback_trades":
		return h.rollback(now, r)
	case "compensate":
		return h.compensate(now, r)
	case "fund_protection":
		return h.protect(r)
	}
	if r.Names != nil {
		return h.upon(now, r)
	}
	a := Action{Name: r.Action.Text, NewOnly: r.NewOnly}
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
		a.Scopes |= scope(right.Text)
	}
	if r.Abused {
		a.Keys = slices.Clone(h.presented.all)
		if len(a.Keys) == 0 && a.CreatedUntil == 0 {
			return nil
		}
	}
	return []Action{a}
}

// upon does something to the accounts that the record names. What takes it back
// is about those to whom it was done.
func (h *history) upon(now int64, r *scenarios.Action) []Action {
	action := r.Action.Text
	switch action {
	case "hold":
		h.lock.shut(h.accounts(now, r.Names.Text))
	case "approve":
		return h.lock.open()
	case "reject":
		if asked := h.lock.asked(h.earlier(now, r.Names.Text)); len(asked) > 0 {
			return []Action{{Name: action, Withdrawals: asked}}
		}
	case "freeze_accounts":
		named := slices.DeleteFunc(h.accounts(now, r.Names.Text), func(id uint32) bool { return slices.Contains(h.frozen, id) })
		if len(named) > 0 {
			h.frozen = append(h.frozen, named...)
			return []Action{{Name: action, Accounts: named}}
		}
	case "unfreeze_accounts":
		if frozen := h.frozen; len(frozen) > 0 {
			h.frozen = nil
			return []Action{{Name: action, Accounts: frozen}}
		}
	}
	return nil
}

// symbol finds the venue's own name of a market that the record writes as
// "BTC/JPY".
func (h *history) symbol(market string) string {
	plain := strings.ReplaceAll(market, "/", "")
	for _, m := range h.hello.Markets {
		if m == market || m == plain {
			return m
		}
	}
	return plain
}

func scope(right string) access.Scopes {
	switch right {
	case "read":
		return access.Read
	case "trade":
		return access.Trade
	case "withdraw":
		return access.Withdraw
	}
	return 0
}

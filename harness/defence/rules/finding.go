package rules

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Finding is an alert of a rule with what made it fire.
type Finding struct {
	Alert     defence.Alert
	Group     []sigma.GroupValue // of a correlation, that of the first match
	From      int64              // virtual nanoseconds: first event of the window
	Until     int64              // last event of the window
	Measured  string             // what the window came to; empty for detections
	Threshold string             // what it was held against
	Events    []uint64           // their positions in the audit log, at most 1,000

	withdrawals []uint32
	markets     []uint16
	assets      []uint16
	vendors     []uint8
}

// maxEvidence bounds the events of one finding.
const maxEvidence = 1000

// kinds of those whom alerts name.
const (
	accuseAccount = iota
	accuseKey
	accuseSource
	accuseAddress
	accuseWallet
	accuseNobody
)

// accused is one of those whom a rule named.
type accused struct {
	rule    int
	kind    int
	id      uint32
	address chain.Address
}

// accusation says whom a rule names, out of the fields that its events carry:
// those that the rule lists under fields, or account, key and wallet where it
// lists none.
type accusation struct {
	account, key, counterparty, source, address, wallet bool
}

func accusationOf(rule *sigma.Rule) (a accusation) {
	if len(rule.Fields) == 0 {
		return accusation{account: true, key: true, wallet: true}
	}
	for _, f := range rule.Fields {
		switch f {
		case "account":
			a.account = true
		case "key":
			a.key = true
		case "counterparty":
			a.counterparty = true
		case "source":
			a.source = true
		case "address":
			a.address = true
		case "asset":
			a.wallet = true
		}
	}
	return a
}

// each hands out those whom an event names under a rule.
func (a accusation) each(m *mention, visit func(kind int, id uint32)) {
	if a.account && m.account != 0 {
		visit(accuseAccount, m.account)
	}
	if a.counterparty && m.counterparty != 0 {
		visit(accuseAccount, m.counterparty)
	}
	if a.key && m.key != 0 {
		visit(accuseKey, m.key)
	}
	if a.source && m.source != 0 {
		visit(accuseSource, uint32(m.source))
	}
	if a.address && m.address != (chain.Address{}) {
		visit(accuseAddress, 0)
	}
	if a.wallet && m.wallet && m.asset != 0 {
		visit(accuseWallet, uint32(m.asset))
	}
}

// name puts one of those whom an event names into the alert, once.
func (f *Finding) name(kind int, id uint32, m *mention, v *defence.Directory) {
	a := &f.Alert
	switch kind {
	case accuseAccount:
		a.Accounts = once(a.Accounts, id)
	case accuseKey:
		a.Keys = once(a.Keys, id)
	case accuseSource:
		a.Sources = once(a.Sources, access.Source(id))
	case accuseAddress:
		a.Addresses = once(a.Addresses, m.address)
	case accuseWallet:
		a.Wallets = once(a.Wallets, v.Asset(uint16(id)))
	}
}

// scene keeps what actions may be about besides those who are accused.
func (f *Finding) scene(m *mention) {
	if m.withdrawal != 0 {
		f.withdrawals = once(f.withdrawals, m.withdrawal)
	}
	if m.market != 0 {
		f.markets = once(f.markets, m.market)
	}
	if m.vendor != 0 {
		f.vendors = once(f.vendors, m.vendor)
	}
	if m.asset != 0 {
		f.assets = once(f.assets, m.asset)
	}
}

func once[T comparable](all []T, one T) []T {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

package accounting

import (
	"maps"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// caseTime is how long somebody works on a case: an innocent who is named again
// before it is over joins the case that is open, and opens a new one afterwards.
const caseTime = int64(time.Hour)

// falseCases are the cases that a desk has to look into for nothing, one for
// every innocent thing that an alert names: when the latest of each was opened.
// It does not matter into how many alerts they are divided, nor whether an
// alert names the thief as well.
type falseCases struct {
	keys, accounts map[uint32]int64
	sources        map[access.Source]int64
	addresses      map[chain.Address]int64
	wallets        map[string]int64
	nameless       map[struct{}]int64 // of alerts that name nobody
}

func newFalseCases() falseCases {
	return falseCases{
		keys: make(map[uint32]int64), accounts: make(map[uint32]int64), sources: make(map[access.Source]int64),
		addresses: make(map[chain.Address]int64), wallets: make(map[string]int64), nameless: make(map[struct{}]int64),
	}
}

func (c *falseCases) clone() falseCases {
	return falseCases{
		keys: maps.Clone(c.keys), accounts: maps.Clone(c.accounts), sources: maps.Clone(c.sources),
		addresses: maps.Clone(c.addresses), wallets: maps.Clone(c.wallets), nameless: maps.Clone(c.nameless),
	}
}

// charge opens the cases that an alert makes, and tells how many there are, and
// how many of them are about customers.
func (c *falseCases) charge(al *defence.Alert, a *Accounting) (opened, customers int64) {
	if len(al.Keys)+len(al.Accounts)+len(al.Sources)+len(al.Addresses)+len(al.Wallets) == 0 {
		return open(c.nameless, struct{}{}, al.At), 0
	}
	for _, k := range al.Keys {
		if !a.guiltyKey(k, al.At) {
			opened += open(c.keys, k, al.At)
		}
	}
	for _, n := range al.Accounts {
		if !a.guiltyAccount(n, al.At) {
			opened += open(c.accounts, n, al.At)
		}
	}
	for _, s := range al.Sources {
		if !a.known.Attack || !a.used.sources.has(s) {
			opened += open(c.sources, s, al.At)
		}
	}
	customers = opened
	for _, to := range al.Addresses {
		if !a.guiltyAddress(to) {
			opened += open(c.addresses, to, al.At)
		}
	}
	for _, w := range al.Wallets {
		if !a.guiltyWallet(w, al.At) {
			opened += open(c.wallets, w, al.At)
		}
	}
	return opened, customers
}

// open opens a case at a time: 1, or 0 if there is an open one.
func open[T comparable](cases map[T]int64, about T, at int64) int64 {
	if opened, known := cases[about]; known && at >= opened && at < opened+caseTime {
		return 0
	}
	cases[about] = at
	return 1
}

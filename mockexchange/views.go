package mockexchange

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// The views read a venue's state and change nothing. Protocol adapters and
// thieves' clients call them after the read command was accepted.

// BalanceView is one asset of an account, in base units.
type BalanceView struct {
	Asset        uint16
	Free, Locked int64
}

// Genesis is what the venue started with; it is for reading only.
func (e *Exchange) Genesis() *Genesis { return e.genesis }

// KeyInfo is what the venue knows of a key.
func (e *Exchange) KeyInfo(id uint32) (access.Key, bool) { return e.registry.Key(id) }

// Alive reports whether a key exists and was neither deleted nor revoked.
func (e *Exchange) Alive(id uint32) bool { return e.registry.Alive(id) }

// Keys is how many keys were ever made, and so the highest key id.
func (e *Exchange) Keys() uint32 { return e.registry.Keys() }

// Rights is what a key may do now, all controls considered.
func (e *Exchange) Rights(id uint32, now int64) access.Scopes { return e.registry.Rights(id, now) }

// AccessPolicy is which standing controls on keys and accounts are in force.
func (e *Exchange) AccessPolicy() access.Policy { return e.registry.Policy() }

// Frozen reports whether an account is frozen.
func (e *Exchange) Frozen(account uint32) bool { return e.registry.Frozen(account) }

// Balances lists all assets of an account, in the order of their ids.
func (e *Exchange) Balances(account uint32) []BalanceView {
	if !e.registry.HasAccount(account) {
		return nil
	}
	all := make([]BalanceView, len(e.genesis.Assets))
	for i := range all {
		a := uint16(i + 1)
		all[i] = BalanceView{a, e.ledger.Free(account, a), e.ledger.Locked(account, a)}
	}
	return all
}

// OpenOrders lists an account's resting orders, market 0 for all; the second
// result names each one's market.
func (e *Exchange) OpenOrders(account uint32, m uint16) (orders []market.Order, markets []uint16) {
	for i, b := range e.books {
		if m != 0 && int(m) != i+1 {
			continue
		}
		orders = b.Orders(account, orders)
		for len(markets) < len(orders) {
			markets = append(markets, uint16(i+1))
		}
	}
	return orders, markets
}

// Withdrawals lists an account's withdrawals, newest first; asset 0 means all.
func (e *Exchange) Withdrawals(account uint32, asset uint16) []custody.Withdrawal {
	return e.withdrawals.Of(account, asset, nil)
}

// Withdrawal finds one withdrawal by id.
func (e *Exchange) Withdrawal(id uint32) (custody.Withdrawal, bool) {
	if w := e.withdrawals.Get(id); w != nil {
		return *w, true
	}
	return custody.Withdrawal{}, false
}

// Deposits lists an account's deposits, oldest first; asset 0 means all.
func (e *Exchange) Deposits(account uint32, asset uint16) (all []custody.Deposit) {
	for i, k := range e.confirmations {
		if asset == 0 || int(asset) == i+1 {
			all = k.Of(account, all)
		}
	}
	return all
}

// DepositAddress is where an account's deposits of an asset go, and the memo
// that says whose they are. The zero address means that there is none.
func (e *Exchange) DepositAddress(account uint32, asset uint16) (chain.Address, uint64) {
	w := e.wallet(asset)
	if w == nil {
		return chain.Address{}, 0
	}
	return w.Hot(), uint64(account)
}

// Suspended says which services of an asset are halted now, for all customers.
// Adapters tell clients, who ask before they try.
func (e *Exchange) Suspended(asset uint16) (withdrawals, deposits bool) {
	if asset == 0 || int(asset) > len(e.confirmations) {
		return false, false
	}
	return e.withdrawals.Halted(asset), e.confirmations[asset-1].Halted
}

// Wallet gives an asset's hot and cold address and what the venue believes to
// hold there, in base units; ok is false for money at a bank.
func (e *Exchange) Wallet(asset uint16) (v WalletView, ok bool) {
	w := e.wallet(asset)
	if w == nil {
		return v, false
	}
	return WalletView{w.Hot(), w.Cold(), w.HotBalance(), w.ColdBalance(), w.Held()}, true
}

// wallet finds an asset's wallet; nil for money at a bank and unknown assets.
func (e *Exchange) wallet(asset uint16) *custody.Wallet {
	if asset == 0 || int(asset) > len(e.wallets) {
		return nil
	}
	return e.wallets[asset-1]
}

// Addresses lists every address of an asset whose key the venue has: the hot
// one, the cold one, the hot ones that were rotated or moved away, oldest first, the
// cold ones that somebody else rules,
// and the protection fund's if it has one. It is empty for money at a bank.
func (e *Exchange) Addresses(asset uint16) []chain.Address {
	w := e.wallet(asset)
	if w == nil {
		return nil
	}
	all := append([]chain.Address{w.Hot(), w.Cold()}, append(w.Retired(), w.Lost()...)...)
	if a, ok := w.Fund(); ok {
		all = append(all, a)
	}
	return all
}

// WalletView is one asset's wallet as the venue sees it.
type WalletView struct {
	Hot, Cold               chain.Address
	HotBalance, ColdBalance int64 // base units
	Held                    int64 // base units, retired addresses included
}

// Depth lists the best n price levels of a market, best first; 0 means all.
func (e *Exchange) Depth(m uint16, n int) (bids, asks []market.Level) {
	if m == 0 || int(m) > len(e.books) {
		return nil, nil
	}
	return e.books[m-1].Depth(n, nil, nil)
}

// MarketStatus says which orders a market takes now; none where there is no
// such market.
func (e *Exchange) MarketStatus(m uint16) market.Status {
	if m == 0 || int(m) > len(e.books) {
		return market.Halted
	}
	return e.books[m-1].Status()
}

// LastPrice is the price of a market's last trade, 0 before the first.
func (e *Exchange) LastPrice(m uint16) int64 {
	if m == 0 || int(m) > len(e.books) {
		return 0
	}
	return e.books[m-1].Last()
}

// MarketID finds a market by its symbol.
func (e *Exchange) MarketID(symbol string) (uint16, bool) { return e.genesis.MarketID(symbol) }

// AssetID finds an asset by its code.
func (e *Exchange) AssetID(code string) (uint16, bool) { return e.genesis.AssetID(code) }

// Owed is what the venue's books say must lie at its addresses: customers,
// house, fees and what is in flight, in base units.
func (e *Exchange) Owed(asset uint16) int64 { return -e.ledger.Total(ledger.Outside, asset) }

// Unpaid is what miners took from the venue's addresses that neither the house
// nor its earnings could bear so far, and what the house paid and nobody has
// booked yet, in base units. Until then Owed is this much more than the venue
// has.
func (e *Exchange) Unpaid(asset uint16) int64 {
	if e.wallet(asset) == nil {
		return 0
	}
	sum := e.hot[asset-1].unbooked
	for i := range e.unlogged {
		if ev := &e.unlogged[i].event; ev.Type == HousePaid && ev.Asset == asset {
			sum += ev.Amount
		}
	}
	return sum
}

// Booked is one kind of pocket of an asset, summed over all accounts.
func (e *Exchange) Booked(kind ledger.Kind, asset uint16) int64 { return e.ledger.Total(kind, asset) }

// CheckBooks re-sums the ledger and looks into every order book. It reads
// everything, so call it at intervals.
func (e *Exchange) CheckBooks() error {
	if err := e.ledger.Check(); err != nil {
		return err
	}
	for i, b := range e.books {
		if err := b.Check(); err != nil {
			return fmt.Errorf("%s: %w", e.genesis.Markets[i].Symbol, err)
		}
	}
	return nil
}

package binance

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// Venue gives callers turns at one engine, one at a time.
type Venue interface {
	// Genesis is what the venue started with; it never changes.
	Genesis() *mockexchange.Genesis
	// Turn runs f alone with the engine, at the venue's present. An error means
	// that nobody knows what became of f's commands.
	Turn(f func(now int64, e Engine)) error
}

// Engine is the venue during a turn.
type Engine interface {
	Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error)
	Applied() uint64 // how many commands there were, this turn's included

	Keys() uint32
	KeyInfo(id uint32) (access.Key, bool)
	Rights(id uint32, now int64) access.Scopes
	AccessPolicy() access.Policy
	Balances(account uint32) []mockexchange.BalanceView
	OpenOrders(account uint32, m uint16) ([]market.Order, []uint16)
	Order(id uint64) (mockexchange.OrderView, bool)
	Trades(account uint32, m uint16, limit int) []mockexchange.TradeView
	Withdrawals(account uint32, asset uint16) []custody.Withdrawal
	Deposits(account uint32, asset uint16) []custody.Deposit
	Depth(m uint16, n int) (bids, asks []market.Level)
	MarketStatus(m uint16) market.Status
	LastPrice(m uint16) int64
	Suspended(asset uint16) (withdrawals, deposits bool)
}

// address writes a chain address for people.
func address(a *mockexchange.Asset, at chain.Address) string {
	if a.Chain == nil {
		return ""
	}
	return at.Text(a.Chain.Network)
}

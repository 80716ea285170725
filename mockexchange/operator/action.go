package operator

import (
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// Action is something that the venue's staff or its schedule does. Which
// fields matter depends on the kind; what is left out is 0, which for markets
// and assets means all.
type Action struct {
	Kind       string   `json:"kind" doc:"revoke_keys, halt_withdrawals, pay_out and so on: the names of the venue's operator commands" example:"revoke_keys"`
	Target     uint32   `json:"target,omitempty" doc:"a key; suspend_staff, reinstate_staff: whose desk"`
	Account    uint32   `json:"account,omitempty"`
	Since      int64    `json:"since,omitempty" doc:"virtual nanoseconds: rollback_trades from here on, up to until"`
	Until      int64    `json:"until,omitempty" doc:"virtual nanoseconds: keys created up to here, or the end of a hold"`
	Scopes     []string `json:"scopes,omitempty" doc:"rights that restrict_keys takes away: read, trade, withdraw"`
	Market     string   `json:"market,omitempty" doc:"symbol"`
	Asset      string   `json:"asset,omitempty" doc:"code"`
	Flag       bool     `json:"flag,omitempty" doc:"halt_withdrawals: to new addresses only; compensate: out of the protection fund"`
	Side       string   `json:"side,omitempty" enum:"buy,sell" doc:"rollback_trades: trades at price and above (buy), or at price and below (sell)"`
	Price      string   `json:"price,omitempty" doc:"at the market's scale"`
	Amount     string   `json:"amount,omitempty" doc:"base units"`
	Order      uint64   `json:"order,omitempty"`
	Withdrawal uint32   `json:"withdrawal,omitempty"`
	Address    string   `json:"address,omitempty" doc:"as the chain writes it, or 40 hex digits"`
	Memo       uint64   `json:"memo,omitempty"`
	Limit      uint32   `json:"limit,omitempty" doc:"raise_confirmations: how many"`
	Label      string   `json:"label,omitempty" doc:"announce: the statement; tag_address: the tag; request_freeze: what is asked; hear_freeze: the exchange; revoke_keys, restrict_keys: whose keys, by the name of a vendor"`
}

// command is the action as the engine takes it, without the proof. A block is
// shown through an endpoint of its own.
func (a *Action) command(n names) (c mockexchange.Command, err error) {
	kind, ok := mockexchange.ParseKind(a.Kind)
	if !ok || kind <= mockexchange.ObserveBlock {
		return c, wrong("body.kind", "one of "+strings.Join(ActionKinds(), ", "), a.Kind)
	}
	c = mockexchange.Command{
		Kind: kind, Target: a.Target, Account: a.Account, Since: a.Since, Until: a.Until, Flag: a.Flag,
		Order: a.Order, Withdrawal: a.Withdrawal, Memo: a.Memo, Limit: a.Limit, Label: a.Label,
	}
	if c.Scopes, ok = parseScopes(a.Scopes); !ok {
		return c, wrong("body.scopes", strings.Join(access.ScopeNames(), ", "), a.Scopes)
	}
	if c.Market, ok = n.marketID(a.Market); !ok {
		return c, wrong("body.market", "a market of this venue", a.Market)
	}
	if c.Asset, ok = n.assetID(a.Asset); !ok {
		return c, wrong("body.asset", "an asset of this venue", a.Asset)
	}
	if c.Address, ok = n.parseAddress(a.Address); !ok {
		return c, wrong("body.address", "an address of one of the venue's chains, or 40 hex digits", a.Address)
	}
	if a.Amount != "" {
		if c.Amount, err = strconv.ParseInt(a.Amount, 10, 64); err != nil {
			return c, wrong("body.amount", "an integer of base units", a.Amount)
		}
	}
	return c, a.bound(&c)
}

// bound reads the price that a rollback is bound to, and which way.
func (a *Action) bound(c *mockexchange.Command) (err error) {
	if a.Price != "" {
		if c.Price, err = strconv.ParseInt(a.Price, 10, 64); err != nil {
			return wrong("body.price", "an integer at the market's scale", a.Price)
		}
	}
	switch a.Side {
	case "buy":
		c.Side = market.Buy
	case "sell":
		c.Side = market.Sell
	}
	return nil
}

// ActionKinds lists what an Action's Kind can be.
func ActionKinds() []string {
	var all []string
	for k := mockexchange.ObserveBlock + 1; k.String() != "unknown_kind"; k++ {
		all = append(all, k.String())
	}
	return all
}

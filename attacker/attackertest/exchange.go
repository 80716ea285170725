package attackertest

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
)

// Exchange is the scripted exchange. Fill its fields before use.
type Exchange struct {
	Listed   []attacker.MarketInfo
	Coins    []attacker.AssetInfo
	Books    map[string]attacker.Depth
	Accounts map[string]*Account // by the public part of a key; several may share one
	Fee      int64               // parts per million of what an order receives

	BuildToken string // what its build server answers to

	// Script is asked first, if it is not nil: an answer other than Accepted
	// is what the request gets.
	Script func(r Request) attacker.Refusal
	// Down makes every request fail on its way.
	Down bool

	Requests []Request // in order, failed ones left out
	orders   uint64
	left     []resting // in the order in which they came
}

// Account is what the exchange knows of one customer.
type Account struct {
	Rights attacker.Rights
	Dead   bool // its keys were deleted
	Money  []attacker.Balance
	Orders []attacker.OpenOrder
	Sent   []attacker.Transfer
}

// Request is one request as the exchange saw it, and what came of it.
type Request struct {
	Op       string // "rights", "balances", "open_orders", "depth", "cancel", "place", "withdraw", "deploy"
	Key      string
	From     string
	Market   string
	Order    attacker.Order
	Transfer attacker.Transfer
	Build    attacker.Build
	Refusal  attacker.Refusal
}

// ErrDown is what an exchange that is Down fails with.
var ErrDown = errors.New("connection refused")

var _ attacker.Venue = (*Exchange)(nil)

// Markets is Listed.
func (e *Exchange) Markets() []attacker.MarketInfo { return e.Listed }

// Assets is Coins.
func (e *Exchange) Assets() []attacker.AssetInfo { return e.Coins }

// Refuse turns down the requests that it picks.
func (e *Exchange) Refuse(why attacker.Refusal, picks func(r Request) bool) {
	e.Script = func(r Request) attacker.Refusal {
		if picks(r) {
			return why
		}
		return attacker.Accepted
	}
}

// Accepted counts the requests of a kind that were done.
func (e *Exchange) Accepted(op string) int {
	n := 0
	for _, r := range e.Requests {
		if r.Op == op && r.Refusal == attacker.Accepted {
			n++
		}
	}
	return n
}

// Refused lists the requests that were not done.
func (e *Exchange) Refused() []Request {
	var list []Request
	for _, r := range e.Requests {
		if r.Refusal != attacker.Accepted {
			list = append(list, r)
		}
	}
	return list
}

// handle records a request and does it unless it is refused.
func (e *Exchange) handle(r Request, a attacker.Access, do func(*Account) attacker.Refusal) (attacker.Refusal, error) {
	if e.Down {
		return "", ErrDown
	}
	if r.Key, r.From = a.Key.Public, a.From; a.Key.Login != nil {
		r.Key = fmt.Sprint(a.Key.Login.Account)
	}
	if e.Script != nil {
		r.Refusal = e.Script(r)
	}
	if r.Refusal == attacker.Accepted {
		r.Refusal = e.dispatch(r, do)
	}
	e.Requests = append(e.Requests, r)
	return r.Refusal, nil
}

func (e *Exchange) dispatch(r Request, do func(*Account) attacker.Refusal) attacker.Refusal {
	if r.Op == "depth" {
		return do(nil)
	}
	account, ok := e.Accounts[r.Key]
	if !ok || account.Dead || !account.may(r.Op) {
		return attacker.KeyRefused
	}
	return do(account)
}

func (a *Account) may(op string) bool {
	switch op {
	case "place", "cancel":
		return a.Rights.Trade
	case "withdraw":
		return a.Rights.Withdraw
	}
	return a.Rights.Read
}

// money is the account's line for an asset, made if it is missing.
func (a *Account) money(asset string) *attacker.Balance {
	for i := range a.Money {
		if a.Money[i].Asset == asset {
			return &a.Money[i]
		}
	}
	a.Money = append(a.Money, attacker.Balance{Asset: asset})
	return &a.Money[len(a.Money)-1]
}

// Free is what the account has free of an asset.
func (a *Account) Free(asset string) int64 { return a.money(asset).Free }

func (e *Exchange) market(name string) *attacker.MarketInfo {
	for i := range e.Listed {
		if e.Listed[i].Name == name {
			return &e.Listed[i]
		}
	}
	panic(fmt.Sprintf("attackertest: no market %q", name))
}

func (e *Exchange) coin(code string) *attacker.AssetInfo {
	for i := range e.Coins {
		if e.Coins[i].Code == code {
			return &e.Coins[i]
		}
	}
	panic(fmt.Sprintf("attackertest: no asset %q", code))
}

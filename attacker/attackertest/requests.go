package attackertest

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// read answers a request that changes nothing.
func read[T any](e *Exchange, op string, a attacker.Access, of func(*Account) T) (answer T, r attacker.Refusal, err error) {
	r, err = e.handle(Request{Op: op}, a, func(acc *Account) attacker.Refusal {
		answer = of(acc)
		return attacker.Accepted
	})
	return answer, r, err
}

// Rights tells what the key may do.
func (e *Exchange) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	return read(e, "rights", a, func(acc *Account) attacker.Rights { return acc.Rights })
}

// Balances tells what the account holds.
func (e *Exchange) Balances(a attacker.Access) ([]attacker.Balance, attacker.Refusal, error) {
	return read(e, "balances", a, func(acc *Account) []attacker.Balance { return slices.Clone(acc.Money) })
}

// OpenOrders lists what rests in the books.
func (e *Exchange) OpenOrders(a attacker.Access) ([]attacker.OpenOrder, attacker.Refusal, error) {
	return read(e, "open_orders", a, func(acc *Account) []attacker.OpenOrder { return slices.Clone(acc.Orders) })
}

// Cancel takes an order out and frees what it held.
func (e *Exchange) Cancel(a attacker.Access, market string, id uint64) (attacker.Refusal, error) {
	return e.handle(Request{Op: "cancel", Market: market}, a, func(acc *Account) attacker.Refusal {
		i := slices.IndexFunc(acc.Orders, func(o attacker.OpenOrder) bool { return o.ID == id && o.Market == market })
		if i < 0 {
			return attacker.OrderUnknown
		}
		e.release(acc, acc.Orders[i])
		e.remove(resting{acc, id})
		return attacker.Accepted
	})
}

func (e *Exchange) release(acc *Account, o attacker.OpenOrder) {
	m := e.market(o.Market)
	asset, held := m.Base, o.Remaining
	if o.Buy {
		asset, held = m.Quote, worth(m, o.Price, o.Remaining, true)
	}
	line := acc.money(asset)
	held = min(held, line.Locked)
	line.Locked -= held
	line.Free += held
}

// Login finds the account by its number, as a decimal text.
func (e *Exchange) Login(a attacker.Access) (attacker.Refusal, error) {
	return e.handle(Request{Op: "login"}, a, func(*Account) attacker.Refusal { return attacker.Accepted })
}

// MakeKey makes one that works for the same account.
func (e *Exchange) MakeKey(a attacker.Access) (k attacker.KeyPair, r attacker.Refusal, err error) {
	r, err = e.handle(Request{Op: "make_key"}, a, func(acc *Account) attacker.Refusal {
		k.Public = fmt.Sprintf("made-for-%d", a.Key.Login.Account)
		e.Accounts[k.Public] = acc
		return attacker.Accepted
	})
	return k, r, err
}

// Withdraw takes coins out of the account.
func (e *Exchange) Withdraw(a attacker.Access, t attacker.Transfer) (id string, r attacker.Refusal, err error) {
	r, err = e.handle(Request{Op: "withdraw", Transfer: t}, a, func(acc *Account) attacker.Refusal {
		coin, line := e.coin(t.Asset), acc.money(t.Asset)
		switch {
		case !coin.Withdrawable || t.Amount < coin.MinWithdrawal+coin.WithdrawalFee:
			return attacker.WithdrawalRefused
		case t.Address == "":
			return attacker.AddressRefused
		case t.Amount > line.Free:
			return attacker.FundsRefused
		}
		line.Free -= t.Amount
		acc.Sent = append(acc.Sent, t)
		id = fmt.Sprintf("w%d", len(acc.Sent))
		return attacker.Accepted
	})
	return id, r, err
}

// Deploy takes any build with the right token.
func (e *Exchange) Deploy(from string, s attacker.BuildServer, b attacker.Build) (attacker.Refusal, error) {
	if e.Down {
		return "", ErrDown
	}
	r := Request{Op: "deploy", From: from, Build: b}
	if e.Script != nil {
		r.Refusal = e.Script(r)
	}
	if s.Token != e.BuildToken {
		r.Refusal = attacker.KeyRefused
	}
	e.Requests = append(e.Requests, r)
	return r.Refusal, nil
}

// Depth shows the top of a book.
func (e *Exchange) Depth(from, market string, levels int) (d attacker.Depth, r attacker.Refusal, err error) {
	r, err = e.handle(Request{Op: "depth", Market: market}, attacker.Access{From: from}, func(*Account) attacker.Refusal {
		bids, asks := e.side(market, e.Books[market].Bids, true), e.side(market, e.Books[market].Asks, false)
		d.Bids, d.Asks = bids[:min(levels, len(bids))], asks[:min(levels, len(asks))]
		return attacker.Accepted
	})
	return d, r, err
}

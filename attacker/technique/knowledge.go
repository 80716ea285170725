package technique

import (
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// Knowledge is what the thief knows, key by key in the order of his list. It is
// filled from answers and from nothing else.
type Knowledge struct {
	Keys   []KeyKnowledge
	Limits Limits
}

// NewKnowledge knows nothing yet of any of that many keys.
func NewKnowledge(keys int) *Knowledge { return &Knowledge{Keys: make([]KeyKnowledge, keys)} }

// KeyKnowledge is what the thief knows of one key and the account behind it.
type KeyKnowledge struct {
	Presented bool // a venue has been asked about the key
	Alive     bool // and said what it may do
	Rights    attacker.Rights

	Read     bool               // the balances were told at least once
	Stale    bool               // something was done since that moved them
	Balances []attacker.Balance // as told, less what was withdrawn since

	Orders []attacker.OpenOrder // that rested when last asked, less those cancelled

	Ordered   int  // orders that the venue took
	Withdrawn int  // withdrawals that the venue took
	Drained   bool // a withdraw_direct took all that it wanted

	Made *attacker.KeyPair // the key that was made with a login, which serves from then on; nil for none

	Refusals int  // how often the venue said no
	Refused  Call // the last call it said no to; OpNone for none
}

// Free is how much of an asset can be used, as far as known.
func (k *KeyKnowledge) Free(asset string) int64 {
	for _, b := range k.Balances {
		if b.Asset == asset {
			return b.Free
		}
	}
	return 0
}

// HasFunds says that something, free or locked, is known to be there.
func (k *KeyKnowledge) HasFunds() bool {
	return slices.ContainsFunc(k.Balances, func(b attacker.Balance) bool { return b.Free > 0 || b.Locked > 0 })
}

// Learn takes in the answer to a call.
func (k *KeyKnowledge) Learn(c Call, a Answer) {
	if a.Refusal != attacker.Accepted {
		k.learnRefusal(c, a.Refusal)
		return
	}
	if k.Refused == c {
		k.Refused = Call{}
	}
	switch c.Op {
	case OpRights:
		k.Presented, k.Alive, k.Rights = true, true, a.Rights
	case OpBalances:
		k.Read, k.Stale, k.Balances = true, false, a.Balances
	case OpOpenOrders:
		k.Orders = a.Orders
	case OpCancel:
		k.Stale = true
		k.Orders = without(k.Orders, c.OrderID)
	case OpPlace:
		k.Stale = true
		k.Ordered++
	case OpLogin:
		k.Presented, k.Alive = true, true
		k.Rights = attacker.Rights{Read: true, Trade: true, Withdraw: true}
	case OpMakeKey:
		k.Made = &a.Key
	case OpWithdraw:
		k.Withdrawn++
		k.Balances = less(k.Balances, c.Transfer.Asset, c.Transfer.Amount)
	}
}

// learnRefusal draws the conclusions that a thief would: a key that is not
// allowed to do something once is taken not to have the right.
func (k *KeyKnowledge) learnRefusal(c Call, r attacker.Refusal) {
	k.Refusals++
	k.Refused = c
	if c.Op == OpRights {
		k.Presented = true
	}
	if r == attacker.FundsRefused {
		k.Stale = true
	}
	if r != attacker.KeyRefused {
		return
	}
	switch c.Op {
	case OpRights, OpLogin:
		k.Alive, k.Rights = false, attacker.Rights{}
	case OpBalances, OpOpenOrders:
		k.Rights.Read = false
	case OpCancel, OpPlace:
		k.Rights.Trade = false
	case OpWithdraw:
		k.Rights.Withdraw = false
	}
}

func without(orders []attacker.OpenOrder, id uint64) []attacker.OpenOrder {
	return slices.DeleteFunc(slices.Clone(orders), func(o attacker.OpenOrder) bool { return o.ID == id })
}

func less(balances []attacker.Balance, asset string, amount int64) []attacker.Balance {
	rest := slices.Clone(balances)
	for i := range rest {
		if rest[i].Asset == asset {
			rest[i].Free = max(0, rest[i].Free-amount)
		}
	}
	return rest
}

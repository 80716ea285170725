package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// needs says which right of an API key a command takes, and whether it can be
// given by key, by login, or only by the venue's own staff.
type needs struct {
	scope         access.Scopes
	public        bool
	named         bool // anybody, who says whose account it is about, 0 for none
	login         bool
	key           bool
	operator      bool
	opensASession bool
}

var requirements = func() (t [kinds]needs) {
	for k := range t {
		t[k] = needs{operator: true}
	}
	t[ReadStatus] = needs{public: true}
	t[ReadDepth] = needs{public: true}
	for _, k := range []Kind{
		ReadRights, ReadAccount, ReadOpenOrders, ReadOrder, ReadTrades,
		ReadWithdrawals, ReadDeposits, ReadDepositAddress,
	} {
		t[k] = needs{key: true, login: true, scope: access.Read}
	}
	t[ReadRights].scope = 0 // a key may always ask what it may do
	t[PlaceOrder] = needs{key: true, login: true, scope: access.Trade}
	t[CancelOrder] = needs{key: true, login: true, scope: access.Trade}
	t[RequestWithdrawal] = needs{key: true, login: true, scope: access.Withdraw}
	t[CancelWithdrawal] = needs{login: true}
	t[CreateKey] = needs{login: true}
	t[DeleteKey] = needs{login: true}
	t[Login] = needs{opensASession: true}
	t[Complain] = needs{named: true} // support answers anybody, also the locked out
	return t
}()

// admit decides whether the caller may ask this at all, and logs it when he
// may not. It returns the account that the command acts for.
func (e *Exchange) admit(now int64, c *Command) (account uint32, refused Result) {
	v := e.verdict(now, c)
	if v.Code == reject.OK && c.Refused != reject.OK {
		v.Code = c.Refused
	}
	if v.Code == reject.OK {
		return v.Account, Result{}
	}
	ev := e.log(now, AuthRefuse, c)
	ev.Code, ev.Control, ev.Account = v.Code, v.Control, v.Account
	return 0, Result{Code: v.Code, Control: v.Control}
}

func (e *Exchange) verdict(now int64, c *Command) access.Verdict {
	n := &requirements[c.Kind]
	switch {
	case n.named && c.Account != 0 && !e.registry.HasAccount(c.Account):
		return access.Verdict{Code: reject.UnknownAccount}
	case n.named:
		return access.Verdict{Account: c.Account}
	case n.public:
		return access.Verdict{}
	case n.opensASession && c.Auth == AuthLogin:
		return e.registry.CheckPassword(now, c.Account, &c.Credential, c.Factor)
	case n.key && c.Auth == AuthKey:
		v := e.registry.CheckKey(now, c.Key, &c.Credential, c.Source, n.scope)
		if e.metering && v.Code == reject.OK {
			v = e.registry.CountRequest(now, c.Key, c.Kind == PlaceOrder)
		}
		return v
	case n.login && c.Auth == AuthLogin:
		v := e.registry.CheckLogin(now, c.Account, &c.Credential)
		if v.Code == reject.OK && c.Kind == RequestWithdrawal && e.registry.Unguarded(c.Account) {
			v.Code, v.Control = reject.FactorRequired, reject.WithdrawalSecondFactor
		}
		return v
	case n.operator && c.Auth == AuthOperator:
		return access.Verdict{Code: e.registry.CheckOperator(&c.Credential)}
	}
	return access.Verdict{Code: reject.BadCredential}
}

package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// requirement says which right of an API key a command takes, and whether it
// can be given by key, by login, or only by the venue's own staff.
type requirement struct {
	scope         access.Scopes
	public        bool
	named         bool // anybody, who says whose account it is about, 0 for none
	login         bool
	key           bool
	operator      bool
	host          bool
	staff         bool
	opensASession bool
}

var requirements = func() (t [kinds]requirement) {
	for k := range t {
		t[k] = requirement{operator: true}
	}
	t[ReadStatus] = requirement{public: true}
	t[ReadDepth] = requirement{public: true}
	for _, k := range []Kind{
		ReadRights, ReadAccount, ReadOpenOrders, ReadOrder, ReadTrades,
		ReadWithdrawals, ReadDeposits, ReadDepositAddress,
	} {
		t[k] = requirement{key: true, login: true, scope: access.Read}
	}
	t[ReadRights].scope = 0 // a key may always ask what it may do
	t[PlaceOrder] = requirement{key: true, login: true, scope: access.Trade}
	t[CancelOrder] = requirement{key: true, login: true, scope: access.Trade}
	t[RequestWithdrawal] = requirement{key: true, login: true, scope: access.Withdraw}
	t[CancelWithdrawal] = requirement{login: true}
	t[CreateKey] = requirement{login: true}
	t[DeleteKey] = requirement{login: true}
	t[SetUpFactor] = requirement{login: true}
	t[ListSource] = requirement{login: true}
	t[Login] = requirement{opensASession: true}
	t[PlantImplant] = requirement{host: true}
	for _, k := range []Kind{OpenDesk, ReadCustomer, ChangeCustomer, MoveFunds} {
		t[k] = requirement{staff: true}
	}
	t[SpendFromServer] = requirement{host: true}
	t[SetSigningLimit] = requirement{host: true, operator: true}
	t[Complain] = requirement{named: true} // support answers anybody, also the locked out
	return t
}()

// authorize decides whether the caller may ask this at all, and logs it when he
// may not. It returns the account that the command acts for.
func (e *Exchange) authorize(now int64, c *Command) (account uint32, refused Result) {
	v := e.checkCaller(now, c)
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

func (e *Exchange) checkCaller(now int64, c *Command) access.Verdict {
	need := &requirements[c.Kind]
	switch {
	case need.named && c.Account != 0 && !e.registry.HasAccount(c.Account):
		return access.Verdict{Code: reject.UnknownAccount}
	case need.named:
		return access.Verdict{Account: c.Account}
	case need.public:
		return access.Verdict{}
	case need.opensASession && c.Auth == AuthLogin:
		return e.registry.CheckPassword(now, c.Account, &c.Credential, c.Factor)
	case need.key && c.Auth == AuthKey:
		v := e.registry.CheckKey(now, c.Key, &c.Credential, c.Source, need.scope)
		if e.approval.lets(c) {
			v = e.approval.holder(&v)
		}
		if e.rateLimited && v.Code == reject.OK {
			v = e.registry.CountRequest(now, c.Key, c.Kind == PlaceOrder)
		}
		return v
	case need.login && c.Auth == AuthLogin:
		v := e.registry.CheckLogin(now, c.Account, &c.Credential, c.Device, c.Source)
		if v.Code == reject.OK && c.Kind == RequestWithdrawal && e.registry.Unguarded(c.Account) {
			v.Code, v.Control = reject.FactorRequired, reject.WithdrawalSecondFactor
		}
		return v
	case c.Kind == Deploy && c.Auth == AuthOperator && e.registry.CheckBuild(&c.Credential) == reject.OK:
		return access.Verdict{}
	case need.operator && c.Auth == AuthOperator:
		return access.Verdict{Code: e.registry.CheckOperator(&c.Credential)}
	case need.staff && c.Auth == AuthStaff:
		return e.checkDesk(c)
	case need.host && c.Auth == AuthHost && c.Credential == access.HostCredential(e.genesis.Seed, c.Label):
		return access.Verdict{}
	}
	return access.Verdict{Code: reject.BadCredential}
}

package access

import "github.com/exdrill/exdrill/mockexchange/reject"

// sessionLength is how long a login lasts without being renewed.
const sessionLength = 12 * 3600 * 1_000_000_000

// account is what the registry keeps of one account.
type account struct {
	credential Credential
	derived    bool // credential has been computed
	frozen     bool
	factor     bool
	kind       FactorKind // of the second factor, where there is one
	session    session
	history    LoginHistory
}

// key is one API key with the venue's own decisions on it.
type key struct {
	Key
	credential Credential
	derived    bool
	revoked    bool
	removed    Scopes // rights that an operator took away
}

// Registry holds all accounts and keys of a venue. Ids are dense and start
// at 1. The zero Registry is not usable: make one with NewRegistry.
type Registry struct {
	seed     uint64
	policy   Policy
	listsBy  reject.Control // what put allow-lists in force
	accounts []account
	keys     []key
	operator Credential
	build    Credential // of the build server

	// Counts for limits on keys, empty where there are none.
	requestCounts []requestCount // key n is element n
	turnoverIndex []uint32       // key n is element n: index+1 into turnovers, 0 for none
	turnovers     []turnover     // of keys that traded
}

// NewRegistry makes a registry whose secrets derive from seed.
func NewRegistry(seed uint64, policy Policy) *Registry {
	return &Registry{
		seed: seed, policy: policy, listsBy: reject.KeyAllowList, operator: OperatorCredential(seed), build: BuildCredential(seed),
		accounts: make([]account, 1), keys: make([]key, 1),
	}
}

// AddAccount opens an account, with or without a second factor, and returns its id.
func (r *Registry) AddAccount(factor bool, kind FactorKind) uint32 {
	r.accounts = append(r.accounts, account{factor: factor, kind: kind})
	return uint32(len(r.accounts) - 1)
}

// AddKey registers a key of an existing account and returns its id; 0 when
// there is no such account, or for rights that do not exist.
func (r *Registry) AddKey(k Key) uint32 {
	if !r.HasAccount(k.Account) || k.Scopes&^AllScopes != 0 {
		return 0
	}
	id := uint32(len(r.keys))
	r.keys = append(r.keys, key{Key: k})
	return id
}

// Policy is what is in force: the venue's own, and what its staff has added.
func (r *Registry) Policy() Policy { return r.policy }

// HasAccount reports whether the account exists.
func (r *Registry) HasAccount(id uint32) bool { return id > 0 && int(id) < len(r.accounts) }

// HasKey reports whether a key with this id was ever registered.
func (r *Registry) HasKey(id uint32) bool { return id > 0 && int(id) < len(r.keys) }

// Keys is how many keys were ever registered; the highest id.
func (r *Registry) Keys() uint32 { return uint32(len(r.keys) - 1) }

// Key gives what the venue knows of a key; ok is false for an unknown id.
func (r *Registry) Key(id uint32) (Key, bool) {
	if !r.HasKey(id) {
		return Key{}, false
	}
	return r.keys[id].Key, true
}

// Vendor is that of a key, 0 if it has none or there is no such key.
func (r *Registry) Vendor(id uint32) uint8 {
	if !r.HasKey(id) {
		return 0
	}
	return r.keys[id].Vendor
}

// Alive reports whether the key exists and was neither deleted nor revoked.
func (r *Registry) Alive(id uint32) bool {
	return r.HasKey(id) && r.keys[id].Deleted == 0 && !r.keys[id].revoked
}

// Rights is what a live key may do now, all controls considered.
func (r *Registry) Rights(id uint32, now int64) Scopes {
	if !r.Alive(id) {
		return 0
	}
	k := &r.keys[id]
	s := k.Scopes &^ k.removed
	trade, withdraw := r.policy.suspendedRights(&k.Key, now)
	if trade != reject.None {
		s &^= Trade
	}
	if withdraw != reject.None {
		s &^= Withdraw
	}
	return s
}

// CheckKey decides on a request made with an API key: does the key live, does
// the credential fit, may the source, has it the right.
func (r *Registry) CheckKey(now int64, id uint32, proof *Credential, from Source, need Scopes) Verdict {
	if !r.HasKey(id) {
		return refuse(reject.UnknownKey, reject.None)
	}
	k := &r.keys[id]
	if !k.derived {
		k.credential, k.derived = KeyCredential(r.seed, id), true
	}
	v := r.decide(k, now, equal(&k.credential, proof), from, need)
	v.Account = k.Account
	return v
}

func (r *Registry) decide(k *key, now int64, proven bool, from Source, need Scopes) Verdict {
	switch {
	case !proven:
		return refuse(reject.BadCredential, reject.None)
	case k.Deleted != 0:
		return refuse(reject.DeadKey, reject.None)
	case k.revoked:
		return refuse(reject.DeadKey, reject.RevokeKeys)
	case r.accounts[k.Account].frozen:
		return refuse(reject.AccountFrozen, reject.FreezeAccounts)
	case r.policy.AllowLists && !k.lets(from):
		return refuse(reject.SourceNotAllowed, r.listsBy)
	case k.Scopes&need != need:
		return refuse(reject.MissingScope, reject.None)
	case k.removed&need != 0:
		return refuse(reject.MissingScope, reject.RestrictKeys)
	}
	trade, withdraw := r.policy.suspendedRights(&k.Key, now)
	if need&Trade != 0 && trade != reject.None {
		return refuse(reason(trade), trade)
	}
	if need&Withdraw != 0 && withdraw != reject.None {
		return refuse(reason(withdraw), withdraw)
	}
	return Verdict{}
}

// CheckLogin decides on a request made inside a login session: with the password,
// or with what the venue left in the browser.
func (r *Registry) CheckLogin(now int64, id uint32, proof *Credential, device Device, from Source) Verdict {
	if !r.HasAccount(id) {
		return refuse(reject.UnknownAccount, reject.None)
	}
	v := Verdict{Account: id}
	if !r.carried(now, id, proof, device) {
		v = r.prove(id, proof)
	} else if r.accounts[id].frozen {
		v.Code, v.Control = reject.AccountFrozen, reject.FreezeAccounts
	}
	switch {
	case v.Code != reject.OK:
	case r.accounts[id].session.until <= now:
		v.Code = reject.NoSession
	default:
		b := r.bound(id, device, from)
		v.Code, v.Control = b.Code, b.Control
	}
	return v
}

// prove checks an account's password and that it is not frozen. A refusal
// names the account, if there is one: whoever guesses passwords is seen at the
// accounts that he tries.
func (r *Registry) prove(id uint32, proof *Credential) Verdict {
	if !r.HasAccount(id) {
		return refuse(reject.UnknownAccount, reject.None)
	}
	a := &r.accounts[id]
	if !a.derived {
		a.credential, a.derived = LoginCredential(r.seed, id), true
	}
	v := Verdict{Account: id}
	switch {
	case !equal(&a.credential, proof):
		v.Code = reject.BadCredential
	case a.frozen:
		v.Code, v.Control = reject.AccountFrozen, reject.FreezeAccounts
	}
	return v
}

// CheckOperator decides on a request of the venue's own staff.
func (r *Registry) CheckOperator(proof *Credential) reject.Code {
	if equal(&r.operator, proof) {
		return reject.OK
	}
	return reject.BadCredential
}

// CheckBuild decides on a request of the venue's build server.
func (r *Registry) CheckBuild(proof *Credential) reject.Code {
	if equal(&r.build, proof) {
		return reject.OK
	}
	return reject.BadCredential
}

// CheckPassword decides on a login: the password, then the second factor of an
// account that has one. It opens nothing.
func (r *Registry) CheckPassword(now int64, id uint32, proof *Credential, factor uint32) Verdict {
	v := r.prove(id, proof)
	if v.Code == reject.OK {
		v.Code = r.CheckFactor(now, id, factor)
	}
	return v
}

// Open begins a session of 12 hours, in place of the one that lasts.
func (r *Registry) Open(now int64, id uint32, device Device, from Source) {
	r.accounts[id].session = session{until: now + sessionLength, device: device, network: from.Network()}
}

// HasFactor reports whether an account has a second factor, of whatever strength.
func (r *Registry) HasFactor(id uint32) bool { return r.accounts[id].factor }

// SetUpFactor gives an account a second factor as strong as withdrawals take; it
// reports whether it had none.
func (r *Registry) SetUpFactor(id uint32) bool {
	a := &r.accounts[id]
	had := a.factor && a.kind.Strength() >= r.policy.LeastStrength
	a.factor, a.kind = true, StrongEnough(a.kind, r.policy.LeastStrength)
	return !had
}

// Unguarded reports whether an account may not withdraw by login because it has
// no second factor, or none of the strength, and the policy demands one.
func (r *Registry) Unguarded(id uint32) bool {
	a := &r.accounts[id]
	return r.policy.WithdrawalFactor && (!a.factor || a.kind.Strength() < r.policy.LeastStrength)
}

// CheckFactor decides on a one-time code; accounts without a second factor
// need none. A code works until its half minute is over, more than once: a
// customer logs in and withdraws with the same.
func (r *Registry) CheckFactor(now int64, id uint32, factor uint32) reject.Code {
	switch {
	case !r.accounts[id].factor:
		return reject.OK
	case factor == 0:
		return reject.FactorRequired
	case factor != CodeOf(r.accounts[id].kind, r.seed, id, now):
		return reject.BadFactor
	}
	return reject.OK
}

package access

import (
	"net/netip"
	"slices"
	"strconv"
)

// Source is the IPv4 address a request comes from, in host byte order.
type Source uint32

// ParseSource reads dotted decimal; ok is false for anything else.
func ParseSource(s string) (src Source, ok bool) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() {
		return 0, false
	}
	b := a.As4()
	return Source(uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])), true
}

// String is the address in dotted decimal.
func (s Source) String() string {
	b := make([]byte, 0, 15)
	for shift := 24; shift >= 0; shift -= 8 {
		b = strconv.AppendUint(b, uint64(byte(s>>shift)), 10)
		if shift > 0 {
			b = append(b, '.')
		}
	}
	return string(b)
}

// Scopes is a set of rights of an API key.
type Scopes uint8

// The rights. Kraken, Binance and Zaif all separate these three.
const (
	Read Scopes = 1 << iota
	Trade
	Withdraw

	// AllScopes is every right there is.
	AllScopes = Read | Trade | Withdraw
)

var scopeNames = [...]string{"read", "trade", "withdraw"}

// ScopeNames lists the rights by name, in the order of their bits.
func ScopeNames() []string { return slices.Clone(scopeNames[:]) }

// ScopeNamed is a right by its name; 0 if there is none of the name.
func ScopeNamed(name string) Scopes {
	if i := slices.Index(scopeNames[:], name); i >= 0 {
		return 1 << i
	}
	return 0
}

// Key is what the venue knows of one API key besides its secret.
type Key struct {
	Account uint32 `json:"account"`
	Created int64  `json:"created"`           // virtual nanoseconds since the Unix epoch
	Deleted int64  `json:"deleted,omitempty"` // when its owner deleted it; 0 while it lives
	Scopes  Scopes `json:"scopes"`
	// Vendor is who trades with it for its owner, from 1 on, as far as the venue
	// knows: keys that a vendor's customers make by a login at the venue name it,
	// those that they copy into a vendor's form do not. 0: nobody, or not known.
	Vendor uint8 `json:"vendor,omitempty"`

	// What its owner would do under a control that leaves it to him. They count
	// only while the control is in force.
	Listed     []Source `json:"listed,omitempty"`      // his allow-list; empty: he keeps none
	Renewed    int64    `json:"renewed,omitempty"`     // when he last confirmed the trading right; 0: never
	Renews     bool     `json:"renews,omitempty"`      // and goes on confirming it, before a month is over
	WithdrawOK bool     `json:"withdraw_ok,omitempty"` // he asked for the right to withdraw by this key
}

// Policy holds the standing controls on keys.
type Policy struct {
	AllowLists      bool  `json:"allow_lists"`       // enforce owners' allow-lists
	UnlistedExpiry  int64 `json:"unlisted_expiry"`   // nanoseconds after which a key without allow-list loses Trade; 0: never
	WithdrawalOptIn bool  `json:"withdrawal_opt_in"` // keys have no Withdraw unless the owner asked for it

	ScopeSeparation bool `json:"scope_separation,omitempty"` // a key that may trade has no Withdraw
	// WithdrawalFactor takes Withdraw from all keys, and lets nobody withdraw by
	// login who has no second factor.
	WithdrawalFactor bool `json:"withdrawal_factor,omitempty"`
	// LeastStrength is the least FactorKind.Strength of that factor; 0 for any.
	LeastStrength int `json:"least_strength,omitempty"`
	// CredentialHold is for how many nanoseconds a new key neither trades nor
	// withdraws, and its account's withdrawals wait, as after a factor was replaced.
	CredentialHold int64 `json:"credential_hold,omitempty"`
	// NewDeviceHold is for how many nanoseconds an account's withdrawals wait after
	// a login from a device that it was never logged in from.
	NewDeviceHold int64 `json:"new_device_hold,omitempty"`
	// SessionBinding ends a session for whoever calls from another device or
	// network than it was opened from.
	SessionBinding bool      `json:"session_binding,omitempty"`
	RateLimit      RateLimit `json:"rate,omitzero"`
	// DayTurnover is the most that a key gives away in trades within 24 hours,
	// in base units of the reference currency at reference prices; 0 is no limit.
	DayTurnover int64 `json:"day_turnover,omitempty"`
}

// RateLimit is the most requests, and the most orders among them, that one key
// makes within a window of so many nanoseconds; 0 of either is no limit.
// Windows follow each other from the Unix epoch on.
type RateLimit struct {
	Requests int64 `json:"requests,omitempty"`
	Orders   int64 `json:"orders,omitempty"`
	Window   int64 `json:"window,omitempty"`
}

// Credential is a secret of 32 bytes that only its holder knows.
type Credential [32]byte

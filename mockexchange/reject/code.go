// Package reject holds the one small set of reasons for which a venue refuses
// something. Every part of the venue returns these codes; protocol adapters
// translate them to the words of their protocol in one table each.
package reject

import "strconv"

// Code says why a command was refused. OK, the zero value, means it was not.
type Code uint8

// The reasons, grouped by the part of the venue that finds them.
const (
	OK Code = iota

	// Malformed or impossible requests.
	BadRequest     // a field is missing or out of range
	UnknownMarket  // no such market
	UnknownAsset   // no such asset
	UnknownAccount // no such account
	Overflow       // an amount leaves the range of 64 bits

	// Access.
	UnknownKey       // no such API key
	DeadKey          // the API key was deleted by its owner or revoked by the venue
	BadCredential    // the credential does not belong to the key or account
	StaleTimestamp   // the request's own timestamp is outside the window
	SourceNotAllowed // the key has an address allow-list and the caller is not on it
	MissingScope     // the key never had, or lost, the right to do this
	ExpiredScope     // the key's right ran out by time
	NoSession        // no login session is open
	FactorRequired   // a second factor is needed and was not given
	BadFactor        // the second factor is wrong
	AccountFrozen    // the account is frozen
	RateLimited      // too many requests

	// Markets.
	PriceFilter         // price off its tick or outside its bounds
	LotFilter           // quantity off its step or outside its bounds
	NotionalFilter      // value of the order outside its bounds
	InsufficientBalance // the account does not have that much free
	MarketHalted        // the market takes no orders
	CancelOnly          // the market takes cancellations only
	WouldMatch          // a maker-only order would have matched
	NoLiquidity         // nothing rests on the other side
	DuplicateOrder      // an open order already carries this label
	UnknownOrder        // no such open order of this account

	// Custody.
	BadAddress         // not an address of this chain
	AddressBlocked     // the destination is blocked
	WithdrawalsHalted  // withdrawals are halted
	NewAddressesHalted // withdrawals to first-seen addresses are halted
	DepositsHalted     // deposits are not credited for now
	AmountTooSmall     // below the minimum
	LimitExceeded      // over a limit on withdrawals
	UnknownWithdrawal  // no such withdrawal
	NotPending         // the withdrawal is past the point where this is possible
	HotWalletEmpty     // the hot wallet cannot pay

	// Operators.
	UnknownAction // no such action
	NothingToDo   // the action found nothing to change

	// Standing controls on keys and markets. Their numbers come last because logs
	// keep the numbers of those above.
	OutsideBand      // the limit price is too far from the market's reference price
	OutsideRange     // nothing could be executed near enough to the reference price
	PositionFilter   // the account would hold too much of the asset
	TurnoverExceeded // the key would have traded too much within a day
	OwnOrder         // the order would trade with one of its own account

	AddressNotListed // the destination is not in the owner's address book, and a key cannot add it

	AwaitingSignatures // signers of the hot wallet were asked and have not all signed
	NoQuorum           // fewer signers are there than must sign

	UnexpectedTransfer // somebody who was to sign a transfer finds that it is not what it should be
	UnknownStaff       // nobody of the staff has this number
	NoOrder            // whoever was to agree to it asks whose order it is, and there is none

	codes // how many there are
)

var texts = [codes]string{
	OK:                  "ok",
	BadRequest:          "bad_request",
	UnknownMarket:       "unknown_market",
	UnknownAsset:        "unknown_asset",
	UnknownAccount:      "unknown_account",
	Overflow:            "overflow",
	UnknownKey:          "unknown_key",
	DeadKey:             "dead_key",
	BadCredential:       "bad_credential",
	StaleTimestamp:      "stale_timestamp",
	SourceNotAllowed:    "source_not_allowed",
	MissingScope:        "missing_scope",
	ExpiredScope:        "expired_scope",
	NoSession:           "no_session",
	FactorRequired:      "factor_required",
	BadFactor:           "bad_factor",
	AccountFrozen:       "account_frozen",
	RateLimited:         "rate_limited",
	PriceFilter:         "price_filter",
	LotFilter:           "lot_filter",
	NotionalFilter:      "notional_filter",
	InsufficientBalance: "insufficient_balance",
	MarketHalted:        "market_halted",
	CancelOnly:          "cancel_only",
	WouldMatch:          "would_match",
	NoLiquidity:         "no_liquidity",
	DuplicateOrder:      "duplicate_order",
	UnknownOrder:        "unknown_order",
	BadAddress:          "bad_address",
	AddressBlocked:      "address_blocked",
	WithdrawalsHalted:   "withdrawals_halted",
	NewAddressesHalted:  "new_addresses_halted",
	DepositsHalted:      "deposits_halted",
	AmountTooSmall:      "amount_too_small",
	LimitExceeded:       "limit_exceeded",
	UnknownWithdrawal:   "unknown_withdrawal",
	NotPending:          "not_pending",
	HotWalletEmpty:      "hot_wallet_empty",
	UnknownAction:       "unknown_action",
	NothingToDo:         "nothing_to_do",
	OutsideBand:         "outside_band",
	OutsideRange:        "outside_range",
	PositionFilter:      "position_filter",
	TurnoverExceeded:    "turnover_exceeded",
	OwnOrder:            "own_order",
	AddressNotListed:    "address_not_listed",
	AwaitingSignatures:  "awaiting_signatures",
	NoQuorum:            "no_quorum",
	UnexpectedTransfer:  "unexpected_transfer",
	UnknownStaff:        "unknown_staff",
	NoOrder:             "no_order",
}

// String is the code's name in telemetry, logs and results: lower case, words
// joined by underscores.
func (c Code) String() string {
	if c < codes {
		return texts[c]
	}
	return "code_" + strconv.Itoa(int(c))
}

// Error is a refusal as a Go error: the code, and the value that offended.
type Error struct {
	Code  Code
	Value string // the offending value as the caller wrote it, or empty
}

// New makes the error for a code and the value that offended.
func New(c Code, value string) *Error { return &Error{Code: c, Value: value} }

func (e *Error) Error() string {
	if e.Value == "" {
		return e.Code.String()
	}
	return e.Code.String() + ": " + e.Value
}

// Of returns the Code inside err: OK for nil, BadRequest for an error that
// carries none.
func Of(err error) Code {
	if err == nil {
		return OK
	}
	if e, ok := err.(*Error); ok {
		return e.Code
	}
	return BadRequest
}

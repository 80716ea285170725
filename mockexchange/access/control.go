package access

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Verdict is the answer to a caller: OK with his account, or a refusal and the
// control behind it.
type Verdict struct {
	Code    reject.Code
	Control reject.Control
	Account uint32
}

func refuse(c reject.Code, by reject.Control) Verdict { return Verdict{Code: c, Control: by} }

// suspendedRights says which of a key's rights the standing controls suspend at a
// time. The trading right of a key without allow-list runs out when the owner
// last confirmed it too long ago (Binance has done so after 30 days since
// 9 July 2021); withdrawal by key is off unless the owner asked for it.
func (p *Policy) suspendedRights(k *Key, now int64) (trade, withdraw reject.Control) {
	if p.UnlistedExpiry > 0 && !(p.AllowLists && len(k.Listed) > 0) && now-k.Confirmed(now, p.UnlistedExpiry) > p.UnlistedExpiry {
		trade = reject.TradingExpiry
	}
	switch {
	case p.WithdrawalOptIn && !k.WithdrawOK:
		withdraw = reject.WithdrawalOptIn
	case p.WithdrawalFactor:
		withdraw = reject.WithdrawalSecondFactor
	case p.ScopeSeparation && k.Scopes&Trade != 0:
		withdraw = reject.ScopeSeparation
	}
	if p.CredentialHold > 0 && now-k.Created < p.CredentialHold {
		trade, withdraw = reject.CredentialChangeHold, reject.CredentialChangeHold
	}
	return trade, withdraw
}

// reason is what a caller is told whose right a control suspends.
func reason(by reject.Control) reject.Code {
	if by == reject.TradingExpiry {
		return reject.ExpiredScope
	}
	return reject.MissingScope
}

// renewal is how often those owners confirm a key's right to trade who do so
// again and again, where it runs out after 30 days or later. Where it does sooner,
// they confirm it as much sooner.
const renewal = int64(25 * 24 * time.Hour)

// Confirmed is when the owner, as of now, last stood by the key's trading right,
// which runs out after so many nanoseconds.
func (k *Key) Confirmed(now, expiry int64) int64 {
	at := max(k.Created, k.Renewed)
	if every := min(renewal, expiry/6*5); k.Renews && now > at && every > 0 {
		at += (now - at) / every * every
	}
	return at
}

// lets reports whether the owner's allow-list lets a source in; a key
// without a list is open to all.
func (k *Key) lets(from Source) bool {
	return len(k.Listed) == 0 || slices.Contains(k.Listed, from)
}

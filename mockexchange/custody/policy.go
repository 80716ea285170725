package custody

import (
	"fmt"
	"math"
	"time"
)

// Policy holds the standing controls on withdrawals.
type Policy struct {
	// FirstSeenHold is how long, in nanoseconds, a withdrawal to an address that
	// the account never paid before waits; 0 is no hold.
	FirstSeenHold int64 `json:"first_seen_hold"`
	// DayLimit caps a customer's withdrawals over 24 hours, in base units of
	// the reference currency at reference prices; 0 is no limit.
	DayLimit int64 `json:"day_limit"`
	// HotCap is the most of a coin's holdings that lies hot, in parts per million;
	// 0 is no cap. What gathers above it goes to cold storage. Under it nobody
	// refills a hot wallet that somebody else has spent from, before its key is
	// rotated.
	HotCap int64 `json:"hot_cap,omitempty"`
	// HotCapTotal is the same for all coins together, by their value at reference
	// prices.
	HotCapTotal int64 `json:"hot_cap_total,omitempty"`
	// DeepDeposits asks more confirmations of large deposits.
	DeepDeposits DeepDeposits `json:"deep_deposits,omitzero"`
	// Multisig replaces the signers of all hot wallets.
	Multisig Multisig `json:"multisig,omitzero"`
	// SignerVelocity adds a co-signer who keeps to a limit of his own.
	SignerVelocity SignerVelocity `json:"signer_velocity,omitzero"`

	AddressBook  AddressBook  `json:"address_book,omitzero"`
	Velocity     Velocity     `json:"velocity,omitzero"`
	Manual       Manual       `json:"manual,omitzero"`
	BatchCheck   BatchCheck   `json:"batch_check,omitzero"`
	FreshDeposit FreshDeposit `json:"fresh_deposit,omitzero"`
	Probe        Probe        `json:"probe,omitzero"`
	// LimitLock is for how many nanoseconds a looser limit waits until it is in
	// force; a stricter one is at once.
	LimitLock int64 `json:"limit_lock,omitempty"`
	// AutomaticSweep brings the rest to cold storage as soon as somebody else
	// spends the venue's coins.
	AutomaticSweep AutomaticSweep `json:"automatic_sweep,omitzero"`
}

// Check says what is impossible about a policy's limits and holds, nil if
// nothing is.
func (p *Policy) Check() error {
	for _, n := range []struct {
		name        string
		value, most int64
	}{
		{"hold of the address book", p.AddressBook.Hold, longest},
		{"window of the velocity limits", p.Velocity.Window, longest},
		{"share of an asset a window", p.Velocity.Asset, million},
		{"share of the venue a window", p.Velocity.Venue, million},
		{"value that needs approval", p.Manual.Above, math.MaxInt64},
		{"quorum", int64(p.Manual.Quorum), 16},
		{"time that an approval takes", p.Manual.Takes, day},
		{"opening hour", p.Manual.Opens, day - 1},
		{"closing hour", p.Manual.Closes, day - 1},
		{"share of a batch to first-seen addresses", p.BatchCheck.Share, million},
		{"window of the batch check", p.BatchCheck.Window, longest},
		{"hold of the batch check", p.BatchCheck.Hold, longest},
		{"hold after a first deposit", p.FreshDeposit.First, longest},
		{"hold after a later deposit", p.FreshDeposit.Later, longest},
		{"value of a probe", p.Probe.Dust, math.MaxInt64},
		{"times a probe's value", p.Probe.Times, math.MaxInt64},
		{"window of the probe detector", p.Probe.Window, longest},
		{"hold of the probe detector", p.Probe.Hold, longest},
		{"share that signers sign a window", p.SignerVelocity.Share, million},
		{"signers' window", p.SignerVelocity.Window, longest},
		{"time lock of limits", p.LimitLock, longest},
		{"rotation after an automatic sweep", p.AutomaticSweep.Rotate, longest},
	} {
		if n.value < 0 || n.value > n.most {
			return fmt.Errorf("%s %d, expected 0 to %d", n.name, n.value, n.most)
		}
	}
	if open := p.Manual.hours(); p.Manual.Quorum > 0 && open < minute {
		return fmt.Errorf("approvals within %s a day, expected at least a minute", time.Duration(open))
	}
	return nil
}

const (
	million = 1_000_000
	minute  = 60 * 1_000_000_000
	longest = 100 * 365 * day // nanoseconds, of any span
)

// DeepDeposits asks more confirmations of deposits that are worth more than
// Above. The zero value asks none.
type DeepDeposits struct {
	Above         int64  `json:"above,omitempty"` // base units of the reference currency
	Confirmations uint64 `json:"confirmations,omitempty"`
}

// AutomaticSweep sends to cold storage what is left of a hot wallet, of All if
// so, as soon as a block shows that somebody else spends from it, and whatever
// comes in later, until its key is rotated. Nobody refills it meanwhile. The
// zero value does not.
type AutomaticSweep struct {
	On  bool `json:"on,omitempty"`
	All bool `json:"all,omitempty"`
	// Rotate is after how many nanoseconds the staff rotates the keys of what was
	// swept; 0 is when it is told to.
	Rotate int64 `json:"rotate,omitempty"`
}

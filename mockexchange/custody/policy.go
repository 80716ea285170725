package custody

import (
	"fmt"
	"math"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
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
	// ConfirmationsByAmount asks more confirmations of large deposits.
	ConfirmationsByAmount ConfirmationsByAmount `json:"deep_deposits,omitzero"`
	// Multisig replaces the signers of all hot wallets.
	Multisig Multisig `json:"multisig,omitzero"`
	// SignerVelocity adds a co-signer who keeps to a limit of his own.
	SignerVelocity SignerVelocity `json:"signer_velocity,omitzero"`
	// SigningPolicyLock has a higher limit of the venue's own co-signer wait.
	SigningPolicyLock SigningPolicyLock `json:"signing_policy_lock,omitzero"`

	AddressBook      AddressBook      `json:"address_book,omitzero"`
	VelocityLimits   VelocityLimits   `json:"velocity,omitzero"`
	ManualApproval   ManualApproval   `json:"manual,omitzero"`
	BatchCheck       BatchCheck       `json:"batch_check,omitzero"`
	FreshDepositHold FreshDepositHold `json:"fresh_deposit,omitzero"`
	ProbeDetector    ProbeDetector    `json:"probe,omitzero"`
	// LimitTimeLock is for how many nanoseconds a looser limit waits until it is in
	// force; a stricter one is at once.
	LimitTimeLock int64 `json:"limit_lock,omitempty"`
	// AutomaticSweep brings the rest to cold storage upon a spend of which the
	// venue has no record.
	AutomaticSweep AutomaticSweep `json:"automatic_sweep,omitzero"`
	// ChainWatch tells of such spends.
	ChainWatch ChainWatch `json:"chain_watch,omitzero"`
	WalletLog  WalletLog  `json:"wallet_log,omitzero"`
	// CodeOverlooked is the chance, in parts per million, that whoever looks at
	// altered code takes it for a release in a hurry; drawn by its digest.
	CodeOverlooked int64 `json:"code_overlooked,omitempty"`
	// CodeAttestation compares the risk engine's code with what was reviewed.
	CodeAttestation CodeAttestation `json:"code_attestation,omitzero"`
	// IndependentDecoding has people read what they sign for cold storage.
	IndependentDecoding IndependentDecoding `json:"independent_decoding,omitzero"`
	// RefuseUpgrades has their devices sign no new owners of a wallet.
	RefuseUpgrades RefuseUpgrades `json:"refuse_upgrades,omitzero"`
	// FourEyes has somebody else of the staff agree to what one of them does.
	FourEyes FourEyes `json:"four_eyes,omitzero"`
}

// CodeAttestation has the host of the risk engine attest the digest of the code
// that runs there, and somebody look at any that is not the digest of what was
// reviewed. The zero value attests nothing.
type CodeAttestation struct {
	On    bool  `json:"on,omitempty"`
	Every int64 `json:"every,omitempty"` // nanoseconds
	Look  int64 `json:"look,omitempty"`  // nanoseconds until somebody has looked
	Stop  bool  `json:"stop,omitempty"`  // nothing is paid out until then
}

// Check says what is impossible about a policy's limits and holds, nil if
// nothing is.
func (p *Policy) Check() error {
	for _, n := range []struct {
		name        string
		value, most int64
	}{
		{"hold of the address book", p.AddressBook.Hold, longest},
		{"window of the velocity limits", p.VelocityLimits.Window, longest},
		{"share of an asset a window", p.VelocityLimits.Asset, money.Whole},
		{"share of the venue a window", p.VelocityLimits.Venue, money.Whole},
		{"value that needs approval", p.ManualApproval.Above, math.MaxInt64},
		{"quorum", int64(p.ManualApproval.Quorum), 16},
		{"time that an approval takes", p.ManualApproval.Takes, day},
		{"opening hour", p.ManualApproval.Opens, day - 1},
		{"closing hour", p.ManualApproval.Closes, day - 1},
		{"share of a batch to first-seen addresses", p.BatchCheck.Share, money.Whole},
		{"window of the batch check", p.BatchCheck.Window, longest},
		{"hold of the batch check", p.BatchCheck.Hold, longest},
		{"hold after a first deposit", p.FreshDepositHold.First, longest},
		{"hold after a later deposit", p.FreshDepositHold.Later, longest},
		{"value of a probe", p.ProbeDetector.Dust, math.MaxInt64},
		{"times a probe's value", p.ProbeDetector.Times, math.MaxInt64},
		{"window of the probe detector", p.ProbeDetector.Window, longest},
		{"hold of the probe detector", p.ProbeDetector.Hold, longest},
		{"share that signers sign a window", p.SignerVelocity.Share, money.Whole},
		{"signers' window", p.SignerVelocity.Window, longest},
		{"time lock of a signer's limits", p.SigningPolicyLock.After, longest},
		{"time that a second person takes over a limit", p.SigningPolicyLock.Looks, longest},
		{"time lock of limits", p.LimitTimeLock, longest},
		{"rotation after an automatic sweep", p.AutomaticSweep.Rotate, longest},
		{"time until an automatic sweep", p.AutomaticSweep.After, longest},
		{"time that a chain watch takes", p.ChainWatch.After, longest},
		{"chance that altered code is overlooked", p.CodeOverlooked, money.Whole},
		{"time between attestations", p.CodeAttestation.Every, longest},
		{"time until somebody has looked at the code", p.CodeAttestation.Look, longest},
		{"time that a second look takes", p.FourEyes.Takes, day},
		{"time lock of what staff does", p.FourEyes.Lock, longest},
		{"hops that a chain watch follows", int64(p.ChainWatch.Hops), MostHops},
	} {
		if n.value < 0 || n.value > n.most {
			return fmt.Errorf("%s %d, expected 0 to %d", n.name, n.value, n.most)
		}
	}
	if open := p.ManualApproval.Hours(); p.ManualApproval.Quorum > 0 && open < minute {
		return fmt.Errorf("approvals within %s a day, expected at least a minute", time.Duration(open))
	}
	return p.WalletLog.Check()
}

// MostHops is how many hops a chain watch can follow at most.
const MostHops = 10

const (
	minute  = 60 * 1_000_000_000
	longest = 100 * 365 * day // nanoseconds, of any span
)

// ConfirmationsByAmount asks more confirmations of deposits that are worth more
// than Above. The zero value asks none.
type ConfirmationsByAmount struct {
	Above         int64  `json:"above,omitempty"` // base units of the reference currency
	Confirmations uint64 `json:"confirmations,omitempty"`
}

// AutomaticSweep sends to cold storage what is left of a hot wallet, of All if
// so, when a spend from it is on no record of the venue's, and whatever comes in
// later, until its key is rotated. Nobody refills it meanwhile. The zero value
// does not.
type AutomaticSweep struct {
	On  bool `json:"on,omitempty"`
	All bool `json:"all,omitempty"`
	// After is how many nanoseconds after the block it looks for a record.
	After int64 `json:"after,omitempty"`
	// Rotate is after how many nanoseconds the staff rotates the keys of what was
	// swept; 0 is when it is told to.
	Rotate int64 `json:"rotate,omitempty"`
}

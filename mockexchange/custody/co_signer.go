package custody

import (
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// CoSigner is a supplier who signs beside the venue's own signers whatever the
// wallet server proposes, up to a limit within a window. The limit is the venue's to
// set, so that whoever holds the wallet server sets it, unless a SigningPolicyLock is
// in the way. Of what a co-signer of SignerVelocity keeps to, nobody sets anything.
type CoSigner struct {
	Limit  int64 `json:"limit"`  // base units
	Window int64 `json:"window"` // nanoseconds
}

// Check says what is impossible about it, nil if nothing is.
func (c *CoSigner) Check() error {
	if c.Limit <= 0 || c.Window <= 0 || c.Window > longest {
		return fmt.Errorf("co-signer: %d base units within %d ns, expected more than 0", c.Limit, c.Window)
	}
	return nil
}

// SigningPolicyLock has a higher limit of a co-signer wait, and somebody else than who
// asks for it call those who should have asked. The zero value has it in force at
// once.
type SigningPolicyLock struct {
	On     bool  `json:"on,omitempty"`
	After  int64 `json:"after,omitempty"`  // nanoseconds until it is in force
	Second bool  `json:"second,omitempty"` // a second person confirms it, or turns it down
	Looks  int64 `json:"looks,omitempty"`  // nanoseconds until he has
}

// signingLimit is what a co-signer keeps to, and what he is asked to.
type signingLimit struct {
	limit  int64 // base units a window, 0 for no co-signer
	signed rollingSum

	coming  int64 // a higher one that waits, 0 for none
	at      int64 // when it is in force
	refused int64 // when a second person turns it down, 0 if he does not
}

// CoSigned puts an asset's co-signer in force.
func (q *WithdrawalQueue) CoSigned(asset uint16, c *CoSigner) {
	p := &q.velocities[asset].coSigner
	p.limit, p.signed.window = c.Limit, c.Window
}

// SigningLimit is what an asset's co-signer keeps to, in base units; 0 without one.
func (q *WithdrawalQueue) SigningLimit(asset uint16) int64 { return q.velocities[asset].coSigner.limit }

// AskSigningLimit asks an asset's co-signer to keep to another limit; unknown says
// that nobody of the venue's knows of it. It reports whether that waits.
func (q *WithdrawalQueue) AskSigningLimit(now int64, asset uint16, amount int64, unknown bool) (waits bool) {
	p, lock := &q.velocities[asset].coSigner, &q.policy.SigningPolicyLock
	if !lock.On || amount <= p.limit {
		p.limit, p.coming = amount, 0
		return false
	}
	p.coming, p.at, p.refused = amount, now+lock.After, 0
	if lock.Second && unknown {
		p.refused = now + min(lock.Looks, lock.After)
	}
	return true
}

// DueSigningLimit settles a higher limit that waits, if its time has come: it is in
// force from then on, or turned down. It is 0 where nothing is settled.
func (q *WithdrawalQueue) DueSigningLimit(now int64, asset uint16) (amount int64, refused bool) {
	p := &q.velocities[asset].coSigner
	refused = p.refused > 0 && p.refused <= now
	if p.coming == 0 || !refused && p.at > now {
		return 0, false
	}
	amount, p.coming = p.coming, 0
	if !refused {
		p.limit = amount
	}
	return amount, refused
}

// headroom is what it still signs now, and what is in the way beyond that: the lock
// while a higher limit waits that would let it go.
func (p *signingLimit) headroom(now int64) (headroom, reject.Control) {
	by := reject.SignerVelocity
	if p.coming > 0 {
		by = reject.SigningPolicyLock
	}
	return headroomUnder(p.limit, p.signed.total(now)), by
}

// Sign counts what signers sign who keep to limits of their own, outside the line of
// withdrawals; it reports whether they do.
func (q *WithdrawalQueue) Sign(now int64, asset uint16, amount int64) bool {
	a := q.Allowance(now, asset)
	if a.signers.exceeds(amount) || a.coSigner.exceeds(amount) {
		return false
	}
	q.countSigned(now, asset, amount)
	return true
}

// exceeds reports whether those who never sign more than a limit turn an amount down.
func (r *headroom) exceeds(amount int64) bool {
	return r.bounded && (amount > r.limit || !r.allows(amount))
}

func (q *WithdrawalQueue) countSigned(now int64, asset uint16, amount int64) {
	p := &q.velocities[asset]
	if p.signers > 0 {
		p.signed.add(now, amount)
	}
	if p.coSigner.limit > 0 {
		p.coSigner.signed.add(now, amount)
	}
}

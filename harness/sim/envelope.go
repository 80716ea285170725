package sim

import "github.com/exdrill/exdrill/mockexchange"

// Actor says who sent a command. It exists in the harness alone: the venue
// never learns it.
type Actor uint32

// The actors that every run has. Customers follow from FirstCustomer on, by
// account id; market makers and momentum traders are customers of the queue
// with account ids of their own.
const (
	Schedule      Actor = iota // blocks, pay-outs, reconciliation
	Operator                   // the defence under test and the venue's staff
	Attacker                   // the thief
	FirstCustomer Actor = 16
)

// Customer is the actor who owns an account.
func Customer(account uint32) Actor { return FirstCustomer + Actor(account) }

// Account is the account that an actor owns; 0 for the actors that every run has.
func (a Actor) Account() uint32 {
	if a <= FirstCustomer {
		return 0
	}
	return uint32(a - FirstCustomer)
}

// Envelope is one command with its time, its venue and the actor who sent it.
type Envelope struct {
	At      int64 // virtual nanoseconds since the Unix epoch
	Venue   uint8
	Actor   Actor
	Command mockexchange.Command
}

// Reaction is the least virtual time, in nanoseconds, between an answer of the
// venue and what somebody does because of it.
const Reaction int64 = 1_000_000_000

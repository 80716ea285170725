package model

import "github.com/exdrill/exdrill/mockexchange/access"

// Login is how a customer logs in. The zero value is for venues that keep no record
// of it: his clients do not tell what they are.
type Login struct {
	Factor access.FactorKind // of his second factor, where he has one

	Devices [2]access.Device // his computer, and his phone if he uses that, too; 0 for none
	Renewed access.Device    // what he has in place of the first of them from then on
	At      int64            // virtual nanoseconds, 0 for never

	Away        SourceRange // where he calls from while he travels, or his phone is in another network
	Left, Comes int64       // from when to when, virtual nanoseconds; 0 for never
}

// Device is what he logs in with at a time, with his phone if he has it at hand.
func (l *Login) Device(now int64, phone bool) access.Device {
	switch {
	case phone && l.Devices[1] != 0:
		return l.Devices[1]
	case l.At != 0 && now >= l.At:
		return l.Renewed
	}
	return l.Devices[0]
}

// Travels says whether he is away.
func (l *Login) Travels(now int64) bool { return l.Left != 0 && now >= l.Left && now < l.Comes }

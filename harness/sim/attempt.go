package sim

import "github.com/exdrill/exdrill/mockexchange/reject"

// Attempt says which of a customer's intents a command serves. An intent is
// something a customer sets out to do, drawn before anyone knows how it ends.
// The zero value is a command without one: a read, a cancellation, a market
// maker's quote.
type Attempt struct {
	// Intent numbers the intents of one customer from 1; 0 is no intent.
	Intent uint32
	Kind   IntentKind
	At     int64 // when the customer set out, virtual nanoseconds
	Value  int64 // what it is worth, base units of the reference currency
	// Rest is what of it he leaves for later because it is too much at once, worth
	// as much. It is asked for by the next tries at the same intent.
	Rest int64
	// Urgency is how many times as dear waiting is to him as to others, in parts
	// per million; 0 is Whole, as dear.
	Urgency int64
	// PutOff is the control because of which he does not even ask now, None if he
	// does: he has learnt that he would be refused, and comes back another way, or
	// not at all.
	PutOff reject.Control
	// Leaves is the control that drove him away, with the first withdrawal of those
	// with which he takes out all that he has; None for everything else.
	Leaves reject.Control
	// Again marks another try at an intent that was refused before.
	Again bool
	// GaveUp marks the last try: the customer will not come back to it.
	GaveUp bool
}

// IntentKind says what a customer sets out to do.
type IntentKind uint8

// The kinds of intents.
const (
	IntentOrder IntentKind = iota
	IntentWithdrawal
	IntentDeposit
	IntentLogin
	intentKinds
)

// IntentKinds is how many values of IntentKind there are, for tables indexed by one.
const IntentKinds = int(intentKinds)

var intentNames = [intentKinds]string{"order", "withdrawal", "deposit", "login"}

// String is the kind's name in results.
func (k IntentKind) String() string {
	if k < intentKinds {
		return intentNames[k]
	}
	return "unknown_intent"
}

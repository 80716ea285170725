package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

// The editions of the taxonomies that the ids of every Info belong to. Ids
// move between editions, so a result names both.
const (
	ATTACKVersion = "19"    // MITRE ATT&CK Enterprise
	AADAPTVersion = "4.4.0" // MITRE AADAPT, adversarial actions in digital asset payment technologies
)

// Technique is one way of acting. Values are stateless; what happens in one
// use of it lives in the Run.
type Technique interface {
	Info() Info
	// Start begins one use of it. It fails on parameters that make no sense,
	// with a message that names the parameter.
	Start(p Params) (Run, error)
}

// Info is what people should know of a technique.
type Info struct {
	Name    string   // as scenarios write it: "withdraw_direct"
	Summary string   // what the thief does, one sentence
	Effect  string   // what it does to the victim
	Seen    string   // what a defender would see of it in the telemetry
	ATTACK  []string // ids of the edition ATTACKVersion
	AADAPT  []string // ids of the edition AADAPTVersion
	Partner bool     // it takes two keys: that of the step and one of an own account
	Takes   []Parameter
}

// Parameter is one thing that a step of a scenario says of the use of a technique.
type Parameter struct {
	Name string // with the key that it stands under: "params.count", "transfers.at"
	Says string // what it is, and what holds where it is left out
}

// Run is one technique in progress. Its driver asks for the next move, makes
// it, and if it was a call tells what came back before it asks again.
type Run interface {
	// Ask is what the thief wants to do at virtual time now. It is asked once
	// for every move: the answer may use up chance and addresses.
	Ask(now int64, v View) Move
	// Tell hands over the answer to the call that was asked for. What the
	// answer says of the account is in v.Known already.
	Tell(now int64, v View, a Answer)
}

// Move is what a run wants next. The zero Move is the end of it.
type Move struct {
	Call  Call  // a request to make, if Call.Op is not OpNone
	Until int64 // else, if not 0: nothing until then, virtual nanoseconds
}

// Done says that the run is over.
func (m Move) Done() bool { return m.Call.Op == OpNone && m.Until == 0 }

// All lists the techniques, in the order in which a thief comes to need them.
func All() []Technique {
	return []Technique{
		PresentKey{},
		UsePublishedKeys{},
		LogIn{},
		MakeKey{},
		ReadAccount{},
		CancelOrders{},
		ConvertByTrade{},
		WithdrawDirect{},
		PlaceBaitOrders{},
		BuyFromSelf{},
		CounterTrade{},
		WithdrawProceeds{},
		SignWithStolenKey{},
		PlantImplant{},
		RaiseSigningLimit{},
		SpendFromServer{},
		TakeOverWallet{},
		MoveHouseFunds{},
		FanOut{},
		Peel{},
		StructureBelowLimit{},
		AlterApproval{},
		WithdrawApproved{},
		Wait{},
		Retry{},
	}
}

// Find is the technique of that name; ok is false if there is none.
func Find(name string) (t Technique, ok bool) {
	for _, t := range All() {
		if t.Info().Name == name {
			return t, true
		}
	}
	return nil, false
}

// singleCallRun is the run of a technique that makes one call and is done.
type singleCallRun struct {
	call Call
	made bool
}

func (s *singleCallRun) Ask(int64, View) Move {
	if s.made {
		return Move{}
	}
	s.made = true
	return Move{Call: s.call}
}

func (s *singleCallRun) Tell(int64, View, Answer) {}

// insistence is how a request is made that is asked again if it is refused, a few
// times at most.
type insistence struct {
	tries int
	next  int64 // when it is made
	over  bool
}

// wait is what to do instead of asking now; ok if there is nothing to wait for.
func (i *insistence) wait(now int64) (m Move, ok bool) {
	switch {
	case i.over:
		return Move{}, false
	case now < i.next:
		return Move{Until: i.next}, false
	}
	return Move{}, true
}

// hear learns whether that was the last word, and when it is asked again if not.
func (i *insistence) hear(last bool, again int64) {
	i.tries++
	i.over = last || i.tries == maxMisses
	i.next = again
}

// settled says that there is nothing to ask again: it is done, or hopeless.
func settled(r attacker.Refusal) bool { return r == attacker.Accepted || hopeless(r) }

// needsBalances says that the balances have to be read before one can work with
// them.
func needsBalances(k *KeyKnowledge) bool { return !k.Read || k.Stale }

// hopeless says that a key will be turned down for whatever it asks of this
// kind from now on.
func hopeless(r attacker.Refusal) bool { return r == attacker.KeyRefused }

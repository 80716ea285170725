package technique

import (
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// Divisible is a technique that does an amount of work: what is left of it when
// one key is refused, another one can do.
type Divisible interface {
	Technique
	// Remainder is what is left of p after that many orders and withdrawals; ok
	// is false if nothing is.
	Remainder(p Params, done int) (rest Params, ok bool)
	// Allowed says whether a key with these rights can do the work.
	Allowed(r attacker.Rights) bool
}

// Fallback is a technique for which others can stand in on the same account
// when it is refused.
type Fallback interface {
	Technique
	// Fallbacks are those, one after the other; none if there is no other way.
	Fallbacks(f Failure, v View) []Use
}

// Discreet is a technique that whoever knows what controls venues have uses in another
// way, so that none of them has anything to refuse.
type Discreet interface {
	Technique
	// Quietly are the parameters p for that.
	Quietly(p Params) Params
}

// Failure is a use of a technique that ended in a refusal.
type Failure struct {
	Params  Params
	Refusal attacker.Refusal
	Done    int    // orders and withdrawals that were accepted before
	Market  string // that accounts of the thief's own trade on; empty for none
}

// Use is a technique with what it is told.
type Use struct {
	Technique Technique
	Params    Params
}

// remainder is for techniques that make Params.Count requests.
func (p Params) remainder(done int) (rest Params, ok bool) {
	p.Count = max(p.Count, 1) - done
	return p, p.Count > 0
}

// otherCoin is a coin that the thief has addresses for and has not given up
// yet, as he now does the one; empty for none.
func (v View) otherCoin(than string) string {
	if than == "" {
		return ""
	}
	v.Limits.giveUp(than)
	for _, a := range v.Assets {
		if a.Withdrawable && v.Addresses.Has(a.Code) && !slices.Contains(v.Limits.givenUp, a.Code) {
			return a.Code
		}
	}
	return ""
}

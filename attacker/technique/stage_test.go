package technique_test

import (
	"fmt"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// stage is one thief with one key in front of a scripted exchange. It wakes
// him once a second.
type stage struct {
	shop      *attackertest.Exchange
	key       technique.KeyKnowledge
	own       *technique.KeyKnowledge // of the key "own", the partner; nil for none
	limits    technique.Limits
	addresses *technique.AddressPool
	chance    technique.Chance
	now       int64
	pauses    []int64 // when he wanted to go on, each time he paused
	amounts   money.Precision
	prices    money.Precision
}

const second = int64(1_000_000_000)

func newStage(shop *attackertest.Exchange) *stage {
	fresh := map[string][]string{}
	for _, c := range shop.Coins {
		for i := range 60 {
			fresh[c.Code] = append(fresh[c.Code], fmt.Sprintf("%s-%d", c.Code, i))
		}
	}
	return &stage{
		shop:      shop,
		addresses: technique.NewAddressPool(fresh),
		chance:    technique.NewChance(7, 0),
		now:       1_000 * second,
	}
}

// opened is a stage whose key leads to an account with these balances.
func opened(balances ...attacker.Balance) *stage {
	s := newStage(attackertest.NewZaif())
	s.shop.Open("k", balances...)
	return s
}

// account is what the key leads to.
func (s *stage) account() *attackertest.Account { return s.shop.Accounts["k"] }

func (s *stage) view() technique.View {
	return technique.View{
		Key: &s.key, Partner: s.own, Limits: &s.limits, Markets: s.shop.Listed, Assets: s.shop.Coins, Addresses: s.addresses, Chance: &s.chance,
		Amounts: s.amounts, Prices: s.prices,
	}
}

func (s *stage) access() attacker.Access {
	return attacker.Access{Key: attacker.KeyPair{Public: "k"}, From: "203.0.113.5"}
}

// who is whose key a call is made with, and what is known of it.
func (s *stage) who(c technique.Call) (attacker.Access, *technique.KeyKnowledge) {
	if c.Partner {
		return attacker.Access{Key: attacker.KeyPair{Public: "own"}, From: "203.0.113.6"}, s.own
	}
	return s.access(), &s.key
}

// step makes one move; false says that the run was over.
func (s *stage) step(run technique.Run) bool {
	v := s.view()
	move := run.Ask(s.now, v)
	switch {
	case move.Done():
		return false
	case move.Call.Op == technique.OpNone:
		s.pauses = append(s.pauses, move.Until)
		s.now = move.Until
		return true
	}
	access, known := s.who(move.Call)
	answer, err := move.Call.Make(s.shop, access)
	if err != nil {
		panic(err)
	}
	known.Learn(move.Call, answer)
	run.Tell(s.now, v, answer)
	s.now += second
	return true
}

// play goes on to the end of a run. A run that never ends fails the spec.
func (s *stage) play(run technique.Run) {
	for range 20_000 {
		if !s.step(run) {
			return
		}
	}
	panic("the run does not end")
}

// use starts a technique and plays it to its end.
func (s *stage) use(t technique.Technique, p technique.Params) {
	run, err := t.Start(p)
	if err != nil {
		panic(err)
	}
	s.play(run)
}

// adapted starts a technique at a level.
func adapted(t technique.Technique, level int, p technique.Params, persistence ...technique.Params) technique.Run {
	run, err := t.Start(p)
	Expect(err).NotTo(HaveOccurred())
	run, err = technique.Adapt(run, level, append(persistence, technique.Params{})[0])
	Expect(err).NotTo(HaveOccurred())
	return run
}

// ops is the kinds of request so far, in order.
func (s *stage) ops() []string {
	var list []string
	for _, r := range s.shop.Requests {
		list = append(list, r.Op)
	}
	return list
}

// refuse makes the exchange turn down every request of a kind.
func (s *stage) refuse(op string, r attacker.Refusal) {
	s.shop.Refuse(r, func(q attackertest.Request) bool { return q.Op == op })
}

func holding(asset string, free int64) attacker.Balance {
	return attacker.Balance{Asset: asset, Free: free}
}

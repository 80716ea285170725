package technique

import (
	"errors"
	"fmt"
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// maxMisses is how often something that came too late, or found nothing to do,
// is tried anew.
const maxMisses = 3

// checkAtHost is for techniques that have a host of the venue's do it.
func (p Params) checkAtHost() error {
	if p.Host == "" {
		return errors.New("host is missing, expected the name of one that he holds")
	}
	return p.checkTransfer()
}

// checkTransfer is for techniques that send on a chain.
func (p Params) checkTransfer() error {
	switch {
	case p.Amount < 1:
		return fmt.Errorf("amount is %d, expected at least 1", p.Amount)
	case p.Until < 0:
		return fmt.Errorf("until is %d, expected a time after 1970, or none", p.Until)
	case p.To < 0:
		return fmt.Errorf("to is %d, expected 0 or more", p.To)
	case p.Inputs < 0:
		return fmt.Errorf("inputs is %d, expected 0 or more", p.Inputs)
	case p.Outputs < 0:
		return fmt.Errorf("outputs is %d, expected 0 or more", p.Outputs)
	}
	return p.checkPause()
}

// transferRun is one transaction in the making: a look at what is there, on an
// account chain one at the nonce, and then, when its time has come, the spend.
type transferRun struct {
	params Params
	from   func(*SigningWallet) *Signatory
	pay    func(amount int64, v View) []chain.Output

	// returns says that he looks again where nothing lies, or less than half of
	// what he wants, from time to time: a hot wallet is filled again as long as
	// nobody knows that he has its key.
	returns bool

	query    chainQuery
	returned int
	taking   int64 // by the transaction in progress
	next     int64 // when he looks again
	tries    int
	over     bool
}

// How often he looks again for coins that somebody brought away, and how many
// times. A chain is public; it costs him nothing.
const (
	comesBackAfter = int64(30 * time.Minute)
	mostReturns    = 2 * 24 * 2 // two days
)

func (s *transferRun) Ask(now int64, v View) Move {
	if s.over || v.Wallet == nil {
		return Move{}
	}
	if now < s.next {
		return Move{Until: s.next}
	}
	from := s.from(v.Wallet)
	if call, ok := s.query.ask(v.Wallet, from.address()); ok {
		return Move{Call: call}
	}
	if now < s.params.Until {
		return Move{Until: s.params.Until}
	}
	// He spends what is planned, or all there is if that is less.
	s.taking = min(s.params.Amount, s.query.spendable(v.Wallet))
	t := s.query.spend(v.Wallet, from, s.pay(s.taking, v), s.params.Inputs, from.address())
	return Move{Call: Call{Op: OpSubmit, Chain: v.Wallet.Asset, Tx: t}}
}

func (s *transferRun) Tell(now int64, v View, a Answer) {
	if !s.query.told(v.Wallet) {
		if s.query.tell(a); s.query.spendable(v.Wallet) <= 0 {
			s.foundNothing(now)
		}
		return
	}
	if a.Refusal == attacker.Accepted && s.taking < s.params.Amount/2 {
		s.params.Amount -= s.taking
		s.foundNothing(now) // to speak of
		return
	}
	s.tries++
	s.over = a.Refusal == attacker.Accepted || hopeless(a.Refusal) || s.tries == maxMisses
	s.query = chainQuery{}
}

// foundNothing has him come back later, or never.
func (s *transferRun) foundNothing(now int64) {
	s.returned++
	s.over = !s.returns || s.returned > mostReturns
	s.query, s.next = chainQuery{}, now+comesBackAfter
}

// seriesRun is transactions one after the other: a look at what is there, the
// spend when its time has come, and a pause until it is in a block.
type seriesRun struct {
	params Params
	from   func(*SigningWallet) Signatory
	spend  func(v View, from *Signatory) *chain.Transaction // that is next; it sets paid

	done  int   // transactions
	left  int64 // still to be paid
	paid  int64 // by the transaction in progress
	until int64 // when it goes
	query chainQuery
	tries int
	over  bool
}

func newSeriesRun(p Params) seriesRun { return seriesRun{params: p, left: p.Amount, until: p.Until} }

func (s *seriesRun) Ask(now int64, v View) Move {
	if s.over || v.Wallet == nil {
		return Move{}
	}
	if s.done+s.tries > 0 && now < s.until {
		return Move{Until: s.until} // what was sent is in no block before that
	}
	from := s.from(v.Wallet)
	if call, ok := s.query.ask(v.Wallet, from.Policy.Address()); ok {
		return Move{Call: call}
	}
	if now < s.until {
		return Move{Until: s.until}
	}
	return Move{Call: Call{Op: OpSubmit, Chain: v.Wallet.Asset, Tx: s.spend(v, &from)}}
}

func (s *seriesRun) Tell(now int64, v View, a Answer) {
	if !s.query.told(v.Wallet) {
		s.query.tell(a)
		if s.query.spendable(v.Wallet) <= 0 {
			s.miss(now, s.done == 0)
		}
		return
	}
	if a.Refusal != attacker.Accepted {
		s.miss(now, hopeless(a.Refusal))
		return
	}
	s.done++
	s.left -= s.paid
	s.query, s.tries, s.until = chainQuery{}, 0, now+int64(s.params.Pause)
	s.over = s.left <= 0
}

// miss has him look again after a pause, a few times.
func (s *seriesRun) miss(now int64, forever bool) {
	s.tries++
	s.over = forever || s.tries == maxMisses
	s.query, s.until = chainQuery{}, max(s.until, now+int64(s.params.Pause))
}

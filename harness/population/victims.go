package population

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// victim is what changes about a victim.
type victim struct {
	mailed   bool     // the first mail about a withdrawal came
	heeds    bool     // he reads such mails
	alert    bool     // he is about to do something, or doing it
	wrote    bool     // to support
	warned   bool     // a mail came that somebody's withdrawal from his account is held
	stops    bool     // he read it while it was
	disowned bool     // he is rid of the key that was used for it
	rounds   uint16   // how often he was alarmed
	awaiting []uint32 // withdrawals that can still be stopped, as far as he knows
}

func (o *victim) clone() victim {
	c := *o
	c.awaiting = slices.Clone(o.awaiting)
	return c
}

// maxRounds is how often an owner comes back to stop another withdrawal.
const maxRounds = 8

// Notify delivers the venue's mails to a customer about his own account:
// that somebody else asked for a withdrawal, that one is held or was sent, and,
// where people look at such mails, that somebody else's order was filled. Who
// asked himself needs no mail to know. Some owners of stolen keys act on
// theirs, sooner or later. at is the wake-up that the mail causes, 0 for none.
func (p *Population) Notify(now int64, e *mockexchange.Event) (a sim.Actor, at int64) {
	if e.Account == 0 || int(e.Account) > len(p.model.Holders) || p.model.Holders[e.Account-1].Victim == 0 {
		return 0, 0
	}
	i := int(e.Account) - 1
	o := &p.victims[p.model.Holders[i].Victim-1]
	switch e.Type {
	case mockexchange.WithdrawalRequested:
		o.awaiting = append(o.awaiting, e.Withdrawal)
	case mockexchange.WithdrawalHeld:
		if !slices.Contains(o.awaiting, e.Withdrawal) {
			return 0, 0 // one of his own
		}
		if e.Control.Standing() && !o.warned {
			return sim.Customer(e.Account), p.warn(now, i, o)
		}
	case mockexchange.WithdrawalBroadcast:
		at := slices.Index(o.awaiting, e.Withdrawal)
		if at < 0 {
			return 0, 0
		}
		o.awaiting = slices.Delete(o.awaiting, at, at+1)
	case mockexchange.Traded:
		// The taker is whoever came just now; an owner's old orders only rest.
		if !p.model.Notice.Trades || o.alert {
			return 0, 0
		}
	default:
		return 0, 0
	}
	return sim.Customer(e.Account), p.alarmVictim(now, i, o)
}

// alarmVictim plans what a mail makes an owner do. The first one may lie unread for
// long; after that he watches.
func (p *Population) alarmVictim(now int64, i int, o *victim) int64 {
	s := p.model.Stream(i, model.ForNotice+uint64(o.rounds)<<16)
	if !o.mailed {
		o.mailed, o.heeds = true, s.Chance(p.model.Notice.Share)
	}
	if !o.heeds || o.alert || o.rounds >= maxRounds || o.wrote && len(o.awaiting) == 0 {
		return 0
	}
	delay := s.Heavy(p.model.Notice.Median, p.model.Notice.Spread)
	at := max(now, p.model.Notice.Start) + delay
	if o.rounds > 0 {
		at = now + s.Exponential(int64(20*time.Minute))
	}
	o.alert = true
	o.rounds++
	return p.schedule(i, reaction{kind: alarmed, at: max(at, now+sim.Reaction)})
}

// warn plans when an owner reads that a withdrawal which he did not ask for is
// held, and how to stop it, if he reads such mails at all. Nobody sent them on the
// record, where nothing was held. One that he reads when it is too late is no
// other than the mail about the withdrawal itself, upon which nobody acted sooner
// than the record says: a hold of a second must not wake anybody.
func (p *Population) warn(now int64, i int, o *victim) int64 {
	o.warned = true
	s := p.model.Stream(i, model.ForWarning)
	if !p.model.Is(i, model.ReadsWarning) {
		return 0
	}
	return p.schedule(i, reaction{kind: warned, at: now + max(s.Heavy(p.model.People[model.WarningRead], spread), sim.Reaction)})
}

// inTime says whether an owner who reads a warning can still stop something.
func (p *Population) inTime(i int) bool {
	o := &p.victims[p.model.Holders[i].Victim-1]
	if len(o.awaiting) == 0 || o.stops {
		return false
	}
	o.stops, o.heeds, o.alert = true, true, true
	return true
}

// stopWithdrawal cancels the newest withdrawal that can still be stopped. If there is
// none any more, the owner writes to support instead.
func (p *Population) stopWithdrawal(i int, c *mockexchange.Command) {
	o := &p.victims[p.model.Holders[i].Victim-1]
	if len(o.awaiting) == 0 {
		c.Kind, c.Label = mockexchange.Complain, ComplaintTheft
		return
	}
	c.Kind, c.Withdrawal = mockexchange.CancelWithdrawal, o.awaiting[len(o.awaiting)-1]
	o.awaiting = o.awaiting[:len(o.awaiting)-1]
}

// nextVictimStep plans a victim's next step.
func (p *Population) nextVictimStep(now int64, i int, e reaction, c *mockexchange.Command) int64 {
	o := &p.victims[p.model.Holders[i].Victim-1]
	s := p.model.Stream(i, model.ForNotice+uint64(o.rounds)<<16+uint64(e.try+1)<<8)
	e.try++
	o.wrote = o.wrote || c.Kind == mockexchange.Complain
	o.disowned = o.disowned || c.Kind == mockexchange.DeleteKey
	switch {
	case len(o.awaiting) > 0:
		e.kind = stopping
	case !o.wrote:
		e.kind = complains
	case o.stops && !o.disowned && p.model.Victims[p.model.Holders[i].Victim-1].Key != 0:
		e.kind = disowning
	default:
		o.alert = false
		return 0
	}
	e.at = soon(&s, now)
	return p.schedule(i, e)
}

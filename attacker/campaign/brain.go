package campaign

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
)

// Brain carries a campaign out. It has no clock and no thread: whoever drives
// it asks when it wants to be woken, and wakes it then.
//
//	for at, ok := brain.Next(); ok; at, ok = brain.Next() {
//		if err := brain.Wake(at, world); err != nil {
//			return err
//		}
//	}
type Brain struct {
	campaign *Campaign
	mind     *technique.Mind
	purse    *technique.Purse
	vaults   []technique.Vault // of the campaign's wallets; never changed
	homes    []int             // of each key, the index of the source that it calls from as a partner; never changed
	own      []int             // the numbers of his own accounts' keys; never changed
	market   string            // that he trades with victims on; empty for none
	agenda   agenda
	added    []addition // steps that the plan did not have
	handed   []handing
	shut     []string // coins that he could not withdraw
	log      []Deed
	sent     []attacker.Sent // since the last TakeSent
}

// New makes a brain that has not begun. It refuses a campaign whose steps make
// no sense.
func New(c Campaign) (*Brain, error) {
	c.Think = c.Think.orDefault()
	if err := c.check(); err != nil {
		return nil, err
	}
	vaults, err := vaults(c.Wallets)
	if err != nil {
		return nil, err
	}
	own, market := owns(&c)
	return &Brain{
		vaults:   vaults,
		own:      own,
		market:   market,
		campaign: &c,
		mind:     technique.NewMind(len(c.Keys)),
		purse:    technique.NewPurse(c.Addresses),
		homes:    homes(&c),
		agenda:   newAgenda(&c),
	}, nil
}

func (t Think) orDefault() Think {
	if t.Min == 0 && t.Max == 0 {
		return Think{Min: DefaultThinkMin, Max: DefaultThinkMax}
	}
	return t
}

// Next is when the thief wants to act next, in virtual nanoseconds since the
// Unix epoch; ok is false when he is done for good.
func (b *Brain) Next() (at int64, ok bool) {
	l := b.agenda.first()
	if l == nil {
		return 0, false
	}
	return l.at, true
}

// Wake lets the thief act once: it makes at most one request. It makes none
// when it is woken early, or when all that was due turns out to be over or not
// to apply. The error says that the venue could not be reached; the same
// request is then due again.
func (b *Brain) Wake(now int64, w attacker.World) error {
	l := b.agenda.first()
	if l == nil || l.at > now {
		return nil
	}
	venue, ok := w.Venues[b.campaign.Venue]
	if !ok {
		return fmt.Errorf("there is no venue %q", b.campaign.Venue)
	}
	v := b.view(l, venue)
	done := b.advance(now, l, &v)
	var err error
	if l.call.Op != technique.OpNone {
		err = b.act(now, l, &v, w)
	}
	b.agenda.settle(done)
	b.settleHanded()
	return err
}

// advance goes on in a lane until there is a call to make or nothing to do
// before a later time. It reports when the lane is done for good.
func (b *Brain) advance(now int64, l *lane, v *technique.View) (done bool) {
	for l.call.Op == technique.OpNone {
		if l.run == nil {
			if l.cursor == len(l.steps) {
				return true
			}
			if s := b.step(l); s.At > now {
				l.at = s.At
				return false
			}
			b.begin(now, l, v)
			continue
		}
		switch m := l.run.Ask(now, *v); {
		case m.Done():
			l.run = nil
			b.pivot(now, l, v)
			l.cursor++
		case m.Call.Op != technique.OpNone:
			l.call = m.Call
		default:
			l.at = max(m.Until, now+1)
			return false
		}
	}
	return false
}

// begin starts the step that is due, or leaves it out.
func (b *Brain) begin(now int64, l *lane, v *technique.View) {
	s := b.step(l)
	v.Partner = b.partner(s)
	if missing, ok := firstMissing(s.When, v.Known); ok {
		b.note(Deed{Key: s.Key, Result: "not " + string(missing), Skipped: true}, now, s)
		l.cursor++
		return
	}
	run, err := b.campaign.start(s)
	if err != nil {
		panic("campaign: a step that New let pass does not start: " + err.Error())
	}
	l.run, l.attempt, l.inserted = run, attempt{}, 0
}

// act makes the call that is due and takes in the answer.
func (b *Brain) act(now int64, l *lane, v *technique.View, w attacker.World) error {
	s := b.step(l)
	think := b.campaign.Think
	l.at = now + l.chance.Between(int64(think.Min), int64(think.Max))
	key, access := b.access(s, l.call.Partner, l.shift)
	answer, err := b.ask(l.call, access, w)
	if err != nil {
		return fmt.Errorf("step %s: %w", s.ID, err)
	}
	call := l.call
	if b.fromElsewhere(l, key, call, answer) {
		asked, result := technique.Describe(call, answer, *v)
		b.note(Deed{Key: key, Source: access.From, Op: call.Op.String(), Asked: asked, Result: result, Refusal: answer.Refusal}, now, s)
		return nil
	}
	l.call, l.moved = technique.Call{}, false
	l.attempt.note(call, answer.Refusal)
	if call.Op == technique.OpSubmit && answer.Refusal == attacker.Accepted {
		b.sent = append(b.sent, attacker.Sent{Asset: call.Chain, Tx: call.Tx})
	}
	if !call.Op.OnChain() {
		b.mind.Keys[key].Learn(call, answer)
	}
	l.run.Tell(now, *v, answer)
	asked, result := technique.Describe(call, answer, *v)
	b.note(Deed{Key: key, Source: access.From, Op: call.Op.String(), Asked: asked, Result: result, Refusal: answer.Refusal}, now, s)
	return nil
}

// access is who a call is made as: the step's key or its partner's, each from
// an address of its own; -1 and nobody on a chain.
func (b *Brain) access(s *Step, partner bool, shift int) (key int, a attacker.Access) {
	key, source := s.Key, s.Source
	switch {
	case s.Chain != "":
		return -1, a
	case partner:
		key, source = s.Partner-1, b.homes[s.Partner-1]
	}
	sources := b.campaign.Sources
	return key, attacker.Access{Key: b.campaign.Keys[key], From: sources[(source+shift)%len(sources)]}
}

// fromElsewhere has a call made once more from another of his addresses, when a
// key that lived is turned down: it may be the address that is blocked.
func (b *Brain) fromElsewhere(l *lane, key int, c technique.Call, a technique.Answer) bool {
	if b.campaign.Level < technique.Pivots || a.Refusal != attacker.KeyRefused || c.Op.OnChain() ||
		l.moved || len(b.campaign.Sources) < 2 || !b.mind.Keys[key].Alive {
		return false
	}
	l.shift++
	l.moved = true
	return true
}

// partner is what is known of a step's partner; nil for a step without one.
func (b *Brain) partner(s *Step) *technique.Known {
	if s.Partner == 0 {
		return nil
	}
	return &b.mind.Keys[s.Partner-1]
}

// ask makes one request, to the venue or to a chain.
func (b *Brain) ask(c technique.Call, access attacker.Access, w attacker.World) (technique.Answer, error) {
	if !c.Op.OnChain() {
		return c.Make(w.Venues[b.campaign.Venue], access)
	}
	to, ok := w.Chains[c.Chain]
	if !ok {
		return technique.Answer{}, fmt.Errorf("there is no chain of %s", c.Chain)
	}
	return c.Send(to)
}

func (b *Brain) note(d Deed, now int64, s *Step) {
	d.At, d.Step, d.Technique, d.Counterfactual = now, s.ID, s.Technique, s.Counterfactual
	b.log = append(b.log, d)
}

func (b *Brain) step(l *lane) *Step { return b.at(l.steps[l.cursor]) }

func (b *Brain) view(l *lane, venue attacker.Venue) technique.View {
	v := technique.View{
		Markets: venue.Markets(),
		Assets:  venue.Assets(),
		Purse:   b.purse,
		Chance:  &l.chance,
		Limits:  &b.mind.Limits,
	}
	if l.wallet > 0 {
		v.Known, v.Vault = &technique.Known{}, &b.vaults[l.wallet-1]
	} else {
		v.Known = &b.mind.Keys[b.campaign.Steps[l.steps[0]].Key]
		if l.run != nil {
			v.Partner = b.partner(b.step(l))
		}
	}
	return v
}

// TakeSent hands over what chains took from him since the last call.
func (b *Brain) TakeSent() []attacker.Sent {
	sent := b.sent
	b.sent = nil
	return sent
}

// Log is what the thief did so far, in order. The caller must not change it.
func (b *Brain) Log() []Deed { return b.log }

// Mind is what the thief knows so far. The caller must not change it.
func (b *Brain) Mind() *technique.Mind { return b.mind }

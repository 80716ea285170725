package campaign

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
)

// Agent carries a campaign out. It has no clock and no thread: whoever drives
// it asks when it wants to be woken, and wakes it then.
//
//	for at, ok := agent.Next(); ok; at, ok = agent.Next() {
//		if err := agent.Wake(at, world); err != nil {
//			return err
//		}
//	}
type Agent struct {
	campaign       *Campaign
	knowledge      *technique.Knowledge
	addresses      *technique.AddressPool
	wallets        []technique.SigningWallet // of the campaign's wallets; never changed
	partnerSources []int                     // of each key, the index of the source that it calls from as a partner; never changed
	own            []int                     // the numbers of his own accounts' keys; never changed
	market         string                    // that he trades with victims on; empty for none
	agenda         agenda
	added          []addition // steps that the plan did not have
	handOvers      []handOver
	log            []LogEntry
	sent           []attacker.Sent // since the last TakeSent
}

// New makes an agent that has not begun. It refuses a campaign whose steps make
// no sense.
func New(c Campaign) (*Agent, error) {
	c.Think = c.Think.orDefault()
	if err := c.check(); err != nil {
		return nil, err
	}
	c.Steps = c.quietFirst()
	wallets, err := signingWallets(c.Wallets)
	if err != nil {
		return nil, err
	}
	own, market := ownAccounts(&c)
	return &Agent{
		wallets:        wallets,
		own:            own,
		market:         market,
		campaign:       &c,
		knowledge:      technique.NewKnowledge(len(c.Keys)),
		addresses:      technique.NewAddressPool(c.Addresses),
		partnerSources: partnerSources(&c),
		agenda:         newAgenda(&c),
	}, nil
}

func (t Think) orDefault() Think {
	if t.Min == 0 && t.Max == 0 {
		return Think{Min: DefaultThinkMin, Max: DefaultThinkMax}
	}
	return t
}

// draw is one pause, in nanoseconds.
func (t Think) draw(c *technique.Chance) int64 {
	low, octaves := int64(t.Min), int64(0)
	for low > 0 && low<<octaves < int64(t.Max) {
		octaves++
	}
	low <<= c.Between(0, octaves)
	if t.Min == 0 {
		return c.Between(0, int64(t.Max))
	}
	return c.Between(low, min(2*low, int64(t.Max)))
}

// Next is when the thief wants to act next, in virtual nanoseconds since the
// Unix epoch; ok is false when he is done for good.
func (a *Agent) Next() (at int64, ok bool) {
	t := a.agenda.first()
	if t == nil {
		return 0, false
	}
	return t.at, true
}

// Wake lets the thief act once: it makes at most one request. It makes none
// when it is woken early, or when all that was due turns out to be over or not
// to apply. The error says that the venue could not be reached; the same
// request is then due again.
func (a *Agent) Wake(now int64, w attacker.World) error {
	t := a.agenda.first()
	if t == nil || t.at > now {
		return nil
	}
	venue, ok := w.Venues[a.campaign.Venue]
	if !ok {
		return fmt.Errorf("there is no venue %q", a.campaign.Venue)
	}
	v := a.view(t, venue)
	done := a.advance(now, t, &v)
	var err error
	if t.call.Op != technique.OpNone {
		err = a.act(now, t, &v, w)
	}
	a.agenda.settle(done)
	a.settleHanded()
	return err
}

// advance goes on in a track until there is a call to make or nothing to do
// before a later time. It reports when the track is done for good.
func (a *Agent) advance(now int64, t *track, v *technique.View) (done bool) {
	for t.call.Op == technique.OpNone {
		if t.run == nil {
			if t.cursor == len(t.steps) {
				return true
			}
			if s := a.step(t); s.At > now {
				t.at = s.At
				return false
			}
			a.begin(now, t, v)
			continue
		}
		switch m := t.run.Ask(now, *v); {
		case m.Done():
			t.run = nil
			a.pivot(now, t, v)
			t.cursor++
		case m.Call.Op != technique.OpNone:
			t.call = m.Call
		default:
			t.at = max(m.Until, now+1)
			return false
		}
	}
	return false
}

// begin starts the step that is due, or leaves it out.
func (a *Agent) begin(now int64, t *track, v *technique.View) {
	s := a.step(t)
	v.Partner = a.partner(s)
	if missing, ok := firstMissing(s.When, v.Key); ok {
		a.note(LogEntry{Key: s.Key, Result: "not " + string(missing), Skipped: true}, now, s)
		t.cursor++
		return
	}
	run, err := a.campaign.start(s)
	if err != nil {
		panic("campaign: a step that New let pass does not start: " + err.Error())
	}
	t.run, t.attempt, t.inserted = run, attempt{}, 0
}

// act makes the call that is due and takes in the answer.
func (a *Agent) act(now int64, t *track, v *technique.View, w attacker.World) error {
	s := a.step(t)
	t.at = now + a.campaign.Think.draw(&t.chance)
	key, access := a.access(now, s, t.call.Partner, t.shift)
	answer, err := a.ask(t.call, access, w)
	if err != nil {
		return fmt.Errorf("step %s: %w", s.ID, err)
	}
	call := t.call
	if !a.fromElsewhere(t, key, call, answer) {
		a.takeIn(now, t, v, key, answer)
	}
	if call.Op == technique.OpOwner && answer.Owner == call.Address {
		return nil // he looks every minute, for days
	}
	asked, result := technique.Describe(call, answer, *v)
	a.note(LogEntry{Key: key, Source: access.From, Op: call.Op.String(), Asked: asked, Result: result, Refusal: answer.Refusal}, now, s)
	return nil
}

// takeIn learns from the answer to the call that was due, and tells it to the
// run that asked.
func (a *Agent) takeIn(now int64, t *track, v *technique.View, key int, answer technique.Answer) {
	call := t.call
	t.call, t.moved = technique.Call{}, false
	t.attempt.note(call, answer.Refusal)
	if call.Op == technique.OpSubmit && answer.Refusal == attacker.Accepted {
		a.sent = append(a.sent, attacker.Sent{Asset: call.Chain, Tx: call.Tx})
	}
	if !call.Op.OnChain() {
		a.knowledge.Keys[key].Learn(call, answer)
	}
	t.run.Tell(now, *v, answer)
}

// access is who a call is made as: the step's key or its partner's, each from
// an address of its own; -1 and nobody on a chain.
func (a *Agent) access(now int64, s *Step, partner bool, shift int) (key int, who attacker.Access) {
	key, source := s.Key, s.Source
	switch {
	case s.Chain != "":
		return -1, who
	case partner:
		key, source = s.Partner-1, a.partnerSources[s.Partner-1]
	}
	sources := a.campaign.Sources
	who = attacker.Access{Key: a.campaign.Keys[key], From: sources[(source+shift)%len(sources)]}
	if made := a.knowledge.Keys[key].Made; made != nil {
		who.Key = *made
	}
	if who.Key.Login != nil {
		who.Code = who.Key.Login.CodeAt(now)
	}
	return key, who
}

// fromElsewhere has a call made once more from another of his addresses, when a
// key that lived is turned down: it may be the address that is blocked.
func (a *Agent) fromElsewhere(t *track, key int, c technique.Call, answer technique.Answer) bool {
	if a.campaign.Level < technique.Pivots || answer.Refusal != attacker.KeyRefused || c.Op.OnChain() ||
		t.moved || len(a.campaign.Sources) < 2 || !a.knowledge.Keys[key].Alive {
		return false
	}
	t.shift++
	t.moved = true
	return true
}

// partner is what is known of a step's partner; nil for a step without one.
func (a *Agent) partner(s *Step) *technique.KeyKnowledge {
	if s.Partner == 0 {
		return nil
	}
	return &a.knowledge.Keys[s.Partner-1]
}

// ask makes one request, to the venue or to a chain.
func (a *Agent) ask(c technique.Call, access attacker.Access, w attacker.World) (technique.Answer, error) {
	if !c.Op.OnChain() {
		return c.Make(w.Venues[a.campaign.Venue], access)
	}
	if c.Host != "" {
		return a.atHost(c, w)
	}
	to, ok := w.Chains[c.Chain]
	if !ok {
		return technique.Answer{}, fmt.Errorf("there is no chain of %s", c.Chain)
	}
	return c.Send(to)
}

// atHost does something on a host that he holds.
func (a *Agent) atHost(c technique.Call, w attacker.World) (answer technique.Answer, err error) {
	host, ok := w.Hosts[c.Host]
	if !ok {
		return answer, fmt.Errorf("there is no host %q", c.Host)
	}
	secret := a.campaign.secret(c.Host)
	switch p := (attacker.Payment{Asset: c.Chain, Amount: c.Amount, To: c.Address}); c.Op {
	case technique.OpPlant:
		answer.Refusal, err = host.Plant(secret, c.Implant)
	case technique.OpLimit:
		answer.Refusal, err = host.Limit(secret, p)
	case technique.OpSpend:
		answer.Refusal, err = host.Spend(secret, p)
	default:
		answer.Refusal, err = host.Work(secret, c.Work)
	}
	return answer, err
}

func (a *Agent) note(e LogEntry, now int64, s *Step) {
	e.At, e.Step, e.Technique, e.Counterfactual = now, s.ID, s.Technique, s.Counterfactual
	a.log = append(a.log, e)
}

func (a *Agent) step(t *track) *Step { return a.at(t.steps[t.cursor]) }

func (a *Agent) view(t *track, venue attacker.Venue) technique.View {
	v := technique.View{
		Markets:   venue.Markets(),
		Assets:    venue.Assets(),
		Addresses: a.addresses,
		Chance:    &t.chance,
		Limits:    &a.knowledge.Limits,
		Amounts:   a.campaign.Amounts,
		Prices:    a.campaign.Prices,
		Approval:  a.campaign.Approval,
	}
	if t.wallet > 0 {
		v.Key, v.Wallet = &technique.KeyKnowledge{}, &a.wallets[t.wallet-1]
	} else {
		v.Key = &a.knowledge.Keys[a.campaign.Steps[t.steps[0]].Key]
		if t.run != nil {
			v.Partner = a.partner(a.step(t))
		}
	}
	return v
}

// TakeSent hands over what chains took from him since the last call.
func (a *Agent) TakeSent() []attacker.Sent {
	sent := a.sent
	a.sent = nil
	return sent
}

// Log is what the thief did so far, in order. The caller must not change it.
func (a *Agent) Log() []LogEntry { return a.log }

// Knowledge is what the thief knows so far. The caller must not change it.
func (a *Agent) Knowledge() *technique.Knowledge { return a.knowledge }

// LogEntry is one line of the thief's log: a request that he made, or a step
// that he left out.
type LogEntry struct {
	At             int64            `json:"at"` // virtual nanoseconds since the Unix epoch
	Step           string           `json:"step"`
	Technique      string           `json:"technique"`
	Key            int              `json:"key"`            // index into Campaign.Keys: that of the partner if it called; -1 on a chain
	Source         string           `json:"source"`         // address that the request left from; empty if none was made
	Op             string           `json:"op"`             // kind of request; empty if none was made
	Asked          string           `json:"asked"`          // the request in words
	Result         string           `json:"result"`         // what came of it, in words
	Refusal        attacker.Refusal `json:"refusal"`        // empty if the venue did it
	Skipped        bool             `json:"skipped"`        // the step was left out; Result says why
	Counterfactual bool             `json:"counterfactual"` // of a counterfactual step
}

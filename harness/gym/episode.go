package gym

import (
	"context"
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
)

// episode is one run that goes on beside whoever drives it: the run takes its
// turn, then it waits for an answer.
type episode struct {
	env     *Environment
	welcome []byte // which events are wanted
	stop    context.CancelFunc
	turns   chan turn
	answers chan []byte

	parts  [256][2]int64 // loss and harm by venue
	before [2]int64      // loss and harm when the last reward was given
}

// turn is what the run came to, or why it did not.
type turn struct {
	seen *Observation
	err  error
}

func begin(ctx context.Context, e *Environment, welcome []byte) *episode {
	ctx, stop := context.WithCancel(ctx)
	p := &episode{env: e, welcome: welcome, stop: stop, turns: make(chan turn), answers: make(chan []byte)}
	go func() {
		defer close(p.turns)
		seen, err := p.play(ctx)
		p.show(ctx, turn{seen, err})
	}()
	return p
}

// end ends the run where it is, and waits until it has.
func (p *episode) end() {
	p.stop()
	for range p.turns { //nolint:revive // nobody wants them any more
	}
}

// show hands a turn to whoever drives.
func (p *episode) show(ctx context.Context, t turn) {
	select {
	case p.turns <- t:
	case <-ctx.Done():
	}
}

// play is the run from its beginning to its end.
func (p *episode) play(ctx context.Context) (*Observation, error) {
	interim := drill.Observer{Interim: func(_ int64, venue uint8, loss, harm int64) { p.parts[venue] = [2]int64{loss, harm} }}
	o, err := p.env.stage.Watch(ctx, drill.WithObserver(interim),
		drill.WithMonitor("env", func() (defence.Monitor, error) { return &monitor{ctx: ctx, episode: p}, nil }))
	if err != nil {
		return nil, err
	}
	points, err := p.env.points(o.Tally)
	if err != nil {
		return nil, err
	}
	last := p.observe([2]int64{o.Tally.Net(), o.Tally.HarmTotal()})
	last.Done, last.Score = true, &points
	return last, nil
}

// observe is what has come of the run, with the reward for what changed.
func (p *episode) observe(now [2]int64) *Observation {
	none := p.env.none
	lost := none.Loss.Undefended
	if lost == 0 { // where nobody steals, what is given away counts as harm
		lost = none.Harm.Unit
	}
	o := &Observation{
		Type: "observation", Seed: p.env.stage.Seed(), Loss: score.Amount(now[0]), Harm: score.Amount(now[1]),
		Reward: -share(now[0]-p.before[0], lost) - share(now[1]-p.before[1], none.Harm.Unit),
	}
	if o.Reward == 0 {
		o.Reward = 0 // not minus zero
	}
	p.before = now
	return o
}

// share is a change in hundredths of a whole; 0 where there is no whole.
func share(change int64, whole score.Amount) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(change) / float64(whole)
}

// sum is what all venues have come to.
func (p *episode) sum() (all [2]int64) {
	for _, part := range p.parts {
		all[0], all[1] = all[0]+part[0], all[1]+part[1]
	}
	return all
}

// monitor hands the steps of one venue's monitor to the outside.
type monitor struct {
	ctx     context.Context
	episode *episode
	session *protocol.Session
	hello   []byte // not told yet
	venue   string
}

// Hello takes note of what there is to guard.
func (m *monitor) Hello(h *defence.Hello) (err error) {
	if m.session, err = protocol.NewSession(h); err != nil {
		return err
	}
	m.hello, m.venue = m.session.Hello(), h.Venue
	return m.session.Want(m.episode.welcome)
}

// Step shows the outside what happened and waits for an answer that makes sense.
func (m *monitor) Step(b *defence.Batch) (defence.Answer, error) {
	message, worth := m.session.Batch(b)
	if !worth {
		return defence.Answer{}, nil
	}
	p := m.episode
	o := p.observe(p.sum())
	o.Venue, o.Hello, o.Batch = m.venue, m.hello, message
	m.hello = nil
	for next := (turn{seen: o}); ; {
		p.show(m.ctx, next)
		select {
		case line := <-p.answers:
			a, err := m.session.Answer(line, b.Now)
			if err == nil {
				return a, nil
			}
			next = turn{err: &RequestError{fmt.Errorf("step: %w", err)}}
		case <-m.ctx.Done():
			return defence.Answer{}, m.ctx.Err()
		}
	}
}

// Close has nothing to say: the last observation does.
func (m *monitor) Close() error { return nil }

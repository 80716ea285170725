package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
)

// env is an environment that somebody outside drives.
type env struct {
	ctx      context.Context
	scenario string
	options  []drill.Option
	seed     uint64 // of the next episode
	asked    <-chan request
	out      *bufio.Writer

	stage   *drill.Stage // of the last episode
	staged  uint64       // its seed
	measure yardstick
	again   *resetRequest // what ended the last episode before its time
	wanted  *resetRequest // what began this one
	parts   [256][2]int64 // loss and harm by venue
	before  [2]int64      // loss and harm when the last reward was given
}

// yardstick is what rewards are measured by, and the run that it comes from.
type yardstick struct {
	none       *drill.Result
	undefended int64
	closedDay  int64
}

// What ends an episode early.
var (
	errGone  = errors.New("nobody asks any more")
	errReset = errors.New("another episode was asked for")
)

// The requests, of which a line holds one.
type (
	envRequest struct {
		Reset *resetRequest   `json:"reset"`
		Step  json.RawMessage `json:"step"`
		Close *struct{}       `json:"close"`
	}
	resetRequest struct {
		Seed     *uint64  `json:"seed"`
		Services []string `json:"services"`
		Types    []string `json:"types"`
	}
)

// observation is what an episode answers. Amounts are base units.
type observation struct {
	Type   string          `json:"type"` // observation
	Seed   uint64          `json:"seed"`
	Venue  string          `json:"venue,omitempty"`
	Hello  json.RawMessage `json:"hello,omitempty"`
	Batch  json.RawMessage `json:"batch,omitempty"`
	Reward float64         `json:"reward"`
	Done   bool            `json:"done"`
	Loss   score.Amount    `json:"loss"`
	Harm   score.Amount    `json:"harm"`
	Score  *score.Points   `json:"score,omitempty"`
}

// serve plays one episode after the other. It returns errGone when nobody
// asks any more.
func (e *env) serve() error {
	for {
		reset, err := e.begin()
		if err != nil {
			return err
		}
		err = e.episode(reset)
		if err != nil && !errors.Is(err, errReset) {
			return err
		}
	}
}

// begin waits for a reset.
func (e *env) begin() (*resetRequest, error) {
	if r := e.again; r != nil {
		e.again = nil
		return r, nil
	}
	for {
		r, err := e.next()
		switch {
		case err != nil:
			return nil, err
		case r.Reset != nil:
			err = r.Reset.check()
		default:
			err = errors.New("no episode has begun, expected a reset")
		}
		if err == nil {
			return r.Reset, nil
		}
		if err := e.refuse(err); err != nil {
			return nil, err
		}
	}
}

// welcome is the answer to hello that a reset stands for.
func (r *resetRequest) welcome() ([]byte, error) {
	return json.Marshal(map[string][]string{"services": r.Services, "types": r.Types})
}

// check finds names of services and types that there are not.
func (r *resetRequest) check() error {
	line, err := r.welcome()
	if err != nil {
		return err
	}
	d, err := protocol.NewSession(&defence.Hello{})
	if err == nil {
		err = d.Want(line)
	}
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	return nil
}

// next reads a request. One that makes no sense is refused and awaited again.
func (e *env) next() (*envRequest, error) {
	for {
		var line request
		select {
		case line = <-e.asked:
		case <-e.ctx.Done():
			return nil, e.ctx.Err()
		}
		if line.err != nil {
			return nil, line.err
		}
		r, err := readRequest(line.line)
		switch {
		case err == nil && r.Close != nil:
			return nil, errGone
		case err == nil:
			return r, nil
		}
		if err := e.refuse(err); err != nil {
			return nil, err
		}
	}
}

func readRequest(line []byte) (*envRequest, error) {
	const wanted = `expected one of {"reset": {}}, {"step": {}} and {"close": {}}`
	r := &envRequest{}
	if err := json.Unmarshal(line, r); err != nil {
		return nil, fmt.Errorf("%w, %s", err, wanted)
	}
	n := 0
	for _, there := range []bool{r.Reset != nil, r.Step != nil, r.Close != nil} {
		if there {
			n++
		}
	}
	if n != 1 {
		return nil, fmt.Errorf("%d requests in one line, %s", n, wanted)
	}
	return r, nil
}

// refuse says what is wrong with a request.
func (e *env) refuse(wrong error) error {
	return e.write(map[string]string{"type": "error", "error": wrong.Error()})
}

func (e *env) write(v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		_, err = e.out.Write(append(text, '\n'))
	}
	if err == nil {
		err = e.out.Flush()
	}
	return err
}

// episode plays one run from its beginning to its end.
func (e *env) episode(reset *resetRequest) error {
	if reset.Seed != nil {
		e.seed = *reset.Seed
	}
	if err := e.open(); err != nil {
		return err
	}
	e.wanted, e.parts, e.before = reset, [256][2]int64{}, [2]int64{}
	o, err := e.stage.Watch(e.ctx, drill.WithObserver(drill.Observer{Interim: e.interim}), drill.WithMonitor("env", func() (defence.Monitor, error) { return &envMonitor{env: e}, nil }))
	if err != nil {
		return err
	}
	e.seed++
	points, err := e.measure.points(o.Tally)
	if err != nil {
		return err
	}
	now := [2]int64{o.Tally.Net(), o.Tally.HarmTotal()}
	last := e.observe(now)
	last.Done, last.Score = true, &points
	return e.write(last)
}

// open builds the world of the seed and plays what rewards are measured by,
// unless it is the last episode's.
func (e *env) open() error {
	if e.stage != nil && e.staged == e.seed {
		return nil
	}
	stage, err := drill.Open(e.scenario, append(append([]drill.Option{}, e.options...), drill.WithSeed(e.seed))...)
	if err != nil {
		return err
	}
	none, err := stage.Run(e.ctx, drill.WithDefence("none"), drill.WithAdaptation(0))
	if err != nil {
		return err
	}
	e.stage, e.staged = stage, e.seed
	e.measure = yardstick{none, int64(none.Loss.Undefended), int64(none.Harm.ClosedDay)}
	return nil
}

// points is the score of a run.
func (y *yardstick) points(t *score.Tally) (score.Points, error) {
	r, err := score.Compose(score.Runs{
		Defended: t, Undefended: y.none.Undefended.Tally,
		ClosedDay: &score.Tally{Harm: []impact.Item{{Price: y.closedDay}}},
	}, score.Meta{})
	return r.Score, err
}

// observe is what has come of the run, with the reward for what changed.
func (e *env) observe(now [2]int64) *observation {
	o := &observation{
		Type: "observation", Seed: e.staged, Loss: score.Amount(now[0]), Harm: score.Amount(now[1]),
		Reward: -share(now[0]-e.before[0], e.measure.undefended) - share(now[1]-e.before[1], e.measure.closedDay),
	}
	if o.Reward == 0 {
		o.Reward = 0 // not minus zero
	}
	e.before = now
	return o
}

// share is a change in hundredths of a whole; 0 where there is no whole.
func share(change, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(change) / float64(whole)
}

// interim hears what one venue's part of the run has come to.
func (e *env) interim(_ int64, venue uint8, loss, harm int64) { e.parts[venue] = [2]int64{loss, harm} }

// sum is what all venues have come to.
func (e *env) sum() (all [2]int64) {
	for _, p := range e.parts {
		all[0], all[1] = all[0]+p[0], all[1]+p[1]
	}
	return all
}

// envMonitor hands the steps of one venue's monitor to the outside.
type envMonitor struct {
	env      *env
	dialogue *protocol.Session
	hello    []byte // not told yet
	venue    string
}

// Hello takes note of what there is to guard.
func (m *envMonitor) Hello(h *defence.Hello) (err error) {
	if m.dialogue, err = protocol.NewSession(h); err != nil {
		return err
	}
	m.hello, m.venue = m.dialogue.Hello(), h.Venue
	line, err := m.env.wanted.welcome()
	if err != nil {
		return err
	}
	return m.dialogue.Want(line)
}

// Step shows the outside what happened and waits for what it wants done.
func (m *envMonitor) Step(b *defence.Batch) (defence.Answer, error) {
	message, worth := m.dialogue.Batch(b)
	if !worth {
		return defence.Answer{}, nil
	}
	o := m.env.observe(m.env.sum())
	o.Venue, o.Hello, o.Batch = m.venue, m.hello, message
	m.hello = nil
	if err := m.env.write(o); err != nil {
		return defence.Answer{}, err
	}
	return m.answer(b.Now)
}

// answer waits for a step that makes sense.
func (m *envMonitor) answer(now int64) (defence.Answer, error) {
	for {
		r, err := m.env.next()
		if err != nil {
			return defence.Answer{}, err
		}
		if r.Reset != nil {
			if err = r.Reset.check(); err == nil {
				m.env.again = r.Reset
				return defence.Answer{}, errReset
			}
		} else {
			a, wrong := m.dialogue.Answer(r.Step, now)
			if wrong == nil {
				return a, nil
			}
			err = fmt.Errorf("step: %w", wrong)
		}
		if err := m.env.refuse(err); err != nil {
			return defence.Answer{}, err
		}
	}
}

// Close has nothing to say: the last observation does.
func (m *envMonitor) Close() error { return nil }

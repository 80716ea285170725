package lab

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

// Names of the labs.
const (
	Embedded   = "embedded"
	Containers = "containers"
)

// Conditions are what a run depends on beside its defence.
type Conditions struct {
	Scenario   *scenarios.Scenario
	Seed       uint64
	Scale      int64  // parts per million of the groups that may shrink
	Variation  string // "record" or "perturbed"
	Salt       string // of a perturbed variation
	Lab        string // Embedded or Containers
	Adaptation int    // of the attacker
	Engine     string // exdrill's version
	Adoption   int64  // of voluntary controls, times the scenario's, parts per million; 0 for as many
	Workers    int    // how many runs of a score go on side by side; 0 for 2
}

// Series is one world in which several defences are put to the test. What
// their runs share is built once: the populations, the signatures, the
// undefended run and the closed day.
type Series struct {
	conditions Conditions
	worlds     []*population.World // by venue
	memo       *chain.Verifier
	facts      []score.Fact

	played *played
}

// played is the runs that a series has played or is playing.
type played struct {
	mutex sync.Mutex
	runs  map[string]*pending // by what determines a run
}

// pending is a run that somebody has begun.
type pending struct {
	done    chan struct{}
	outcome *Outcome
	err     error
}

// NewSeries builds the worlds of the conditions.
func NewSeries(c Conditions) (*Series, error) {
	worlds, err := population.BuildAll(c.Scenario, population.Options{
		Seed: c.Seed, Scale: c.Scale, Variation: c.Variation, Salt: c.Salt, Adoption: c.Adoption,
	})
	if err != nil {
		return nil, err
	}
	return &Series{
		conditions: c, worlds: worlds, memo: chain.NewVerifier(),
		facts: score.Facts(worlds[0].Whole), played: &played{runs: make(map[string]*pending)},
	}, nil
}

// Scored is a defence's result with the run behind it.
type Scored struct {
	Result     score.Result
	Outcome    *Outcome
	Undefended *Outcome // the none run that the loss is measured by
}

// atOnce is how many runs of a score go on side by side, unless the conditions
// say otherwise.
const atOnce = 2

// At is the same series with a thief of another level of adaptation. The two
// share their world and every run in which the thief makes no difference.
func (s *Series) At(level int) *Series {
	other := *s
	other.conditions.Adaptation = level
	return &other
}

func (s *Series) workers() int {
	if s.conditions.Workers > 0 {
		return s.conditions.Workers
	}
	return atOnce
}

// Score puts a defence through the five runs that a score takes. In the
// container lab the defended run is the one that is played there: its twins
// would leave the same logs, so they are played in this process. The recorder,
// which may be nil, keeps the defended one.
func (s *Series) Score(ctx context.Context, d *defence.Defence, rec Recorder, progress func(done int64)) (*Scored, error) {
	begun := time.Now()
	none, err := defence.Load("none", s.World().Scenario)
	if err != nil {
		return nil, err
	}
	standing, response := parts(d, none)
	specs := []spec{
		{defence: d, level: s.conditions.Adaptation, contained: s.conditions.Lab == Containers, recorder: rec, progress: progress},
		{defence: none},
		{defence: defence.ClosedDay(), peace: true},
		{defence: standing, level: s.conditions.Adaptation},
		{defence: response, level: s.conditions.Adaptation},
	}
	outcomes, err := s.all(ctx, specs)
	if err != nil {
		return nil, s.blame(err, d)
	}
	meta := s.about(d, outcomes[0])
	meta.Timing.WallMS = time.Since(begun).Milliseconds()
	result, err := score.Compose(score.Runs{
		Defended: outcomes[0].Tally, Undefended: outcomes[1].Tally, ClosedDay: outcomes[2].Tally,
		Standing: outcomes[3].Tally, Response: outcomes[4].Tally,
	}, meta)
	if err != nil {
		return nil, err
	}
	return &Scored{result, outcomes[0], outcomes[1]}, nil
}

// parts are a defence's posture alone and its monitor alone. What has only one
// of them is its own part, and the other part is no defence at all.
func parts(d, none *defence.Defence) (standing, response *defence.Defence) {
	switch {
	case !d.Watches():
		return d, none
	case len(d.Posture()) == 0:
		return none, d
	}
	return d.Standing(), d.Response()
}

// all plays the runs, as many at a time as the lab can. Of equal ones the first
// is played, and the others share its outcome. The first that fails ends the
// others.
func (s *Series) all(ctx context.Context, specs []spec) ([]*Outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	outcomes := make([]*Outcome, len(specs))
	slots := make(chan struct{}, s.workers())
	var group sync.WaitGroup
	first := firsts(specs)
	for i := range specs {
		if first[i] != i {
			continue
		}
		group.Go(func() {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
			defer func() { <-slots }()
			var err error
			if outcomes[i], err = s.play(ctx, specs[i]); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	for i := range outcomes {
		outcomes[i] = outcomes[first[i]]
	}
	return outcomes, nil
}

// firsts tells for each run which one of the list is the first that equals it.
func firsts(specs []spec) []int {
	list := make([]int, len(specs))
	seen := make(map[string]int)
	for i := range specs {
		key := specs[i].key()
		at, known := seen[key]
		if !known {
			at = i
			seen[key] = i
		}
		list[i] = at
	}
	return list
}

// play gives the outcome of a run, from the cache where an equal one was
// played before or is being played. A recorder has to hear every command, so
// that its run is always played; others may share the outcome.
func (s *Series) play(ctx context.Context, sp spec) (*Outcome, error) {
	for {
		p, mine := s.claim(sp.key())
		if !mine && sp.recorder != nil {
			return s.start(ctx, sp)
		}
		if mine {
			p.outcome, p.err = s.start(ctx, sp)
			if p.err != nil {
				s.forget(sp.key())
			}
			close(p.done)
			return p.outcome, p.err
		}
		select {
		case <-p.done:
			// Somebody else's run may have been cancelled; ours was not.
			if errors.Is(p.err, context.Canceled) && ctx.Err() == nil {
				continue
			}
			return p.outcome, p.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// claim finds a run that was begun, or begins it; then it is the caller's to
// play.
func (s *Series) claim(key string) (p *pending, mine bool) {
	s.played.mutex.Lock()
	defer s.played.mutex.Unlock()
	if p, found := s.played.runs[key]; found {
		return p, false
	}
	p = &pending{done: make(chan struct{})}
	s.played.runs[key] = p
	return p, true
}

func (s *Series) forget(key string) {
	s.played.mutex.Lock()
	delete(s.played.runs, key)
	s.played.mutex.Unlock()
}

// blame says who failed, and how to see it again.
func (s *Series) blame(err error, d *defence.Defence) error {
	var failure *Failure
	if errors.As(err, &failure) && failure.Reproduce == "" {
		m := s.Meta(d)
		failure.Reproduce = m.Reproduce()
	}
	return err
}

// Meta is what a result says about the conditions of its run.
func (s *Series) Meta(d *defence.Defence) score.Meta {
	c := &s.conditions
	return score.Meta{
		Scenario: score.ScenarioRef{ID: c.Scenario.ID.Text, Title: c.Scenario.Title.EN, Version: c.Scenario.Version, Digest: c.Scenario.Digest()},
		Defence:  score.DefenceRef{Name: d.Name, Version: d.Version, Digest: d.Digest},
		Seed:     c.Seed, Salt: c.Salt, Scale: score.Share(c.Scale), Variation: c.Variation, Lab: c.Lab,
		Adaptation: c.Adaptation, Adoption: score.Share(c.Adoption), Engine: c.Engine, Taxonomy: taxonomy(), Zone: c.Scenario.Clock.Zone.Name,
		Facts: s.facts, Floor: score.Share(c.Scenario.Floor.PPM), AlertBudget: c.Scenario.AlertBudget.Value,
	}
}

// about is what a result says about a run that was played.
func (s *Series) about(d *defence.Defence, o *Outcome) score.Meta {
	m := s.Meta(d)
	m.Log.Head = hex.EncodeToString(o.Head[:])
	m.Timing.Commands = int64(o.Commands)
	if o.Wall > 0 {
		m.Timing.PerSecond = int64(float64(o.Commands) / o.Wall.Seconds())
	}
	return m
}

// key is what determines a run inside a series.
func (sp *spec) key() string {
	return fmt.Sprintf("%s %d %t %t", sp.defence.Digest, sp.level, sp.peace, sp.contained)
}

// World is what the series runs in, the first venue's of several. It is for
// reading only.
func (s *Series) World() *population.World { return s.worlds[0] }

// Worlds are those of all venues, in the scenario's order. They are for reading
// only.
func (s *Series) Worlds() []*population.World { return s.worlds }

// Watch plays a defence's run alone, without twins and score; at peace nobody
// attacks.
func (s *Series) Watch(ctx context.Context, d *defence.Defence, peace bool, rec Recorder, progress func(now int64)) (*Outcome, error) {
	o, err := s.start(ctx, spec{defence: d, peace: peace, level: s.conditions.Adaptation, contained: s.conditions.Lab == Containers, recorder: rec, progress: progress})
	return o, s.blame(err, d)
}

// Package gym lets a program drive the defence of a scenario step by step, for a
// reward, as reinforcement learning does: Reset begins an episode, Step answers
// what the last observation showed. Serve carries the same over lines of JSON, for
// programs in other languages.
package gym

import (
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

// Environment is a scenario that somebody outside defends.
type Environment struct {
	scenario string
	options  []drill.Option
	seed     uint64 // of the next episode

	stage   *drill.Stage // of the last episode
	none    *drill.Result
	episode *episode // nil if none goes on
}

// Reset says which episode is to begin.
type Reset struct {
	Seed     *uint64  `json:"seed"`     // nil for the next one
	Services []string `json:"services"` // these and the types name the events that are wanted; none for all
	Types    []string `json:"types"`
}

// Observation is what has come of an episode. Amounts are base units.
type Observation struct {
	Type   string          `json:"type"` // observation
	Seed   uint64          `json:"seed"`
	Venue  string          `json:"venue,omitempty"`
	Hello  json.RawMessage `json:"hello,omitempty"` // of the protocol, before a venue's first batch
	Batch  json.RawMessage `json:"batch,omitempty"` // of the protocol; good until the next step
	Reward float64         `json:"reward"`
	Done   bool            `json:"done"`
	Loss   score.Amount    `json:"loss"`
	Harm   score.Amount    `json:"harm"`
	Score  *score.Points   `json:"score,omitempty"` // when it is done
}

// RequestError says what is wrong with a reset or a step. The episode stands
// where it stood.
type RequestError struct{ Err error }

func (e *RequestError) Error() string { return e.Err.Error() }

func (e *RequestError) Unwrap() error { return e.Err }

// New makes an environment of a scenario. The first episode has the given seed,
// unless its reset says otherwise.
func New(scenario string, seed uint64, options ...drill.Option) (*Environment, error) {
	if _, err := drill.Scenario(scenario); err != nil {
		return nil, err
	}
	return &Environment{scenario: scenario, seed: seed, options: options}, nil
}

// Reset begins an episode, and ends the one that goes on.
func (e *Environment) Reset(ctx context.Context, r Reset) (*Observation, error) {
	welcome, err := r.welcome()
	if err != nil {
		return nil, &RequestError{fmt.Errorf("reset: %w", err)}
	}
	e.Close()
	if r.Seed != nil {
		e.seed = *r.Seed
	}
	if err := e.open(ctx); err != nil {
		return nil, err
	}
	e.episode = begin(ctx, e, welcome)
	return e.next(ctx)
}

// welcome is the answer to hello that a reset stands for.
func (r *Reset) welcome() ([]byte, error) {
	line, err := json.Marshal(map[string][]string{"services": r.Services, "types": r.Types})
	if err != nil {
		return nil, err
	}
	s, err := protocol.NewSession(&defence.Hello{})
	if err != nil {
		return nil, err
	}
	return line, s.Want(line)
}

// Step answers the batch of the last observation, as a defence of the protocol
// would.
func (e *Environment) Step(ctx context.Context, answer []byte) (*Observation, error) {
	if e.episode == nil {
		return nil, &RequestError{errors.New("no episode has begun, expected a reset")}
	}
	select {
	case e.episode.answers <- answer:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return e.next(ctx)
}

// next waits for the episode's turn to come round.
func (e *Environment) next(ctx context.Context) (*Observation, error) {
	var t turn
	select {
	case t = <-e.episode.turns:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var refused *RequestError
	if t.err == nil && t.seen.Done {
		e.seed++
	}
	if t.err != nil && !errors.As(t.err, &refused) || t.err == nil && t.seen.Done {
		e.Close()
	}
	return t.seen, t.err
}

// Close ends the episode that goes on, if one does.
func (e *Environment) Close() {
	if e.episode != nil {
		e.episode.end()
		e.episode = nil
	}
}

// open builds the world of the seed and plays what rewards are measured by,
// unless it is the last episode's.
func (e *Environment) open(ctx context.Context) error {
	if e.stage != nil && e.stage.Seed() == e.seed {
		return nil
	}
	stage, err := drill.Open(e.scenario, append(append([]drill.Option{}, e.options...), drill.WithSeed(e.seed))...)
	if err != nil {
		return err
	}
	none, err := stage.Run(ctx, drill.WithDefence("none"), drill.WithAdaptation(0))
	if err != nil {
		return err
	}
	e.stage, e.none = stage, none
	return nil
}

// points is the score of a run.
func (e *Environment) points(t *score.Tally) (score.Points, error) {
	r, err := score.Compose(score.Runs{
		Defended: t, Undefended: e.none.Undefended.Tally,
		ClosedDay: &score.Tally{Harm: impact.Items{{Price: int64(e.none.Harm.ClosedDay)}}},
	}, score.Meta{Scale: e.none.Scale})
	return r.Score, err
}

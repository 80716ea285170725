package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// AblationSchema names the form of an Ablation.
const AblationSchema = "exdrill.ablation/v1"

// MostParts is how many parts a defence is taken apart into, unless it has more
// controls; see defence.Defence.Parts.
const MostParts = 20

// Ablation says what each part of a defence contributes in one scenario. All
// figures are means over the seeds.
type Ablation struct {
	Schema         string            `json:"schema"` // AblationSchema
	Scenario       score.ScenarioRef `json:"scenario"`
	Defence        score.DefenceRef  `json:"defence"`
	Seeds          []uint64          `json:"seeds"`
	SaltCommitment string            `json:"salt_commitment,omitempty"`
	Scale          score.Share       `json:"scale"`
	Variation      string            `json:"variation"`
	Adaptation     int               `json:"adaptation"`
	Engine         string            `json:"engine"`

	Currency   string       `json:"currency"`
	Decimals   uint8        `json:"decimals"`
	Undefended score.Amount `json:"undefended"` // loss
	ClosedDay  score.Amount `json:"closed_day"`

	Whole   Effect `json:"whole"`   // the defence with all its parts
	Nothing Effect `json:"nothing"` // without any
	// Orders is in how many drawn orders the parts were added; 0 if every choice
	// of them was tried, so that their shares are exact.
	Orders int            `json:"orders"`
	Runs   int            `json:"runs"`
	Parts  []Contribution `json:"parts"`
	// Candidates are the controls that the defence has not, each with its
	// defaults: what it would add.
	Candidates []Candidate `json:"candidates,omitempty"`
}

// ParseAblation reads what "exdrill ablate --format json" wrote.
func ParseAblation(text []byte) (*Ablation, error) {
	a := &Ablation{}
	if err := json.Unmarshal(text, a); err != nil {
		return nil, err
	}
	if a.Schema != AblationSchema {
		return nil, fmt.Errorf(`schema %q, expected %q, which "exdrill ablate --format json" writes`, a.Schema, AblationSchema)
	}
	if len(a.Parts)+len(a.Candidates) == 0 {
		return nil, errors.New("no parts in it, expected at least one")
	}
	return a, nil
}

// Effect is what a choice of parts comes to.
type Effect struct {
	Saved score.Amount `json:"saved"` // of the undefended loss
	Harm  score.Amount `json:"harm"`
	Score float64      `json:"score"` // points
}

// Contribution is what one part contributes.
type Contribution struct {
	bundle.Component
	// Score, Saved and Harm are its Shapley values: its gain averaged over all
	// orders in which the parts could have been added. They sum to Whole less
	// Nothing.
	Score statistics.Share `json:"score"` // points
	Saved Gain             `json:"saved"`
	Harm  Gain             `json:"harm"`
	// Interval is that of Score over the seeds, 95 %, from 8 seeds on.
	Interval *statistics.Interval `json:"interval,omitempty"`

	Alone   Effect `json:"alone"`   // the part by itself
	Without Effect `json:"without"` // the defence without it: leave one out
}

// Gain is money that a part saves or costs.
type Gain struct {
	Amount score.Amount `json:"amount"`
	Error  score.Amount `json:"error"` // by how much Amount may be off, 95 % for all parts at once
	Share  float64      `json:"share"` // of the undefended loss, or of the closed day
}

// Candidate is what a control would change if the defence had it.
type Candidate struct {
	Name  string       `json:"name"`
	Saved score.Amount `json:"saved"`
	Harm  score.Amount `json:"harm"`
	Score float64      `json:"score"` // points
}

// Apart says what is to be taken apart, and under which conditions.
type Apart struct {
	Scenario   string // id or path
	Defence    string // name or path
	Seeds      []uint64
	Salt       sim.Salt
	Scale      int64 // parts per million
	Variation  string
	Adaptation int
	Engine     string
	Orders     int  // drawn, where there are too many parts to try every choice
	Candidates bool // try the controls that the defence has not
	Workers    int
	Progress   func(done, all int) // may be nil; is called by one goroutine at a time
}

// Ablate runs every choice of parts that is needed, on every seed, and says
// what each part contributes. Its choices are drawn the same every time, so
// that two calls agree.
func Ablate(ctx context.Context, a *Apart) (*Ablation, error) {
	sc, err := drill.Scenario(a.Scenario)
	if err != nil {
		return nil, err
	}
	d, err := bundle.Load(a.Defence, sc)
	if err != nil {
		return nil, err
	}
	t := &trials{Apart: a, parts: bundle.Components(d, MostParts)}
	if n := len(t.parts); n == 0 {
		return nil, fmt.Errorf("%s has neither controls nor a monitor, expected a defence with parts", a.Defence)
	} else if n > statistics.MostParts {
		return nil, fmt.Errorf("%s has %d parts, expected at most %d", a.Defence, n, statistics.MostParts)
	}
	if a.Candidates {
		t.candidates = candidates(a.Defence, sc, t.parts)
	}
	if t.sets, err = choices(len(t.parts), a.Orders); err != nil {
		return nil, err
	}
	if err := t.run(ctx); err != nil {
		return nil, err
	}
	return t.ablation(d, sc.Title.EN)
}

// choices are the sets of parts that shares take: those that the formula asks
// for, which depend on no value, and what Alone and Without take.
func choices(n, orders int) (list []statistics.Set, err error) {
	seen := make(map[statistics.Set]bool)
	note := func(s statistics.Set) (float64, error) {
		if !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
		return 0, nil
	}
	if _, err := statistics.Shapley(n, orders, note); err != nil {
		return nil, err
	}
	whole := statistics.All(n)
	_, _ = note(0)
	_, _ = note(whole)
	for part := range n {
		_, _ = note(1 << part)
		_, _ = note(whole &^ (1 << part))
	}
	return list, nil
}

// effect is an Effect before it is rounded, or a mean of several.
type effect [3]float64

// What an effect measures.
const (
	saved = iota // base units
	harmed
	scored // points
)

func effectOf(r *score.Result) effect {
	return effect{float64(r.Loss.Undefended - r.Loss.Net), float64(r.Harm.Total), points(r.Score)}
}

func (e effect) rounded() Effect {
	return Effect{score.Amount(math.Round(e[saved])), score.Amount(math.Round(e[harmed])), e[scored]}
}

func (e effect) less(other effect) effect {
	for i := range e {
		e[i] -= other[i]
	}
	return e
}

package bench

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// trials are the runs of an ablation: every choice of parts, then the defence
// with each candidate, on every seed.
type trials struct {
	*Apart
	parts      []bundle.Component
	candidates []string
	sets       []statistics.Set

	mutex sync.Mutex // guards all below
	done  int
	found [][]effect // by seed, then by set and candidate
	first *score.Result
	loss  float64 // sum of the undefended losses
	day   float64 // sum of the closed days
}

// candidates are the controls that a defence has not and that need nothing but
// their defaults.
func candidates(name string, sc *scenarios.Scenario, parts []bundle.Component) (list []string) {
	for _, c := range control.Names() {
		has := slices.ContainsFunc(parts, func(p bundle.Component) bool { return p.Kind == bundle.KindControl && p.Name == c })
		if _, err := bundle.Load(bundle.With(name, c), sc); !has && err == nil {
			list = append(list, c)
		}
	}
	return list
}

// run makes all runs, seed by seed, so that one world at a time is kept.
func (t *trials) run(ctx context.Context) error {
	t.tell()
	for _, seed := range t.Seeds {
		t.found = append(t.found, make([]effect, len(t.sets)+len(t.candidates)))
		if err := t.seed(ctx, seed); err != nil {
			return err
		}
	}
	return nil
}

func (t *trials) seed(ctx context.Context, seed uint64) error {
	stage, err := drill.Open(t.Scenario, drill.WithSeed(seed), drill.WithSalt(t.Salt), drill.WithScale(float64(t.Scale)/1e6),
		drill.WithVariation(t.Variation), drill.WithAdaptation(t.Adaptation), drill.WithEngine(t.Engine))
	if err != nil {
		return err
	}
	return each(ctx, len(t.sets)+len(t.candidates), t.Workers, func(ctx context.Context, i int) error { return t.trial(ctx, stage, i) })
}

// trial makes one run.
func (t *trials) trial(ctx context.Context, stage *drill.Stage, i int) error {
	name := t.Defence
	load := func(sc *scenarios.Scenario) (*defence.Defence, error) { return bundle.Load(name, sc) }
	if i < len(t.sets) {
		load = func(sc *scenarios.Scenario) (*defence.Defence, error) {
			d, err := bundle.Load(name, sc)
			if err != nil || t.sets[i] == statistics.All(len(t.parts)) {
				return d, err
			}
			return bundle.Only(d, t.chosen(t.sets[i])), nil
		}
	} else {
		name = bundle.With(name, t.candidates[i-len(t.sets)])
	}
	r, err := stage.RunDefended(ctx, drill.WithLoaded(name, load))
	if err != nil {
		return fmt.Errorf("%s, seed %d: %w", name, stage.Seed(), err)
	}
	t.keep(i, &r.Result)
	return nil
}

func (t *trials) chosen(s statistics.Set) (list []bundle.Component) {
	for i := range t.parts {
		if s.Has(i) {
			list = append(list, t.parts[i])
		}
	}
	return list
}

func (t *trials) keep(i int, r *score.Result) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.found[len(t.found)-1][i] = effectOf(r)
	if t.first == nil {
		t.first = r
	}
	if i == 0 { // once for every seed
		t.loss += float64(r.Loss.Undefended)
		t.day += float64(r.Harm.ClosedDay)
	}
	t.done++
	t.tell()
}

func (t *trials) tell() {
	if t.Progress != nil {
		t.Progress(t.done, len(t.Seeds)*(len(t.sets)+len(t.candidates)))
	}
}

// mean is what a set or a candidate comes to over the seeds.
func (t *trials) mean(i int) (sum effect) {
	for _, seed := range t.found {
		for k := range sum {
			sum[k] += seed[i][k]
		}
	}
	for k := range sum {
		sum[k] /= float64(len(t.found))
	}
	return sum
}

func (t *trials) index(s statistics.Set) int { return slices.Index(t.sets, s) }

// ablation sums the runs up.
func (t *trials) ablation(d *defence.Defence, title string) (*Ablation, error) {
	n, seeds, r := len(t.parts), float64(len(t.Seeds)), t.first
	nothing, whole := t.mean(t.index(0)), t.mean(t.index(statistics.All(n)))
	a := &Ablation{
		Schema: AblationSchema, Scenario: r.Scenario, Defence: score.DefenceRef{Name: d.Name, Version: d.Version, Digest: d.Digest},
		Seeds: t.Seeds, SaltCommitment: t.Salt.Commitment(), Scale: score.Share(t.Scale), Variation: t.Variation, Adaptation: t.Adaptation, Engine: t.Engine,
		Currency: r.Loss.Currency, Decimals: r.Loss.Decimals,
		Undefended: score.Amount(math.Round(t.loss / seeds)), ClosedDay: score.Amount(math.Round(t.day / seeds)),
		Nothing: nothing.rounded(), Whole: whole.rounded(), Runs: t.done,
	}
	a.Scenario.Title = title
	if n > statistics.ExactUpTo {
		a.Orders = t.Orders
	}
	var err error
	if a.Parts, err = t.contributions(); err != nil {
		return nil, err
	}
	for i, name := range t.candidates {
		gain := t.mean(len(t.sets) + i).less(whole).rounded()
		a.Candidates = append(a.Candidates, Candidate{name, gain.Saved, gain.Harm, gain.Score})
	}
	return a, nil
}

func (t *trials) contributions() (list []Contribution, err error) {
	n := len(t.parts)
	var shares [3][]statistics.Share
	for k := range shares {
		shares[k], err = statistics.Shapley(n, t.Orders, func(s statistics.Set) (float64, error) { return t.mean(t.index(s))[k], nil })
		if err != nil {
			return nil, err
		}
	}
	seeds, err := t.bySeed()
	if err != nil {
		return nil, err
	}
	for part := range n {
		list = append(list, Contribution{
			Component: t.parts[part], Score: shares[scored][part],
			Saved: gainOf(shares[saved][part], t.loss/float64(len(t.Seeds))), Harm: gainOf(shares[harmed][part], t.day/float64(len(t.Seeds))),
			Interval: statistics.Interval95(seeds[part], pointRange.Differences()),
			Alone:    t.mean(t.index(1 << part)).rounded(),
			Without:  t.mean(t.index(statistics.All(n) &^ (1 << part))).rounded(),
		})
	}
	return list, nil
}

// bySeed are the parts' shares of the score, seed by seed.
func (t *trials) bySeed() (list [][]float64, err error) {
	list = make([][]float64, len(t.parts))
	for _, found := range t.found {
		shares, err := statistics.Shapley(len(t.parts), t.Orders, func(s statistics.Set) (float64, error) { return found[t.index(s)][scored], nil })
		if err != nil {
			return nil, err
		}
		for part := range shares {
			list[part] = append(list[part], shares[part].Value)
		}
	}
	return list, nil
}

func gainOf(s statistics.Share, of float64) Gain {
	g := Gain{Amount: score.Amount(math.Round(s.Value)), Error: score.Amount(math.Ceil(s.Error))}
	if of > 0 {
		g.Share = s.Value / of
	}
	return g
}

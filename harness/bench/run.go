// Package bench runs many drills and says what they show: every scenario
// against every defence on every seed, into a run store, and from there a
// matrix, a leaderboard and how firmly it stands.
package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// Progress hears how far a benchmark is: runs done, runs in all, and the run
// that was just finished; nil for those that were in the store before.
type Progress func(done, all int, last *runs.Row)

// bench is a benchmark at work.
type bench struct {
	plan     *Plan
	store    *runs.Store
	progress Progress

	mutex sync.Mutex // guards all below, and the store
	done  int
	all   int

	unscored Unscored
}

// Do makes every run of the jobs that the store does not have yet, on so many
// workers, and keeps each as soon as it is done. A defence that crashes or
// cannot be understood gets the worst score and the benchmark goes on; a
// scenario that cannot be scored is left out, and told in an Unscored when all
// others are done; any other failure ends it. What was done before an end or an interruption is not
// done again, but for runs that a defence ended.
func Do(ctx context.Context, p *Plan, jobs []Job, store *runs.Store, workers int, progress Progress) error {
	b := &bench{plan: p, store: store, progress: progress}
	if err := store.Announce(p.Salts...); err != nil {
		return err
	}
	open, err := b.missing(jobs)
	if err != nil {
		return err
	}
	b.tell(nil)
	if err := each(ctx, len(open), workers, func(ctx context.Context, i int) error { return b.job(ctx, open[i]) }); err != nil {
		return err
	}
	if len(b.unscored.why) > 0 {
		return &b.unscored
	}
	return nil
}

// each does n things, on so many workers. The first error ends it.
func each(ctx context.Context, n, workers int, do func(ctx context.Context, i int) error) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	for i := 0; i < n && within.Err() == nil; i++ {
		group.Go(func() error { return do(within, i) })
	}
	err := group.Wait()
	return cmp.Or(context.Cause(ctx), err)
}

// missing leaves of the jobs what is not in the store, or was ended by its
// defence there.
func (b *bench) missing(jobs []Job) (open []Job, err error) {
	for _, j := range jobs {
		var left []Run
		for _, r := range j.Runs {
			b.all++
			had, err := b.store.Has(r.Identity.Key())
			switch {
			case err != nil:
				return nil, err
			case had:
				b.done++
			default:
				left = append(left, r)
			}
		}
		if len(left) > 0 {
			j.Runs = left
			open = append(open, j)
		}
	}
	return open, nil
}

// job builds one world and makes its runs. Each worker is one thread's work, so
// that a run's twins wait for each other instead of for other workers.
func (b *bench) job(ctx context.Context, j Job) error {
	stage, err := b.plan.open(&j)
	if err != nil {
		return err
	}
	for _, r := range j.Runs {
		row, err := b.plan.play(ctx, r, stage.Run)
		if errors.Is(err, score.ErrNoLoss) || errors.Is(err, score.ErrNoHarm) { // nor can the others of this world
			b.leaveOut(j.Scenario, err)
			return nil
		}
		if err != nil {
			return err
		}
		if err := b.keep(row); err != nil {
			return err
		}
	}
	return nil
}

// open builds the world of a job.
func (p *Plan) open(j *Job, more ...drill.Option) (*drill.Stage, error) {
	options := []drill.Option{
		drill.WithSeed(j.Seed), drill.WithSalt(j.Salt), drill.WithScale(float64(p.Scale) / 1e6), drill.WithVariation(p.Variation),
		drill.WithLab(p.Lab), drill.WithEngine(p.Engine), drill.WithWorkers(1),
	}
	if j.Adoption != 0 {
		options = append(options, drill.WithAdoption(Times(j.Adoption)))
	}
	return drill.Open(j.Scenario, append(options, more...)...)
}

// play makes one run on a stage, in one of a stage's ways to make it.
func (p *Plan) play(ctx context.Context, r Run, way func(context.Context, ...drill.Option) (*drill.Result, error)) (*runs.Row, error) {
	load := func(sc *scenarios.Scenario) (*defence.Defence, error) { return p.load(sc, r.Defence) }
	result, err := way(ctx, drill.WithLoaded(r.Defence, load), drill.WithAdaptation(r.Level))
	var failure *lab.Failure
	if errors.As(err, &failure) && failure.Of == lab.OfDefence {
		return runs.Failed(r.Identity, failure.Error()), nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s against %s, seed %d: %w", r.Identity.Scenario, r.Identity.Defence, r.Identity.Seed, err)
	}
	return runs.RowOf(r.Identity, &result.Result), nil
}

func (b *bench) leaveOut(scenario string, why error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.unscored.why == nil {
		b.unscored.why = map[string]error{}
	}
	if first := b.unscored.why[scenario]; first == nil || why.Error() < first.Error() {
		b.unscored.why[scenario] = why
	}
}

func (b *bench) keep(row *runs.Row) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if err := b.store.Put(row); err != nil {
		return err
	}
	b.done++
	b.tell(row)
	return nil
}

func (b *bench) tell(last *runs.Row) {
	if b.progress != nil {
		b.progress(b.done, b.all, last)
	}
}

// RowsOf reads the runs of these jobs from a store, as far as it has them.
func RowsOf(jobs []Job, store *runs.Store) (list []*runs.Row, err error) {
	wanted := make(map[string]bool)
	for _, j := range jobs {
		for _, r := range j.Runs {
			wanted[r.Identity.Key()] = true
		}
	}
	all, err := store.All(true)
	if err != nil {
		return nil, err
	}
	return only(all, func(r *runs.Row) bool { return wanted[r.Key()] }), nil
}

// AtAdoption are the runs in which so many times as many customers use
// voluntary controls, in parts per million; 0 for as many as the scenario says.
func AtAdoption(rows []*runs.Row, adoption int64) []*runs.Row {
	return only(rows, func(r *runs.Row) bool { return r.Adoption == adoption })
}

// Times is a multiple in parts per million as a number; 0 stands for 1.
func Times(ppm int64) float64 {
	if ppm == 0 {
		return 1
	}
	return float64(ppm) / 1e6
}

// AtLevel are the runs at one level of adaptation.
func AtLevel(rows []*runs.Row, level int) []*runs.Row {
	return only(rows, func(r *runs.Row) bool { return r.Adaptation == level })
}

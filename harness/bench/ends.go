package bench

import (
	"context"
	"slices"
	"sync"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/harness/population/model"
)

// PlayEnds makes the runs of the jobs twice more: with customers, and the machines
// and people of custody, at either end of what nobody has published about them,
// where controls cost most and where they cost least. What comes of it tests the order of a benchmark and is
// kept in no store, because no result says which people it is about. Only the
// defended runs are new, without those of their parts.
func PlayEnds(ctx context.Context, p *Plan, jobs []Job, workers int, progress Progress) ([]Otherwise, error) {
	var least, most end
	for t, info := range model.Traits() {
		least.people[t], most.people[t] = info.Best, info.Worst
	}
	for f, info := range rota.Traits() {
		least.staff[f], most.staff[f] = info.Best, info.Worst
	}
	list := []Otherwise{
		{When: "customers and staff to whom controls are least of a nuisance (exdrill prices)"},
		{When: "customers and staff to whom controls are most of a nuisance (exdrill prices)"},
	}
	all, done := 0, 0
	for _, j := range jobs {
		all += 2 * len(j.Runs)
	}
	var mutex sync.Mutex
	ends := []*end{&least, &most}
	err := each(ctx, 2*len(jobs), workers, func(ctx context.Context, i int) error {
		j := jobs[i/2]
		rows, err := p.playAt(ctx, &j, ends[i%2])
		mutex.Lock()
		defer mutex.Unlock()
		list[i%2].Rows = append(list[i%2].Rows, rows...)
		if done += len(rows); progress != nil && err == nil {
			progress(done, all, rows[len(rows)-1])
		}
		return err
	})
	for i := range list {
		slices.SortFunc(list[i].Rows, runs.Compare)
	}
	return list, err
}

// end is one end of what customers and custody are like.
type end struct {
	people model.People
	staff  rota.Values
}

// playAt makes a job's runs with others than usual.
func (p *Plan) playAt(ctx context.Context, j *Job, e *end) (rows []*runs.Row, err error) {
	stage, err := p.open(j, drill.WithPeople(&e.people, &e.staff))
	if err != nil {
		return nil, err
	}
	for _, r := range j.Runs {
		row, err := p.play(ctx, r, stage.RunDefended)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

package bench

import (
	"context"
	"slices"
	"sync"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/model"
)

// PlayEnds makes the runs of the jobs twice more: with customers at either end of
// what nobody has published about them, where controls cost them most and where
// they cost them least. What comes of it tests the order of a benchmark and is
// kept in no store, because no result says which people it is about. Only the
// defended runs are new, without those of their parts.
func PlayEnds(ctx context.Context, p *Plan, jobs []Job, workers int, progress Progress) ([]Otherwise, error) {
	least, most := model.Usual(), model.Usual()
	for t, info := range model.Traits() {
		least[t], most[t] = info.Best, info.Worst
	}
	list := []Otherwise{
		{When: "customers to whom controls are least of a nuisance (exdrill prices)"},
		{When: "customers to whom controls are most of a nuisance (exdrill prices)"},
	}
	all, done := 0, 0
	for _, j := range jobs {
		all += 2 * len(j.Runs)
	}
	var mutex sync.Mutex
	people := []*model.People{&least, &most}
	err := each(ctx, 2*len(jobs), workers, func(ctx context.Context, i int) error {
		j := jobs[i/2]
		rows, err := p.playAt(ctx, &j, people[i%2])
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

// playAt makes a job's runs with other people than usual.
func (p *Plan) playAt(ctx context.Context, j *Job, people *model.People) (rows []*runs.Row, err error) {
	stage, err := p.open(j, drill.WithPeople(people))
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

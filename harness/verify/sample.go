package verify

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/sim"
)

// Sampling says which runs of a benchmark are made again, and how.
type Sampling struct {
	Runs     int    // how many of each defence in each scenario; 0 for all
	Draw     uint64 // which ones: the number of a drawing
	Workers  int
	Engine   string
	Read     Reader         // of the command that a bundle records
	Programs bool           // start defences that are programs of their own
	Trusted  signature.Keys // one of them must have signed; nil for anybody or nobody
	Progress bench.Progress
}

// Sampled is what came of verifying a benchmark.
type Sampled struct {
	File    string   `json:"file"`
	Command []string `json:"command,omitempty"`

	// Commands are those that wrote into a run store, as it says itself.
	Commands [][]string `json:"commands,omitempty"`

	Runs    int      `json:"runs"`  // that are there
	Cells   int      `json:"cells"` // pairs of a scenario and a defence
	Draw    uint64   `json:"draw"`
	Again   []string `json:"again"`  // the runs that were made again
	Faults  []Fault  `json:"faults"` // none: all of them came out the same
	Origins []Origin `json:"origins,omitempty"`
	Signed  *Signed  `json:"signed,omitempty"`

	// Escapes says how likely forgers are not to be found out by this sample.
	Escapes   []Escape `json:"escapes,omitempty"`
	Unchecked []string `json:"unchecked"`          // what nobody looked at, or could
	Programs  []string `json:"programs,omitempty"` // defences that were not started
	Untried   []string `json:"untried,omitempty"`  // scenarios against defences of which no run was made again

	// Waiting are the commitments of salts that were not revealed: their runs
	// cannot be made again.
	Waiting []string `json:"waiting,omitempty"`

	strange []string // defences of which there are no files
}

// OK reports whether nothing is wrong.
func (s *Sampled) OK() bool { return len(s.Faults) == 0 }

// leave notes what is not checked.
func (s *Sampled) leave(format string, a ...any) {
	s.Unchecked = append(s.Unchecked, fmt.Sprintf(format, a...))
}

// wrong notes what is wrong with a run.
func (s *Sampled) wrong(id *runs.Identity, what string) {
	s.Faults = append(s.Faults, Fault{File: storeFile, What: id.Job() + ": " + what})
}

// Published verifies a bundle: its files against its list, its list of runs
// against the command, every run against itself and what it was measured by, and
// a sample of them against the same runs made again. The error is an *EngineError
// for an unchanged bundle of another engine, or says why nothing could be found
// out.
func Published(ctx context.Context, file string, how Sampling) (*Sampled, error) {
	work, err := os.MkdirTemp("", "exdrill-verify-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	b, faults, err := OpenBundle(file, work)
	if err != nil {
		return nil, err
	}
	s := &Sampled{File: file, Command: b.Command, Draw: how.Draw, Again: []string{}, Faults: append([]Fault{}, faults...), Unchecked: []string{}}
	signed, fault := signedBy(filepath.Join(work, bundleFile), bundleFile, how.Trusted)
	if s.Signed = signed; fault != nil {
		s.Faults = append(s.Faults, *fault)
	}
	switch {
	case !s.OK():
		return s, nil
	case b.Engine != how.Engine:
		return nil, &EngineError{file, b.Engine, how.Engine}
	}
	return s, s.bundle(ctx, b, work, how)
}

// bundle verifies what is in a bundle that is whole.
func (s *Sampled) bundle(ctx context.Context, b *Bundle, work string, how Sampling) error {
	d, faults := b.demanded(work, how.Read)
	if s.Faults = append(s.Faults, faults...); d == nil {
		return nil
	}
	s.Origins = d.origins
	rows, salts, err := rowsOf(filepath.Join(work, storeFile))
	if err != nil {
		s.Faults = append(s.Faults, Fault{File: storeFile, What: err.Error()})
		return nil
	}
	s.Runs = len(rows)
	s.Faults = append(s.Faults, d.compare(rows)...)
	if b.Runs != len(rows) {
		s.Faults = append(s.Faults, Fault{File: storeFile, What: fmt.Sprintf("it has %d runs, %s says %d", len(rows), bundleFile, b.Runs)})
	}
	s.books(rows, d.sources)
	if !s.OK() {
		return nil // no need to make runs again
	}
	s.bounds(how.Engine)
	return s.sample(ctx, rows, salts, d.sources, filepath.Join(work, "again.db"), how)
}

// rowsOf reads a store: its runs, and its salts by their commitments. The error
// says that it is none, or that somebody changed it.
func rowsOf(path string) ([]*runs.Row, map[string]sim.Salt, error) {
	s, err := runs.Read(path)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	if err := s.Sound(); err != nil {
		return nil, nil, err
	}
	list, err := s.Salts()
	if err != nil {
		return nil, nil, err
	}
	salts := make(map[string]sim.Salt)
	for _, salt := range list {
		salts[salt.Commitment()] = salt
	}
	rows, err := s.All(true)
	return rows, salts, err
}

// books holds every run against itself, and against what ships.
func (s *Sampled) books(rows []*runs.Row, from *sources) {
	var b books
	for _, r := range rows {
		what := b.wrong(r)
		if sc, known := from.scenarios[r.Scenario]; what == "" && known && r.Result != nil && r.Result.Harm.TariffDigest != sc.tariff {
			what = fmt.Sprintf("its harm has the prices of a tariff of the digest %s, this scenario's has %s", short(r.Result.Harm.TariffDigest), short(sc.tariff))
		}
		if what != "" {
			s.wrong(&r.Identity, what)
		}
	}
}

// bounds notes what no sample can tell.
func (s *Sampled) bounds(engine string) {
	if who := s.Signed.bound(); who != "" {
		s.leave("%s", who)
	}
	if engine == unversioned {
		s.leave("that this program is the one that made it: neither has a version")
	}
	s.leave("how long the runs took")
}

// sample makes a sample again, of every defence in every scenario as far as it can
// be, and compares.
func (s *Sampled) sample(ctx context.Context, rows []*runs.Row, salts map[string]sim.Salt, from *sources, into string, how Sampling) error {
	again, cells := how.pick(rows, func(r *runs.Row) bool { return s.possible(r, salts, from, how.Programs) })
	s.Cells = len(cells)
	var jobs []bench.Job
	for _, r := range again {
		s.Again = append(s.Again, r.Job())
		jobs = join(jobs, bench.Job{
			Scenario: from.scenarios[r.Scenario].place, Seed: r.Seed, Salt: salts[r.Salt], Adoption: r.Adoption,
			Runs: []bench.Run{{Defence: from.defences[r.Defence].place, Level: r.Adaptation, Identity: r.Identity}},
		})
	}
	for _, c := range cells {
		if c.Again == 0 {
			s.Untried = append(s.Untried, c.Scenario+" against "+c.Defence)
		}
	}
	s.Escapes = escapes(cells)
	if left := len(rows) - len(again); left > 0 {
		s.leave("%d of %d runs by making them again", left, len(rows))
	}
	if len(jobs) == 0 {
		return nil
	}
	if err := play(ctx, jobs, into, how); err != nil {
		return err
	}
	fresh, _, err := rowsOf(into)
	if err != nil {
		return err
	}
	return s.changes(again, fresh)
}

// possible reports whether a run can be made again, and notes why it cannot.
func (s *Sampled) possible(r *runs.Row, salts map[string]sim.Salt, from *sources, programs bool) bool {
	program := from.defences[r.Defence].program
	salt, there := salts[r.Salt]
	sealed := r.Salt != "" && (!there || salt.IsSealed())
	if note := program + " " + r.Defence; program != "" && !programs && !slices.Contains(s.Programs, note) {
		s.Programs = append(s.Programs, note)
		s.leave("%s: it is a program of somebody's own (%s), which is not started here; --programs does so", r.Defence, program)
	}
	if sealed && !slices.Contains(s.Waiting, r.Salt) {
		s.Waiting = append(s.Waiting, r.Salt)
		s.leave("the runs with the salt %s, which is secret", r.Salt)
	}
	_, known := from.scenarios[r.Scenario]
	if from.defences[r.Defence].place == "" && !slices.Contains(s.strange, r.Defence) {
		s.strange = append(s.strange, r.Defence)
		s.leave("the runs of %s: its files are not there", r.Defence)
	}
	return known && from.defences[r.Defence].place != "" && (program == "" || programs) && !sealed
}

// pick draws the sample: so many runs of each defence in each scenario, in the
// order of the store.
func (how *Sampling) pick(rows []*runs.Row, possible func(*runs.Row) bool) (sample []*runs.Row, cells []cell) {
	type pair struct{ scenario, defence string }
	var order []pair
	can, all := make(map[pair][]*runs.Row), make(map[pair]int)
	for _, r := range rows {
		p := pair{r.Scenario, r.Defence}
		if all[p]++; all[p] == 1 {
			order = append(order, p)
		}
		if possible(r) {
			can[p] = append(can[p], r)
		}
	}
	draw := rand.New(rand.NewPCG(how.Draw, 0))
	for _, p := range order {
		chosen := draw.Perm(len(can[p]))
		if how.Runs > 0 {
			chosen = chosen[:min(how.Runs, len(chosen))]
		}
		slices.Sort(chosen)
		for _, i := range chosen {
			sample = append(sample, can[p][i])
		}
		cells = append(cells, cell{p.scenario, p.defence, all[p], len(chosen)})
	}
	return sample, cells
}

// join adds a job to those that share its world.
func join(jobs []bench.Job, j bench.Job) []bench.Job {
	for i := range jobs {
		have := &jobs[i]
		if cmp.Or(cmp.Compare(have.Scenario, j.Scenario), cmp.Compare(have.Seed, j.Seed), cmp.Compare(have.Salt.Commitment(), j.Salt.Commitment()), cmp.Compare(have.Adoption, j.Adoption)) == 0 {
			have.Runs = append(have.Runs, j.Runs...)
			return jobs
		}
	}
	return append(jobs, j)
}

// play makes the jobs' runs, into a store of their own. All runs of a benchmark
// have one variation, scale and lab.
func play(ctx context.Context, jobs []bench.Job, into string, how Sampling) error {
	to, err := runs.Open(into)
	if err != nil {
		return err
	}
	defer to.Close()
	id := jobs[0].Runs[0].Identity
	p := &bench.Plan{Variation: id.Variation, Scale: id.Scale, Lab: id.Lab, Engine: id.Engine}
	return bench.Do(ctx, p, jobs, to, how.Workers, how.Progress)
}

// changes tells which runs came out otherwise.
func (s *Sampled) changes(again, fresh []*runs.Row) error {
	byKey := make(map[string]*runs.Row, len(fresh))
	for _, r := range fresh {
		byKey[r.Key()] = r
	}
	for _, r := range again {
		what, err := rowChange(r, byKey[r.Key()])
		if err != nil {
			return err
		}
		if what != "" {
			s.wrong(&r.Identity, what)
		}
	}
	return nil
}

// rowChange says how a run differs from the same made again; empty if it does
// not.
func rowChange(have, want *runs.Row) (string, error) {
	switch {
	case (have.Failure == "") != (want.Failure == ""):
		return fmt.Sprintf("its defence failed with %q, expected %q", have.Failure, want.Failure), nil
	case have.Score != want.Score || have.Loss != want.Loss || have.Harm != want.Harm:
		return fmt.Sprintf("score %s, loss %d, harm %d, expected %s, %d, %d", have.Score, have.Loss, have.Harm, want.Score, want.Loss, want.Harm), nil
	case have.Result == nil || want.Result == nil:
		return "", nil
	}
	mine, err := json.Marshal(have.Result)
	if err != nil {
		return "", err
	}
	theirs, err := json.Marshal(want.Result)
	if err != nil {
		return "", err
	}
	if list := differences(mine, theirs, circumstance); len(list) > 0 {
		return list[0], nil
	}
	return "", nil
}

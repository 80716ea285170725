package verify

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/sim"
)

// Sampling says which runs of a bundle are made again, and how.
type Sampling struct {
	Runs     int    // how many; 0 for all
	Draw     uint64 // which ones: the number of a drawing
	Workers  int
	Engine   string
	Programs bool           // start defences that are programs of their own
	Trusted  signature.Keys // one of them must have signed; nil for anybody or nobody
	Progress bench.Progress
}

// Sampled is what came of verifying a bundle.
type Sampled struct {
	File    string   `json:"file"`
	Command []string `json:"command"`
	Runs    int      `json:"runs"` // in the bundle
	Draw    uint64   `json:"draw"`
	Again   []string `json:"again"`  // the runs that were made again
	Faults  []Fault  `json:"faults"` // none: all of them came out the same
	Signed  *Signed  `json:"signed,omitempty"`

	// Waiting are the commitments of salts that were not revealed: their runs
	// cannot be made again.
	Waiting []string `json:"waiting,omitempty"`
}

// OK reports whether nothing is wrong.
func (s *Sampled) OK() bool { return len(s.Faults) == 0 }

// Published verifies a bundle: its files against its list, and a sample of its
// runs against the same runs made again. The error is an *EngineError for an
// unchanged bundle of another engine, or says why nothing could be found out.
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
	s := &Sampled{File: file, Command: b.Command, Runs: b.Runs, Draw: how.Draw, Again: []string{}, Faults: append([]Fault{}, faults...)}
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
	rows, salts, err := rowsOf(filepath.Join(work, storeFile))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(rows) != b.Runs {
		s.Faults = append(s.Faults, Fault{File: storeFile, What: fmt.Sprintf("it has %d runs, expected %d", len(rows), b.Runs)})
	}
	return s, s.repeat(ctx, b, work, how.pick(s.known(rows, salts)), salts, how)
}

// rowsOf reads a store: its runs, and its salts by their commitments.
func rowsOf(path string) ([]*runs.Row, map[string]sim.Salt, error) {
	s, err := runs.Read(path)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
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

// known leaves out the runs whose salt was not revealed, and notes which those
// are.
func (s *Sampled) known(rows []*runs.Row, salts map[string]sim.Salt) (list []*runs.Row) {
	for _, r := range rows {
		switch salt, ok := salts[r.Salt]; {
		case r.Salt == "" || ok && !salt.IsSealed():
			list = append(list, r)
		case !slices.Contains(s.Waiting, r.Salt):
			s.Waiting = append(s.Waiting, r.Salt)
		}
	}
	return list
}

// pick draws the sample, in the order of the store.
func (how *Sampling) pick(rows []*runs.Row) []*runs.Row {
	if how.Runs == 0 || how.Runs >= len(rows) {
		return rows
	}
	chosen := rand.New(rand.NewPCG(how.Draw, 0)).Perm(len(rows))[:how.Runs]
	slices.Sort(chosen)
	list := make([]*runs.Row, 0, len(chosen))
	for _, i := range chosen {
		list = append(list, rows[i])
	}
	return list
}

// nameOf is a run in words.
func nameOf(r *runs.Row) string {
	text := fmt.Sprintf("%s against %s, seed %d", r.Scenario, r.Defence, r.Seed)
	if r.Salt != "" {
		text += ", salt " + r.Salt
	}
	if r.Adaptation != 0 {
		text += fmt.Sprintf(", adaptation %d", r.Adaptation)
	}
	if r.Adoption != 0 {
		text += fmt.Sprintf(", adoption %g", bench.Times(r.Adoption))
	}
	return text
}

// repeat makes the sample again and compares.
func (s *Sampled) repeat(ctx context.Context, b *Bundle, work string, sample []*runs.Row, salts map[string]sim.Salt, how Sampling) error {
	var jobs []bench.Job
	for _, r := range sample {
		s.Again = append(s.Again, nameOf(r))
		j, err := jobOf(r, b, work, salts[r.Salt], how.Programs)
		var program *drill.ProgramError
		if errors.As(err, &program) {
			return err
		}
		if err != nil {
			s.Faults = append(s.Faults, Fault{File: storeFile, What: nameOf(r) + ": " + err.Error()})
			continue
		}
		jobs = join(jobs, j)
	}
	if len(jobs) == 0 {
		return nil
	}
	again := filepath.Join(work, "again.db")
	if err := play(ctx, jobs, again, how); err != nil {
		return err
	}
	fresh, _, err := rowsOf(again)
	if err != nil {
		return err
	}
	for _, r := range sample {
		at := slices.IndexFunc(fresh, func(f *runs.Row) bool { return f.Key() == r.Key() })
		if at < 0 {
			continue // why was said above
		}
		what, err := rowChange(r, fresh[at])
		if err != nil {
			return err
		}
		if what != "" {
			s.Faults = append(s.Faults, Fault{File: storeFile, What: nameOf(r) + ": " + what})
		}
	}
	return nil
}

// jobOf is a run as a benchmark of its own. The error says that the inputs in
// the bundle are not those that the run names.
func jobOf(r *runs.Row, b *Bundle, work string, salt sim.Salt, trusted bool) (j bench.Job, err error) {
	scenario, guard := find(b.Scenarios, r.Scenario, work), find(b.Defences, r.Defence, work)
	if scenario == "" || guard == "" {
		return j, errors.New("its scenario or its defence is not in the bundle")
	}
	sc, err := drill.Scenario(scenario)
	if err != nil {
		return j, err
	}
	if err := bundle.SelfContained(guard); err != nil {
		return j, err
	}
	d, err := bundle.Load(guard, sc)
	if err == nil && !trusted {
		err = drill.NoProgram(d)
	}
	if err != nil {
		return j, err
	}
	switch {
	case sc.Digest() != r.ScenarioDigest:
		return j, fmt.Errorf("its scenario has the digest %s, the bundle's %s", short(r.ScenarioDigest), short(sc.Digest()))
	case d.Digest != r.DefenceDigest:
		return j, fmt.Errorf("its defence has the digest %s, the bundle's %s", short(r.DefenceDigest), short(d.Digest))
	}
	return bench.Job{
		Scenario: scenario, Seed: r.Seed, Salt: salt, Adoption: r.Adoption,
		Runs: []bench.Run{{Defence: guard, Level: r.Adaptation, Identity: r.Identity}},
	}, nil
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

// play makes the jobs' runs, into a store of their own. All runs of a bundle
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

package verify

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/scenarios"
)

// Store verifies a run store as far as that can be: every run against itself, what
// it was measured by and what ships, and a sample of those of shipped scenarios
// and defences against the same runs made again. A store grows from many commands,
// which it lists, and may be shown while it does: which of their runs are not there
// is told, and is no fault. That none is missing, a bundle alone can show.
func Store(ctx context.Context, path string, how Sampling) (*Sampled, error) {
	rows, salts, err := rowsOf(path)
	if err != nil {
		return nil, err
	}
	s := &Sampled{File: path, Runs: len(rows), Draw: how.Draw, Again: []string{}, Faults: []Fault{}, Unchecked: []string{}}
	from := newSources()
	var ours []*runs.Row
	others := make(map[string]int)
	for _, r := range rows {
		if r.Engine != how.Engine {
			others[r.Engine]++
			continue
		}
		ours = append(ours, r)
		if err := s.shipped(r, from); err != nil {
			return nil, err
		}
	}
	s.Origins = from.origins
	for _, engine := range slices.Sorted(maps.Keys(others)) {
		other := EngineError{path, engine, how.Engine}
		s.leave("%d of %d runs, made by %s", others[engine], len(rows), other.versions())
	}
	if err := s.commands(path, rows, how.Read); err != nil {
		return nil, err
	}
	s.leave("that no run is missing, and who made them: a store may be cut short at any time; `exdrill bench --bundle` packs one that is whole")
	s.books(ours, from)
	if !s.OK() {
		return s, nil
	}
	s.bounds(how.Engine)
	work, err := os.MkdirTemp("", "exdrill-verify-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	return s, s.sample(ctx, ours, salts, from, filepath.Join(work, "again.db"), how)
}

// commands lists the commands that wrote into a store, and counts which of their
// runs are not there, as far as what they name can be loaded here.
func (s *Sampled) commands(path string, rows []*runs.Row, read Reader) error {
	from, err := runs.Read(path)
	if err != nil {
		return err
	}
	defer from.Close()
	if s.Commands, err = from.Commands(); err != nil {
		return err
	}
	there := make(map[string]bool)
	for _, r := range rows {
		there[r.Key()] = true
	}
	for _, words := range s.Commands {
		all, err := named(words, read)
		if err != nil {
			s.leave("which runs `%s` names: %s", strings.Join(words, " "), err)
			continue
		}
		missing := 0
		for _, key := range all {
			if !there[key] {
				missing++
			}
		}
		if missing > 0 {
			s.leave("%d of the %d runs that `%s` names, which are not there: it was interrupted, they were taken out, or what it names was changed since", missing, len(all), strings.Join(words, " "))
		}
	}
	return nil
}

// named are the keys of the runs that a command names. The store may be a
// stranger's: what it names by a path is not looked at.
func named(words []string, read Reader) (keys []string, err error) {
	p, shard, err := read(words)
	if err != nil {
		return nil, err
	}
	if n := p.Size(); n > mostRuns {
		return nil, fmt.Errorf("they are %d, expected at most %d", n, mostRuns)
	}
	for _, name := range slices.Concat(p.Scenarios, p.Defences) {
		base, _, _ := strings.Cut(name, "[")
		if !slices.Contains(scenarios.IDs(), base) && !slices.Contains(bundle.Names(), base) {
			return nil, fmt.Errorf("%s does not ship", name)
		}
	}
	all, err := p.Jobs()
	if err != nil {
		return nil, err
	}
	for _, j := range shard.Jobs(all) {
		for i := range j.Runs {
			keys = append(keys, j.Runs[i].Identity.Key())
		}
	}
	return keys, nil
}

// shipped takes in what a run was made from, if it ships, and finds what passes
// for that and is not.
func (s *Sampled) shipped(r *runs.Row, from *sources) error {
	sc := shipped.Scenario(r.Scenario)
	if _, known := from.scenarios[r.Scenario]; !known && sc != nil {
		if _, err := from.scenario(sc, r.Scenario); err != nil {
			return err
		}
	}
	guard, _, _ := strings.Cut(r.Defence, "[")
	if _, known := from.defences[r.Defence]; !known && slices.Contains(bundle.Names(), guard) {
		if sc == nil {
			sc = shipped.Scenario(scenarios.IDs()[0]) // it only lends its currency
		}
		if _, err := from.defence(r.Defence, "", sc); err != nil {
			s.wrong(&r.Identity, "no shipped defence can be named so: "+err.Error())
		}
	}
	for _, o := range []Origin{
		{Kind: "scenario", Name: r.Scenario, Digest: r.ScenarioDigest, Shipped: from.scenarios[r.Scenario].digest},
		{Kind: "defence", Name: r.Defence, Digest: r.DefenceDigest, Shipped: from.defences[r.Defence].digest},
	} {
		if o.Shipped != "" && o.Shipped != o.Digest {
			o.against(o.Shipped, nil, nil)
			s.wrong(&r.Identity, o.fault(storeFile).What)
		}
	}
	return nil
}

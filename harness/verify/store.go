package verify

import (
	"context"
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
// and has none of them: that none of its runs is missing, a bundle alone can show.
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
		s.leave("%d runs of exdrill %s: verify them with that one", others[engine], engine)
	}
	s.leave("that no run is missing, and who made them: a store does not say which command it is of; `exdrill bench --bundle` packs one that does")
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

package verify

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/scenarios"
)

// Reader makes the plan of a benchmark, and this machine's part of it, out of the
// command that was recorded. Salts may be sealed.
type Reader func(command []string) (*bench.Plan, bench.Shard, error)

// scenarioFile is the one file that every scenario has.
const scenarioFile = "scenario.yaml"

// mostRuns is how many runs a benchmark may have, so that a forged command costs
// nobody his memory.
const mostRuns = 10_000_000

// made is a scenario or a defence that runs are made from.
type made struct {
	place   string // where it is loaded from, with the changes of a defence
	digest  string
	tariff  string // digest of a scenario's
	program string // kind of a defence that is a program of its own; empty if it is none
}

// sources are what runs are made from, by the names that runs call them.
type sources struct {
	scenarios, defences map[string]made
	origins             []Origin
}

func newSources() *sources {
	return &sources{scenarios: make(map[string]made), defences: make(map[string]made)}
}

// scenario takes a scenario in, and holds it against what ships.
func (s *sources) scenario(sc *scenarios.Scenario, place string) (*Origin, error) {
	prices, err := impact.TariffOf(sc)
	if err != nil {
		return nil, err
	}
	s.scenarios[sc.ID.Text] = made{place: place, digest: sc.Digest(), tariff: prices.Digest()}
	folder := place
	if strings.HasSuffix(place, scenarioFile) {
		folder = filepath.Dir(place)
	}
	s.origins = append(s.origins, scenarioOrigin(sc.ID.Text, sc.Digest(), os.DirFS(folder)))
	return &s.origins[len(s.origins)-1], nil
}

// defence takes a defence in, as a scenario loads it, and holds it against what
// ships.
func (s *sources) defence(place, folder string, sc *scenarios.Scenario) (*Origin, error) {
	d, err := bundle.Load(place, sc)
	if err != nil {
		return nil, err
	}
	s.defences[d.Name] = made{place: place, digest: d.Digest, program: d.Program()}
	s.origins = append(s.origins, defenceOrigin(d.Name, d.Digest, sc, os.DirFS(folder)))
	return &s.origins[len(s.origins)-1], nil
}

// demand is what a bundle has to hold: every run that its command names, made from
// its own scenarios and defences.
type demand struct {
	*sources
	runs map[string]*runs.Identity // by key
}

// demanded rebuilds the list of runs from the command. Faults say where command
// and inputs do not go together; without any there is a demand.
func (b *Bundle) demanded(work string, read Reader) (*demand, []Fault) {
	p, shard, err := read(b.Command)
	if err != nil {
		return nil, []Fault{{File: bundleFile, What: "its command is none of `exdrill bench`: " + err.Error()}}
	}
	if n := p.Size(); n > mostRuns {
		return nil, []Fault{{File: bundleFile, What: fmt.Sprintf("its command names %d runs, expected at most %d", n, mostRuns)}}
	}
	d := &demand{sources: newSources(), runs: make(map[string]*runs.Identity)}
	local := *p
	var faults []Fault
	var first *scenarios.Scenario
	local.Scenarios = b.resolve(work, "scenario", p.Scenarios, b.Scenarios, &faults, func(in *Input) (string, error) {
		sc, place, err := in.scenario(work)
		if err != nil {
			return "", err
		}
		if first == nil {
			first = sc
		}
		return place, d.take(in, sc.ID.Text, scenarios.IDs(), &faults, func() (*Origin, error) { return d.scenario(sc, place) })
	})
	local.Defences = b.resolve(work, "defence", p.Defences, b.Defences, &faults, func(in *Input) (string, error) {
		place := in.place(work)
		if place == "" {
			return "", errors.New("it has no folder in the bundle")
		}
		if err := bundle.SelfContained(place); err != nil {
			return "", err
		}
		folder := strings.TrimSuffix(place, in.Changes)
		loaded, err := bundle.Load(place, first)
		if err != nil {
			return "", err
		}
		return place, d.take(in, loaded.Name, bundle.Names(), &faults, func() (*Origin, error) { return d.defence(place, folder, first) })
	})
	if len(faults) > 0 {
		return nil, faults
	}
	all, err := local.Jobs()
	if err != nil {
		return nil, []Fault{{File: bundleFile, What: "its command cannot be carried out: " + err.Error()}}
	}
	for _, j := range shard.Jobs(all) {
		for i := range j.Runs {
			id := &j.Runs[i].Identity
			d.runs[id.Key()] = id
		}
	}
	return d, nil
}

// take holds an input against what its command and its runs call it, and takes it
// in.
func (d *demand) take(in *Input, name string, shipped []string, faults *[]Fault, add func() (*Origin, error)) error {
	base, _, _ := strings.Cut(in.As, "[")
	if name != in.Name || slices.Contains(shipped, base) && name != in.As {
		return fmt.Errorf("it is %s, but the command means %s and its runs say %s", name, in.As, in.Name)
	}
	o, err := add()
	if err == nil {
		if f := o.fault(in.Folder + "/"); f != nil {
			*faults = append(*faults, *f)
		}
	}
	return err
}

// resolve finds for every name of the command the input that goes by it, and for
// every input the name. What cannot be loaded is a fault.
func (b *Bundle) resolve(work, kind string, names []string, inputs []Input, faults *[]Fault, load func(*Input) (string, error)) (places []string) {
	wrong := func(format string, a ...any) {
		*faults = append(*faults, Fault{File: bundleFile, What: fmt.Sprintf(format, a...)})
	}
	used := make(map[string]int)
	for i := range inputs {
		used[inputs[i].As]++
		if !slices.Contains(names, inputs[i].As) {
			wrong("its command does not name the %s %s", kind, inputs[i].As)
		}
	}
	for _, name := range names {
		at := slices.IndexFunc(inputs, func(in Input) bool { return in.As == name })
		if at < 0 || used[name] > 1 {
			wrong("its command names the %s %s, of which it has %d, expected one", kind, name, used[name])
			continue
		}
		place, err := load(&inputs[at])
		if err != nil {
			wrong("%s %s: %s", kind, name, strings.ReplaceAll(filepath.ToSlash(err.Error()), filepath.ToSlash(work)+"/", ""))
		}
		places = append(places, place)
	}
	return places
}

// place is where an input lies in an unpacked bundle, with its changes; empty if
// it would lie elsewhere: a stranger wrote it.
func (in *Input) place(work string) string {
	whole := in.Folder + in.Changes
	if !filepath.IsLocal(filepath.FromSlash(whole)) || path.Clean(whole) != whole || in.Changes != "" && in.Changes[0] != '[' {
		return ""
	}
	return filepath.Join(work, filepath.FromSlash(in.Folder)) + in.Changes
}

// scenario loads a scenario from an unpacked bundle. One that was a single file
// has no texts beside it.
func (in *Input) scenario(work string) (sc *scenarios.Scenario, place string, err error) {
	if place = in.place(work); place == "" {
		return nil, "", errors.New("it has no folder in the bundle")
	}
	if _, err := os.Stat(filepath.Join(place, "brief.md")); os.IsNotExist(err) {
		place = filepath.Join(place, scenarioFile)
	}
	if err := scenarios.SelfContained(place); err != nil {
		return nil, "", err
	}
	sc, err = drill.Scenario(place)
	return sc, place, err
}

// mostMissing is how many missing runs are named.
const mostMissing = 3

// compare holds the runs that are there against those that have to be: none is
// missing, none is there twice, none comes from elsewhere.
func (d *demand) compare(rows []*runs.Row) (faults []Fault) {
	wrong := func(format string, a ...any) {
		faults = append(faults, Fault{File: storeFile, What: fmt.Sprintf(format, a...)})
	}
	seen := make(map[string]bool)
	for _, r := range rows {
		key := r.Key()
		switch {
		case d.runs[key] == nil:
			wrong("%s: the command does not name it%s", r.Job(), d.nearest(&r.Identity))
		case seen[key]:
			wrong("%s: it is there twice", r.Job())
		}
		seen[key] = true
	}
	var missing []string
	for key, id := range d.runs {
		if !seen[key] {
			missing = append(missing, id.Job())
		}
	}
	if slices.Sort(missing); len(missing) > 0 {
		text := strings.Join(missing[:min(len(missing), mostMissing)], "; ")
		if len(missing) > mostMissing {
			text += "; ..."
		}
		wrong("%d of the %d runs that the command names are missing: %s", len(missing), len(d.runs), text)
	}
	return faults
}

// nearest says in what a run differs that the command names but for its digests
// or its engine.
func (d *demand) nearest(id *runs.Identity) string {
	for _, want := range d.runs {
		if want.Job() != id.Job() {
			continue
		}
		switch {
		case want.ScenarioDigest != id.ScenarioDigest:
			return fmt.Sprintf(" with a scenario of the digest %s, the bundle's has %s", short(id.ScenarioDigest), short(want.ScenarioDigest))
		case want.DefenceDigest != id.DefenceDigest:
			return fmt.Sprintf(" with a defence of the digest %s, the bundle's has %s", short(id.DefenceDigest), short(want.DefenceDigest))
		case want.Engine != id.Engine:
			return fmt.Sprintf(" with exdrill %s, expected %s", id.Engine, want.Engine)
		}
		return " at this scale or variation"
	}
	return ""
}

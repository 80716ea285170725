// Package shipped tells what ships with this program from what only bears its
// name. A changed copy of a scenario or a defence is as good as any, under a name
// of its own; under the shipped one, whoever sees a result takes it for another.
package shipped

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// Kinds of what ships.
const (
	KindScenario = "scenario"
	KindDefence  = "defence"
	KindTariff   = "tariff"
)

// Copy is something that bears the name of what ships and is not that.
type Copy struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Digest  string `json:"digest"`
	Shipped string `json:"shipped"` // the digest of the one that ships; empty where that one cannot be changed so
}

// String says so in a line.
func (c Copy) String() string {
	if c.Shipped == "" {
		return Not(c.Kind, c.Name, "that one cannot be changed so")
	}
	return Not(c.Kind, c.Name, fmt.Sprintf("it has the digest %s, the shipped one %s", Short(c.Digest), Short(c.Shipped)))
}

// ownNames is how a changed copy becomes something of its own.
var ownNames = map[string]string{
	KindScenario: "a changed copy is ranked under an id of its own, in scenario.yaml and as the name of its folder",
	KindDefence:  "a changed copy is ranked under a name of its own, in defence.yaml",
	KindTariff:   "prices of one's own belong in a scenario with an id of its own",
}

// Not says that something is not the shipped one, by what, and what to do about it.
func Not(kind, name, differs string) string {
	return fmt.Sprintf("not the shipped %s %s: %s; %s", kind, name, differs, ownNames[kind])
}

// Short is enough of a digest for people.
func Short(digest string) string { return digest[:min(12, len(digest))] + "..." }

// Scenario is the scenario that ships under an id; nil if none does.
func Scenario(id string) *scenarios.Scenario {
	if !slices.Contains(scenarios.IDs(), id) {
		return nil
	}
	sc, err := scenarios.Load(id)
	if err != nil {
		panic("a scenario that ships does not load: " + err.Error())
	}
	return sc
}

// Copies lists what a result was made from that is not what its name promises.
// What has no digest, as in results of before there was any, is taken at its word.
func Copies(r *score.Result) []Copy {
	var f finder
	f.scenario(r.Scenario.ID, r.Scenario.Digest)
	f.defence(r.Defence.Name, r.Defence.Digest)
	return f.list
}

// CopiesIn lists the same of runs of a store, each once.
func CopiesIn(rows []*runs.Row) []Copy {
	var f finder
	for _, r := range rows {
		f.scenario(r.Scenario, r.ScenarioDigest)
		f.defence(r.Defence, r.DefenceDigest)
	}
	return f.list
}

// finder looks at each name with its digest once.
type finder struct {
	seen map[Copy]bool
	list []Copy
}

func (f *finder) scenario(id, digest string) {
	if f.news(KindScenario, id, digest) {
		if sc := Scenario(id); sc != nil && sc.Digest() != digest {
			f.list = append(f.list, Copy{KindScenario, id, digest, sc.Digest()})
		}
	}
}

func (f *finder) defence(name, digest string) {
	if !f.news(KindDefence, name, digest) {
		return
	}
	own, err := bundle.Shipped(name, Scenario(scenarios.IDs()[0])) // which only lends its currency
	if err != nil || own != "" && own != digest {
		f.list = append(f.list, Copy{KindDefence, name, digest, own})
	}
}

func (f *finder) news(kind, name, digest string) bool {
	key := Copy{Kind: kind, Name: name, Digest: digest}
	if digest == "" || f.seen[key] {
		return false
	}
	if f.seen == nil {
		f.seen = make(map[Copy]bool)
	}
	f.seen[key] = true
	return true
}

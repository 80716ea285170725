package bench

import (
	"fmt"
	"hash/fnv"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// Plan says which drills a benchmark is made of: every scenario with every
// defence on every seed, salt and level of adaptation.
type Plan struct {
	Scenarios  []string // ids or paths
	Defences   []string // names or paths
	Seeds      []uint64
	Salts      []sim.Salt // one that is none for runs without
	Levels     []int      // of the attacker's adaptation
	Adoptions  []int64    // of voluntary controls, times the scenarios', parts per million; 0 for as many; none is 0 alone
	Variation  string     // record or perturbed
	Scale      int64      // parts per million
	Lab        string
	Engine     string
	Overridden func(scenario *scenarios.Scenario, defence string) (*defence.Defence, error) // instead of bundle.Load; nil for that
}

// Job is all runs that share one world.
type Job struct {
	Scenario string // as the plan names it
	Seed     uint64
	Salt     sim.Salt
	Adoption int64
	Runs     []Run
}

// Run is one drill of a job.
type Run struct {
	Defence  string // as the plan names it
	Level    int
	Identity runs.Identity
}

// Jobs lays the plan out, scenario by scenario, seed by seed. Everything that
// it names is loaded once, so that bad input costs no time.
func (p *Plan) Jobs() (list []Job, err error) {
	for _, name := range p.Scenarios {
		sc, err := drill.Scenario(name)
		if err != nil {
			return nil, err
		}
		guards, err := p.guards(sc)
		if err != nil {
			return nil, err
		}
		for _, seed := range p.Seeds {
			for _, salt := range p.Salts {
				for _, adoption := range p.adoptions() {
					list = append(list, p.job(sc, guards, Job{Scenario: name, Seed: seed, Salt: salt, Adoption: adoption}))
				}
			}
		}
	}
	return list, nil
}

// Size is how many runs the plan has.
func (p *Plan) Size() int {
	n := 1
	for _, one := range []int{len(p.Scenarios), len(p.Defences), len(p.Seeds), len(p.Salts), len(p.Levels), len(p.adoptions())} {
		if n *= one; n > 1<<40 {
			break // enough said
		}
	}
	return n
}

// guards loads the defences for a scenario. Two bundles of one name would fall
// into one column, so they are refused.
func (p *Plan) guards(sc *scenarios.Scenario) (list []*defence.Defence, err error) {
	named := make(map[string]string)
	for _, name := range p.Defences {
		d, err := p.load(sc, name)
		if err != nil {
			return nil, err
		}
		if other, taken := named[d.Name]; taken {
			return nil, fmt.Errorf("%s and %s are both called %s, expected a name of its own for each defence", other, name, d.Name)
		}
		named[d.Name] = name
		list = append(list, d)
	}
	return list, nil
}

func (p *Plan) load(sc *scenarios.Scenario, name string) (*defence.Defence, error) {
	if p.Overridden != nil {
		return p.Overridden(sc, name)
	}
	return bundle.Load(name, sc)
}

func (p *Plan) adoptions() []int64 {
	if len(p.Adoptions) == 0 {
		return []int64{0}
	}
	return p.Adoptions
}

// job fills in the runs of a job.
func (p *Plan) job(sc *scenarios.Scenario, guards []*defence.Defence, j Job) Job {
	for i, d := range guards {
		for _, level := range p.Levels {
			j.Runs = append(j.Runs, Run{Defence: p.Defences[i], Level: level, Identity: runs.Identity{
				Scenario: sc.ID.Text, ScenarioDigest: sc.Digest(), Defence: d.Name, DefenceDigest: d.Digest,
				Seed: j.Seed, Salt: j.Salt.Commitment(), Scale: p.Scale, Variation: p.Variation, Lab: p.Lab,
				Adaptation: level, Adoption: j.Adoption, Engine: p.Engine,
			}})
		}
	}
	return j
}

// Shard is one of several machines' part of the work, from 1 to Of.
type Shard struct{ Number, Of int }

// ParseShard reads "3/20".
func ParseShard(text string) (s Shard, err error) {
	if _, err = fmt.Sscanf(text+"\n", "%d/%d\n", &s.Number, &s.Of); err != nil || s.Number < 1 || s.Number > s.Of {
		return Shard{}, fmt.Errorf(`shard %q, expected a part such as "3/20", from 1 to the number of parts`, text)
	}
	return s, nil
}

// Of picks the shard's jobs. A job belongs to a shard by what it is, not by
// where it stands, so that a longer plan does not move what is done already.
func (s Shard) Jobs(all []Job) (mine []Job) {
	for _, j := range all {
		if s.Of <= 1 || int(j.hash()%uint64(s.Of)) == s.Number-1 {
			mine = append(mine, j)
		}
	}
	return mine
}

func (j *Job) hash() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%d\x00%s", j.Runs[0].Identity.Scenario, j.Seed, j.Salt.Commitment())
	if j.Adoption != 0 {
		fmt.Fprintf(h, "\x00%d", j.Adoption)
	}
	return h.Sum64()
}

package drill

import (
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// Option changes one of the conditions of a run.
type Option func(*settings) error

type settings struct {
	conditions  lab.Conditions
	defence     func(*scenarios.Scenario) (*defence.Defence, error)
	defenceName string // the defence as the caller named it
	inGo        bool   // the monitor is the caller's own Go code
	noPrograms  bool   // no program of anybody's is started
	observers   []lab.Observer
	peace       bool
}

// set is an option that cannot fail.
func set(change func(*settings)) Option {
	return func(s *settings) error {
		change(s)
		return nil
	}
}

// WithDefence names the defence under test: one that ships with exdrill, or
// the path of a bundle. Without it nobody defends.
func WithDefence(nameOrPath string) Option {
	return func(s *settings) error {
		s.defenceName, s.inGo = nameOrPath, false
		s.defence = func(sc *scenarios.Scenario) (*defence.Defence, error) { return bundle.Load(nameOrPath, sc) }
		return nil
	}
}

// WithMonitor tests a monitor written in Go, under the incident's own posture.
// Every run gets a fresh one, one for each of several venues; Hello tells it
// which. Two monitors on one stage need two names.
func WithMonitor(name string, make defence.Factory) Option {
	return func(s *settings) error {
		d := defence.New(name, nil, make)
		s.defenceName, s.inGo = name, true
		s.defence = func(*scenarios.Scenario) (*defence.Defence, error) { return d, nil }
		return nil
	}
}

// The seeds that smoke tests use and nobody tunes a defence on. Anybody can play
// them beforehand, as all seeds: what ranks defences is salted, see WithSalt.
const (
	FirstSmokeSeed = 1001
	LastSmokeSeed  = 1020
)

// ForSmokeTests reports whether a seed is one of those.
func ForSmokeTests(seed uint64) bool { return seed >= FirstSmokeSeed && seed <= LastSmokeSeed }

// WithSeed chooses what chance brings; 1 unless it is given.
func WithSeed(seed uint64) Option {
	return set(func(s *settings) { s.conditions.Seed = seed })
}

// WithScale shrinks the groups of the population that may shrink, to a share
// above 0 and at most 1. Results of different scales are not comparable.
func WithScale(share float64) Option {
	return func(s *settings) error {
		if s.conditions.Scale = shareParts(share); s.conditions.Scale == 0 {
			return fmt.Errorf("scale %g, expected %s", share, shareWanted)
		}
		return nil
	}
}

// WithVariation chooses between the incident as documented, "record", and a
// seeded redrawing of it, "perturbed".
func WithVariation(name string) Option {
	return func(s *settings) error {
		if name != draw.Record && name != draw.Perturbed {
			return fmt.Errorf("variation %q, expected %s or %s", name, draw.Record, draw.Perturbed)
		}
		s.conditions.Variation = name
		return nil
	}
}

// WithSalt changes everything that is drawn, for runs that nobody could have
// rehearsed. Results hold its commitment alone. sim.ParseSalt reads one, and
// salts.Draw draws one: whoever makes it keeps it.
func WithSalt(salt sim.Salt) Option {
	return set(func(s *settings) { s.conditions.Salt = salt })
}

// WithLab chooses where the drill runs: "embedded" or "containers".
func WithLab(name string) Option {
	return func(s *settings) error {
		if name != lab.Embedded && name != lab.Containers {
			return fmt.Errorf("lab %q, expected %s or %s", name, lab.Embedded, lab.Containers)
		}
		s.conditions.Lab = name
		return nil
	}
}

// MaxAdaptation is the highest level of the attacker's adaptation.
const MaxAdaptation = 3

// WithAdaptation chooses how the attacker takes refusals: 0 replays the
// record, 1 asks again, 2 turns to another key, coin or way out, 3 finds out
// where the limits are and stays below them.
func WithAdaptation(level int) Option {
	return func(s *settings) error {
		if level < 0 || level > MaxAdaptation {
			return fmt.Errorf("adaptation %d, expected 0 (replays the record), 1 (asks again), 2 (pivots) or 3 (probes)", level)
		}
		s.conditions.Adaptation = level
		return nil
	}
}

// WithEngine names the program that runs the drill, as results show it.
func WithEngine(version string) Option {
	return set(func(s *settings) { s.conditions.Engine = version })
}

// Observer hears how a run goes on.
type Observer = lab.Observer

// WithObserver lets somebody hear the defended run, beside those who do so
// already.
func WithObserver(o Observer) Option {
	return set(func(s *settings) { s.observers = append(slices.Clip(s.observers), o) })
}

// MaxAdoption is the most that WithAdoption multiplies by.
const MaxAdoption = draw.MaxAdoption / sim.Whole

// WithAdoption lets so many times as many customers use the controls that are
// left to them, such as allow-lists, as the scenario says, up to all of them.
// Results of different adoption are not comparable.
func WithAdoption(times float64) Option {
	return func(s *settings) error {
		ppm, err := AdoptionParts(times)
		if s.conditions.Adoption = ppm; ppm == sim.Whole {
			s.conditions.Adoption = 0 // as the scenario says
		}
		return err
	}
}

// WithPeople lets customers be otherwise than usual where controls stand in their
// way, and the machines and people of custody. No result tells, so results of
// different people are never to be kept together.
func WithPeople(p *model.People, staff *rota.Values) Option {
	return set(func(s *settings) { s.conditions.People, s.conditions.Staff = p, staff })
}

// WithWorkers says how many of the runs that a score takes go on side by side;
// 2 unless it is given. Who plays many stages at once wants 1.
func WithWorkers(n int) Option {
	return func(s *settings) error {
		if n < 1 {
			return fmt.Errorf("%d workers, expected at least 1", n)
		}
		s.conditions.Workers = n
		return nil
	}
}

// WithLoaded tests a defence that the caller loads himself, for whoever
// changes a bundle before it runs. The name is what messages call it.
func WithLoaded(name string, load func(*scenarios.Scenario) (*defence.Defence, error)) Option {
	return set(func(s *settings) { s.defenceName, s.inGo, s.defence = name, false, load })
}

// WithoutAttack lets a run that is only watched go by without the thief.
func WithoutAttack() Option {
	return set(func(s *settings) { s.peace = true })
}

// WithoutPrograms refuses a defence that is a program of its own, with a
// *ProgramError: for whoever was handed the bundle and does not know what is in
// it.
func WithoutPrograms() Option {
	return set(func(s *settings) { s.noPrograms = true })
}

// WithDiagnosis lets monitors made of rules count what they tell about
// themselves, and hands out each of them before its run begins: one for every
// venue. Runs go on side by side, so that the caller is told from several
// goroutines; equal runs may be played twice. It comes after the option that
// names the defence.
func WithDiagnosis(tell func(*rules.Monitor)) Option {
	return func(s *settings) error {
		load := s.defence
		s.defence = func(sc *scenarios.Scenario) (*defence.Defence, error) {
			d, err := load(sc)
			if err != nil {
				return nil, err
			}
			return rules.Diagnosed(d, tell), nil
		}
		return nil
	}
}

// WithMonitors hands out the monitors of the defended run, each before it begins:
// one for every venue. Equal runs may be played twice, so that the caller is told
// from several goroutines. It comes after the option that names the defence.
func WithMonitors(tell func(defence.Monitor)) Option {
	return func(s *settings) error {
		load := s.defence
		s.defence = func(sc *scenarios.Scenario) (*defence.Defence, error) {
			d, err := load(sc)
			if err != nil {
				return nil, err
			}
			return d.Observed(tell), nil
		}
		return nil
	}
}

// ProgramError says that a defence is a program of its own where none is to be
// started.
type ProgramError struct {
	Defence string
	Kind    string // process, url or image
}

// Error says what it is.
func (e *ProgramError) Error() string {
	return fmt.Sprintf("%s is a program of somebody's own (%s), which is not started here", e.Defence, e.Kind)
}

// NoProgram is the *ProgramError of a defence that is a program of its own.
func NoProgram(d *defence.Defence) error {
	if kind := d.Program(); kind != "" {
		return &ProgramError{d.Name, kind}
	}
	return nil
}

// load loads the defence, unless it is one that may not be started.
func (s *settings) load(sc *scenarios.Scenario) (*defence.Defence, error) {
	d, err := s.defence(sc)
	if err == nil && s.noPrograms {
		err = NoProgram(d)
	}
	return d, err
}

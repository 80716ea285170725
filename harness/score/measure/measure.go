package measure

import (
	"slices"

	"github.com/exdrill/exdrill/harness/score"
)

// measure is a figure that can be read off a run.
type measure struct {
	name string
	join score.Join // how the figures of several venues go together
	says string     // what it counts, in which unit, and what an asset narrows
	of   func(r *reading) score.Measured
}

// Info describes a measure.
type Info struct {
	Name string
	Says string
}

// measures is the vocabulary that scenario files draw on.
func measures() []measure {
	return slices.Concat(
		keyMeasures(), tradeMeasures(), takingMeasures(), marketMeasures(),
		responseMeasures(), reliefMeasures(), transferMeasures(), moveMeasures(), wordMeasures(),
	)
}

// Infos describes the figures that a fact can be compared with, in the order of
// documentation.
func Infos() (all []Info) {
	for _, m := range measures() {
		all = append(all, Info{Name: m.name, Says: m.says})
	}
	return all
}

// Names lists their names in the same order.
func Names() (all []string) {
	for _, m := range measures() {
		all = append(all, m.name)
	}
	return all
}

// Given lists the measures of what a scenario is built with: its keys, accounts
// and funds. They come out as the scenario has them, whatever happens in a run,
// or, of a loot, as it divides it.
func Given() []string {
	return []string{
		"stolen_keys", "stolen_key_created_max", "own_accounts_held", "house_tenths_stolen", "customers_tenths_stolen",
	}
}

// Measure reads every fact's figure off what one venue showed up to the figure's
// time.
func (e *Evidence) Measure(facts []score.Fact, venue string) []score.Measured {
	if len(facts) == 0 {
		return nil
	}
	known := measures()
	read := make([]score.Measured, len(facts))
	for i := range facts {
		f := &facts[i]
		at := slices.IndexFunc(known, func(m measure) bool { return m.name == f.Measure })
		if at < 0 {
			continue
		}
		if f.Venue != "" && f.Venue != venue {
			read[i] = score.Measured{Elsewhere: true}
			continue
		}
		read[i] = known[at].of(e.reading(f))
		read[i].Join = known[at].join
		switch {
		case f.Venue != "":
			read[i].Join = score.JoinSum // there is nothing to join
		case read[i].Join == score.JoinSaid || read[i].Join == score.JoinUntrue || read[i].Join == score.JoinBroken:
			read[i].AsOf = f.AsOf
		}
	}
	return read
}

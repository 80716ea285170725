package measure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

// measure is a figure that can be read off a run.
type measure struct {
	name string
	join score.Join // how the figures of several venues go together
	says string     // what it counts, in which unit, and what an asset narrows
	of   reader
}

// reader reads a figure off a run.
type reader = func(r *reading) score.Measured

// numbered is a family of measures: N in the name stands for a whole number from
// 1 on.
type numbered struct {
	name string
	join score.Join
	says string
	of   func(n int64) reader
}

// mostNumber bounds the number in a measure's name.
const mostNumber = 1_000_000

// named finds a measure by its name, in which a number may stand.
func named(all []measure, name string) (m measure, ok bool) {
	if at := slices.IndexFunc(all, func(m measure) bool { return m.name == name }); at >= 0 {
		return all[at], true
	}
	parts := strings.Split(name, "_")
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 1 || n > mostNumber || strconv.FormatInt(n, 10) != part {
			continue
		}
		family := slices.Clone(parts)
		family[i] = "N"
		for _, f := range numberedMeasures() {
			if f.name == strings.Join(family, "_") {
				return measure{name, f.join, f.says, f.of(n)}, true
			}
		}
	}
	return measure{}, false
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
	for _, m := range numberedMeasures() {
		all = append(all, Info{Name: m.name, Says: m.says})
	}
	return all
}

// Names lists their names in the same order. In some N stands for a whole number
// from 1 on, as in transfer_N_at, of which transfer_3_at is one.
func Names() (all []string) {
	for _, m := range Infos() {
		all = append(all, m.Name)
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
		m, ok := named(known, f.Measure)
		if !ok {
			continue
		}
		if f.Venue != "" && f.Venue != venue {
			read[i] = score.Measured{Elsewhere: true}
			continue
		}
		read[i] = m.of(e.reading(f))
		read[i].Join = m.join
		switch {
		case f.Venue != "":
			read[i].Join = score.JoinSum // there is nothing to join
		case read[i].Join == score.JoinSaid || read[i].Join == score.JoinUntrue || read[i].Join == score.JoinBroken:
			read[i].AsOf = f.AsOf
		}
	}
	return read
}

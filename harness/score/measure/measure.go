package measure

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// measure is a figure that can be read off a run.
type measure struct {
	name string
	join score.Join // how the figures of several venues go together
	unit scenarios.Unit
	says string // what it counts, and what an asset narrows
	of   reader
}

// reader reads a figure off a run.
type reader = func(r *reading) score.Measured

// numbered is a family of measures: each N in the name stands for a number.
type numbered struct {
	name string
	join score.Join
	unit scenarios.Unit
	says string
	of   func(n numbers) reader
}

// numbers are those in a measure's name, in 10^-9.
type numbers []int64

func (n numbers) whole(i int) int64 { return n[i] / money.Pow10(money.MaxDecimals) }

// units is a number of coins in base units of an asset with so many decimals,
// rounded up: it bounds what is less.
func (n numbers) units(i int, decimals uint8) int64 {
	finer := money.Pow10(money.MaxDecimals - decimals)
	return (n[i] + finer - 1) / finer
}

// named finds a measure by its name, in which numbers may stand.
func named(all []measure, name string) (m measure, ok bool) {
	if at := slices.IndexFunc(all, func(m measure) bool { return m.name == name }); at >= 0 {
		return all[at], true
	}
	family, n := scenarios.Family(name)
	for _, f := range numberedMeasures() {
		if f.name == family && strings.Count(family, "_N_") == len(n) {
			return measure{name, f.join, f.unit, f.says, f.of(n)}, true
		}
	}
	return measure{}, false
}

// Info describes a measure.
type Info struct {
	scenarios.Measure
	Says string
}

// measures is the vocabulary that scenario files draw on.
func measures() []measure {
	return slices.Concat(
		keyMeasures(), tradeMeasures(), takingMeasures(), payoutMeasures(), marketMeasures(),
		responseMeasures(), reliefMeasures(), transferMeasures(), moveMeasures(), coldMeasures(), wordMeasures(),
	)
}

// Infos describes the figures that a fact can be compared with, in the order of
// documentation. In some N stands for a number, as in transfer_N_at, of which
// transfer_3_at is one.
func Infos() (all []Info) {
	for _, m := range measures() {
		all = append(all, Info{scenarios.Measure{Name: m.name, Unit: m.unit, Given: slices.Contains(given(), m.name)}, m.says})
	}
	for _, m := range numberedMeasures() {
		all = append(all, Info{scenarios.Measure{Name: m.name, Unit: m.unit}, m.says})
	}
	return all
}

// Measures lists their names with what they count in, in the same order.
func Measures() (all []scenarios.Measure) {
	for _, m := range Infos() {
		all = append(all, m.Measure)
	}
	return all
}

// given lists the measures of what a scenario is built with: its keys, accounts
// and funds. They come out as the scenario has them, whatever happens in a run,
// or, of a loot, as it divides it.
func given() []string {
	return []string{
		"stolen_keys", "stolen_key_created_max", "own_accounts_held", "house_coins_stolen", "customers_coins_stolen",
		"people_who_sign_for_cold_storage",
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

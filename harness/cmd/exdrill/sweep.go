package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/sim"
)

// settings are the sweeps that --set asks for.
func (f *benchFlags) settings() (list []bench.Setting, err error) {
	for _, text := range f.set {
		s, err := bench.ParseSetting(text)
		if err != nil {
			return nil, fmt.Errorf("--%w", err)
		}
		if slices.ContainsFunc(list, func(other bench.Setting) bool { return other.Path == s.Path }) {
			return nil, fmt.Errorf("--set %s is given twice, expected all its values in one", s.Path)
		}
		list = append(list, s)
	}
	return list, nil
}

// sweep puts the variants that --set asks for in the place of the defences.
func (f *benchFlags) sweep(p *bench.Plan) error {
	settings, err := f.settings()
	switch {
	case err != nil:
		return err
	case len(settings) == 0 && f.svg != "":
		return errors.New("--svg draws what --set sweeps, expected --set beside it")
	case len(settings) == 0:
		return nil
	case f.defences == "":
		return errors.New("--set without --defences, expected the defences whose value it is")
	}
	var all []string
	for _, name := range p.Defences {
		all = append(all, bench.Variants(name, settings)...)
	}
	p.Defences = all
	return nil
}

// parseAdoptions reads "1" or "0.5,1,2". The multiple 1 is how the scenario has
// it; it is shown wherever it is, else the first.
func parseAdoptions(text string) (list []int64, err error) {
	for _, part := range strings.Split(text, ",") {
		times, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil, fmt.Errorf("--adoption %q, expected multiples such as 1 or 0.5,1,2", text)
		}
		ppm, err := drill.AdoptionParts(times)
		if err != nil {
			return nil, fmt.Errorf("--%w", err)
		}
		if ppm == sim.Whole {
			ppm = 0
		}
		if slices.Contains(list, ppm) {
			return nil, fmt.Errorf("--adoption %q, expected each multiple once", text)
		}
		list = append(list, ppm)
	}
	if at := slices.Index(list, 0); at > 0 {
		list = slices.Insert(slices.Delete(list, at, at+1), 0, 0)
	}
	return list, nil
}

// summary sums the runs of a benchmark up: what it shows, how firmly its order
// stands, and the curves of its sweep. Runs of other adoption than the first
// test the order.
func (f *benchFlags) summary(all []*runs.Row, p *bench.Plan) (*report.Benchmark, error) {
	rows := bench.AtAdoption(all, p.Adoptions[0])
	b, err := benchmark(rows, p.Levels, f.robust)
	if err != nil {
		return nil, err
	}
	b.Difficulty = bench.Difficulties(rows)
	b.Year = bill.Of(f.year, b.Matrix.Shown(rows), unranked...)
	if b.Separate, err = f.compared(rows, p.Levels); err != nil {
		return nil, err
	}
	settings, err := f.settings()
	if err != nil || len(settings) > 0 {
		b.Curves = bench.Curves(rows, settings) // variants of one defence are no leaderboard
		return b, err
	}
	sum := bench.Robust
	if !f.robust {
		sum = bench.NewMatrix
		rows, all = bench.AtLevel(rows, p.Levels[0]), bench.AtLevel(all, p.Levels[0])
	}
	others := slices.DeleteFunc(slices.Clone(all), func(r *runs.Row) bool { return r.Adoption == p.Adoptions[0] })
	tested := bench.ByAdoption(others)
	for _, o := range f.otherwise {
		if !f.robust {
			o.Rows = bench.AtLevel(o.Rows, p.Levels[0])
		}
		tested = append(tested, o)
	}
	b.Stability, err = bench.Stable(rows, tested, sum, unranked...)
	return b, err
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	sheet "github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// storeFlags are the flags that only a store's page needs.
type storeFlags struct {
	since, engine, scale, variation, rates string
	adoption                               string
	only                                   []string // NAME=DIGEST of scenarios and defences that have several versions
}

func (f *storeFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.since, "since", "", "show the difference from an earlier `STORE`")
	c.Flags().StringVar(&f.engine, "engine", "", "of a store, only the runs of this `VERSION` of exdrill")
	c.Flags().StringVar(&f.scale, "scale", "", "of a store, only the runs of this `SHARE` of the population")
	c.Flags().StringVar(&f.adoption, "adoption", "", "of a store, only the runs with this `MULTIPLE` of customers who use voluntary controls")
	c.Flags().StringArrayVar(&f.only, "only", nil, "of a store, of a scenario or defence that was changed meanwhile, only the version `NAME=DIGEST`, the beginning of its digest; may be given more than once")
	c.Flags().StringVar(&f.rates, "rates", "", "of a store, the rates of its yearly bill: a `FILE` like that of \"exdrill new rates\" (default those)")
	c.Flags().StringVar(&f.variation, "variation", "", "of a store, only the runs of this `VARIATION`: record or perturbed")
}

// unused complains of flags that make no sense for what is reported.
func (f *storeFlags) unused(what string) error {
	for _, flag := range []struct{ name, value string }{
		{"--since", f.since},
		{"--engine", f.engine},
		{"--scale", f.scale},
		{"--variation", f.variation},
		{"--rates", f.rates},
		{"--adoption", f.adoption},
		{"--only", strings.Join(f.only, " ")},
	} {
		if flag.value != "" {
			return fmt.Errorf("%s is about run stores, but this is a %s", flag.name, what)
		}
	}
	return nil
}

// ofStore writes the page of a run store.
func (f *reportFlags) ofStore(c *cobra.Command, path string) error {
	for _, flag := range []struct{ name, value string }{{"--navigator", f.navigator}, {"--csv", f.csv}, {"--ablation", f.ablation}} {
		if flag.value != "" {
			return fmt.Errorf("%s is about a run folder, but %s is a run store", flag.name, path)
		}
	}
	if err := yamldoc.CheckWord("--variation", f.store.variation, []string{"record", "perturbed"}); err != nil {
		return err
	}
	rates, err := ratesOf(f.store.rates)
	if err != nil {
		return err
	}
	rows, err := f.store.read(path, true)
	if err != nil {
		return err
	}
	warnUnsound(c, path, rows)
	b, err := sheet.NewBench(filepath.Base(path), rows, unranked...)
	if err != nil {
		return fmt.Errorf("%s: %w", path, choose(err))
	}
	b.Opened = revealedIn(path)
	b.AddYear(rates, unranked...)
	if err := b.AddStability(unranked...); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if f.store.since != "" {
		// What was measured by another version of exdrill compares, too: the
		// page says so.
		earlier, err := f.store.read(f.store.since, false)
		if err == nil {
			err = b.Since(filepath.Base(f.store.since), earlier)
		}
		if err != nil {
			return fmt.Errorf("--since: %w", err)
		}
	}
	noteCopies(c, "", shipped.CopiesIn(rows))
	var html bytes.Buffer
	if err := sheet.WriteBench(&html, b, f.lang.value); err != nil {
		return err
	}
	target := f.output
	if target == "" {
		target = strings.TrimSuffix(path, filepath.Ext(path)) + ".html"
	}
	if err := store.Replace(target, html.Bytes()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), target)
	return err
}

// choose says which flag chooses among what is mixed.
func choose(err error) error {
	var mixed *bench.MixedError
	if !errors.As(err, &mixed) {
		return err
	}
	switch mixed.What {
	case "engine", "scale", "variation", "adoption":
		return fmt.Errorf("%w: choose with --%s", err, mixed.What)
	case bench.Version:
		return fmt.Errorf("%w: choose with --only %s=%s", err, mixed.Of, mixed.Found[0])
	}
	return err
}

// read takes the runs out of a store that the flags let through.
func (f *storeFlags) read(path string, byEngine bool) ([]*runs.Row, error) {
	s, err := runs.Read(path)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	rows, err := s.All(true) // a run's clock is in its result
	if err != nil {
		return nil, err
	}
	wanted, err := f.wanted(byEngine)
	if err == nil && byEngine { // an earlier store may lack what is asked for of this one
		err = f.found(rows)
	}
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r *runs.Row) bool { return !wanted(r) })
	if len(rows) == 0 {
		return nil, errors.New(path + " holds no such runs")
	}
	return rows, nil
}

// wanted says of a run whether the flags let it through.
func (f *storeFlags) wanted(byEngine bool) (func(*runs.Row) bool, error) {
	scale, adoption := int64(0), int64(0)
	if f.scale != "" {
		part, err := drill.ParseShare(f.scale)
		if err != nil {
			return nil, fmt.Errorf("--%w", err)
		}
		scale = int64(part*1e6 + 0.5)
	}
	if f.adoption != "" {
		list, err := parseAdoptions(f.adoption)
		if err != nil || len(list) != 1 {
			return nil, fmt.Errorf("--adoption %q, expected one multiple such as 1 or 0.5", f.adoption)
		}
		adoption = list[0]
	}
	versions, err := f.versions()
	if err != nil {
		return nil, err
	}
	return func(r *runs.Row) bool {
		return (!byEngine || f.engine == "" || r.Engine == f.engine) && (scale == 0 || r.Scale == scale) &&
			(f.variation == "" || r.Variation == f.variation) && (f.adoption == "" || r.Adoption == adoption) &&
			strings.HasPrefix(r.ScenarioDigest, versions[r.Scenario]) && strings.HasPrefix(r.DefenceDigest, versions[r.Defence])
	}, nil
}

// versions are the beginnings of digests that --only names, by the name of the
// scenario or defence.
func (f *storeFlags) versions() (map[string]string, error) {
	list := make(map[string]string)
	for _, word := range f.only {
		at := strings.LastIndex(word, "=") // the name of a variant holds others
		if at < 1 || !digestBeginning.MatchString(word[at+1:]) {
			return nil, fmt.Errorf("--only %q, expected NAME=DIGEST, a scenario or defence and the beginning of its digest: 1 to 64 of the digits 0 to 9 and a to f", word)
		}
		if before, twice := list[word[:at]]; twice {
			return nil, fmt.Errorf("--only names %s twice, as %s and %s, expected one version of it", word[:at], before, word[at+1:])
		}
		list[word[:at]] = word[at+1:]
	}
	return list, nil
}

var digestBeginning = regexp.MustCompile(`^[0-9a-f]{1,64}$`)

// found sees that what --only names is in the store.
func (f *storeFlags) found(rows []*runs.Row) error {
	versions, err := f.versions()
	if err != nil {
		return err
	}
	have := make(map[string][]string) // digests by name
	for _, r := range rows {
		for _, one := range [][2]string{{r.Scenario, r.ScenarioDigest}, {r.Defence, r.DefenceDigest}} {
			if !slices.Contains(have[one[0]], one[1]) {
				have[one[0]] = append(have[one[0]], one[1])
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(versions)) {
		if err := yamldoc.CheckWord("scenario or defence of --only", name, slices.Sorted(maps.Keys(have))); err != nil {
			return err
		}
		begins := func(digest string) bool { return strings.HasPrefix(digest, versions[name]) }
		if !slices.ContainsFunc(have[name], begins) {
			return fmt.Errorf("--only %s=%s: the store has no such version of it, expected the beginning of %s", name, versions[name], strings.Join(have[name], " or "))
		}
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// side is how many scenarios of a set go on side by side. Each keeps about two
// cores busy; the second fills the gaps that the first leaves.
const side = 2

// runSuite is several scenarios that one defence goes through.
type runSuite struct {
	defence string
	names   []string // of the scenarios, as the caller named them
	folders []string // where their runs are kept; empty for nowhere
	options []drill.Option
	key     *signature.Key // that signs them; nil for none
	bar     *tally
}

// runSeveral runs the suite and writes one report about all of it.
func (f *runFlags) runSeveral(c *cobra.Command) error {
	if err := writable("--junit", f.junit); err != nil {
		return err
	}
	files := junitFiles{junit: f.junit, format: f.format.value}
	began := time.Now()
	s, err := f.suite(c.ErrOrStderr())
	if err != nil {
		return files.unfinished(c.OutOrStdout(), []report.Suite{unread("scenarios", began, err)}, err)
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	s.bar = bar.tally(len(s.names))
	trials := s.play(c.Context())
	bar.stop()
	if err := c.Context().Err(); err != nil {
		return files.unfinished(c.OutOrStdout(), report.TrialSuites(trials), err)
	}
	err = f.also(trials)
	if err != nil {
		return err
	}
	format := report.Format(f.format.value)
	if err := report.WriteTrials(c.OutOrStdout(), format, trials, f.look(c)); err != nil {
		return err
	}
	noteTrials(c, format, trials)
	return verdict(c.ErrOrStderr(), format, trials)
}

// suite loads everything that is named, so that bad input costs no time.
func (f *runFlags) suite(aside io.Writer) (*runSuite, error) {
	guards, err := nameList("--defence", f.defences, nil)
	if err != nil {
		return nil, err
	}
	if len(guards) > 1 {
		return nil, fmt.Errorf("--defence %q names %d, expected one that goes through all scenarios", f.defences, len(guards))
	}
	s := &runSuite{defence: guards[0]}
	if s.names, err = nameList("--scenarios", f.scenarios, scenarios.IDs()); err != nil {
		return nil, err
	}
	if err := s.check(f.out); err != nil {
		return nil, err
	}
	if s.key, err = signingKey(f.sign, "--out", f.out); err != nil {
		return nil, err
	}
	s.options, err = f.conditions.options(aside)
	return s, err
}

// check loads every scenario and the defence in it, and finds a place for
// every run that is to be kept.
func (s *runSuite) check(out string) error {
	var all []error
	known := make(map[string]string)
	for _, name := range s.names {
		sc, err := drill.Scenario(name)
		if err == nil {
			_, err = bundle.Load(s.defence, sc)
		}
		if err != nil {
			all = append(all, err)
			continue
		}
		id := sc.ID.Text
		if before, twice := known[id]; twice {
			all = append(all, fmt.Errorf("--scenarios: %s and %s are both %s", before, name, id))
		}
		known[id] = name
		folder := ""
		if out != "" {
			folder = filepath.Join(out, id)
			all = append(all, store.Vacant(folder))
		}
		s.folders = append(s.folders, folder)
	}
	return distinct(all)
}

// distinct joins errors of which several may say the same.
func distinct(all []error) error {
	var list []error
	said := make(map[string]bool)
	for _, err := range all {
		if err != nil && !said[err.Error()] {
			said[err.Error()] = true
			list = append(list, err)
		}
	}
	return errors.Join(list...)
}

// play runs all scenarios, some side by side, and gives what each came to in
// the order in which they were named.
func (s *runSuite) play(ctx context.Context) []report.Trial {
	trials := make([]report.Trial, len(s.names))
	turns := make(chan int)
	var group sync.WaitGroup
	for range side {
		group.Go(func() {
			for i := range turns {
				trials[i] = s.trial(ctx, i)
			}
		})
	}
	for i := range s.names {
		turns <- i
	}
	close(turns)
	group.Wait()
	return trials
}

// trial runs one scenario.
func (s *runSuite) trial(ctx context.Context, i int) report.Trial {
	t := report.Trial{Scenario: s.names[i], Defence: s.defence}
	if t.Err = ctx.Err(); t.Err != nil {
		return t
	}
	defer s.bar.begin(t.Scenario)()
	timed(&t, func() (*drill.Result, error) {
		stage, err := drill.Open(t.Scenario, append(slices.Clone(s.options), drill.WithDefence(s.defence))...)
		if err != nil {
			return nil, err
		}
		return play(ctx, stage, s.defence, s.folders[i], s.key, nil)
	})
	return t
}

// timed is one run, measured.
func timed(t *report.Trial, run func() (*drill.Result, error)) (r *drill.Result) {
	t.Began = time.Now()
	if r, t.Err = run(); t.Err == nil {
		t.Result = &r.Result
	}
	t.Took = time.Since(t.Began)
	return r
}

// verdict turns what a set came to into an exit code: that of the first
// scenario that could not be finished, or else 1 if one did not pass. Formats
// that have no place for what could not be finished leave it to the terminal.
func verdict(aside io.Writer, format report.Format, trials []report.Trial) error {
	code := exitFine
	for _, t := range trials {
		switch {
		case t.Err != nil:
			if format == report.JSON || format == report.CSV {
				fmt.Fprintf(aside, "%s: %s\n", t.Scenario, strings.TrimSpace(t.Err.Error()))
			}
			if code == exitFine || code == exitThreshold {
				code = exitCode(t.Err)
			}
		case !t.Result.Passed && code == exitFine:
			code = exitThreshold
		}
	}
	if code == exitFine {
		return nil
	}
	return &thresholdsFailed{code}
}

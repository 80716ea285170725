package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/verify"
)

// benchmark checks a published bundle, or a run store.
func (f *verifyFlags) benchmark(c *cobra.Command, file string) error {
	switch {
	case f.sample < 0:
		return fmt.Errorf("--sample %d, expected 0 for all, or more", f.sample)
	case f.workers < 1:
		return fmt.Errorf("--workers %d, expected at least 1", f.workers)
	}
	if !c.Flags().Changed("draw") {
		f.draw = uint64(rand.Uint32()) // whoever made the bundle cannot know which runs it will be
	}
	check := verify.Published
	keys, err := f.trusted()
	switch bundle := strings.HasSuffix(file, ".zip"); {
	case err != nil:
		return err
	case !bundle && keys != nil:
		return fmt.Errorf("--trust is about signatures, and a run store like %s has none, expected a bundle or the folder of a run", file)
	case !bundle:
		check = verify.Store
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	s, err := check(c.Context(), file, verify.Sampling{
		Runs: f.sample, Draw: f.draw, Workers: f.workers, Engine: engine(), Read: planOf, Programs: f.programs, Trusted: keys, Progress: bar.runs(),
	})
	bar.stop()
	if err != nil {
		return err
	}
	if f.format.value == "json" {
		err = report.WriteValue(c.OutOrStdout(), s)
	} else {
		printSampled(c.OutOrStdout(), s)
	}
	switch {
	case err == nil && !s.OK():
		return &thresholdsFailed{}
	case err == nil && len(s.Waiting)+len(s.Programs) > 0:
		return &thresholdsFailed{exitInput}
	}
	return err
}

// printSampled says what was found.
func printSampled(w io.Writer, s *verify.Sampled) {
	switch {
	case !s.OK():
		printFaults(w, s.File, s.Faults)
		return
	case len(s.Waiting) > 0:
		fmt.Fprintf(w, "%s: waiting for the salt of the commitment %s\n  \"exdrill reveal\" writes it into the store, and \"exdrill bench --bundle\" packs the bundle again; until then its runs cannot be made again\n",
			s.File, layout.Printable(strings.Join(s.Waiting, ", ")))
	case len(s.Programs) > 0:
		fmt.Fprintf(w, "%s: nothing wrong, but not all could be checked: the runs of %s were not made again\n", s.File, layout.Printable(strings.Join(programs(s), ", ")))
	case len(s.Untried) > 0:
		fmt.Fprintf(w, "%s: fine as far as it was checked, which is not all of it\n", s.File)
	default:
		fmt.Fprintf(w, "%s: fine\n", s.File)
	}
	if s.Command != nil {
		fmt.Fprintf(w, "  %s, none missing and none added, made by: %s\n", layout.Count(s.Runs, "run"), shell(s.Command))
	} else {
		fmt.Fprintf(w, "  %s\n", layout.Count(s.Runs, "run"))
	}
	for _, words := range s.Commands {
		fmt.Fprintf(w, "  written by: %s\n", shell(words))
	}
	if len(s.Again) == 0 {
		fmt.Fprintf(w, "  none of them made again, of %s of a scenario and a defence\n", layout.Count(s.Cells, "pair"))
	} else {
		fmt.Fprintf(w, "  %d of them made again, of %s of a scenario and a defence, all with the same result (--draw %d makes the same ones again)\n",
			len(s.Again), layout.Count(s.Cells, "pair"), s.Draw)
	}
	printBounds(w, s.Signed, s.Origins, s.Unchecked)
	printEscapes(w, s)
	for _, name := range s.Again {
		fmt.Fprintf(w, "    %s\n", layout.Printable(name))
	}
}

// programs are the names of the defences that were not started.
func programs(s *verify.Sampled) (names []string) {
	for _, program := range s.Programs {
		_, name, _ := strings.Cut(program, " ") // its kind stands before it
		names = append(names, name)
	}
	return names
}

// printEscapes says what a forger could have got away with.
func printEscapes(w io.Writer, s *verify.Sampled) {
	for i, e := range s.Escapes {
		who := fmt.Sprintf("%s (%.1f %%), spread as is best for him,", layout.Count(e.Forged, "run"), 100*float64(e.Forged)/float64(max(s.Runs, 1)))
		if i == 0 {
			who = "one run"
		}
		fmt.Fprintf(w, "  who had forged %s would have escaped with a chance of %.1f %%\n", who, 100*e.Chance)
	}
}

// shell is a command as a shell reads it.
func shell(words []string) string {
	var quoted []string
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@+=,", r)
		}) {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		quoted = append(quoted, w)
	}
	return layout.Printable(strings.Join(quoted, " "))
}

// commandOf is a command with the flags that were given, in words that give it
// again.
func commandOf(c *cobra.Command, leaveOut ...string) []string {
	words := strings.Fields(c.CommandPath())
	c.Flags().Visit(func(f *pflag.Flag) {
		for _, name := range leaveOut {
			if f.Name == name {
				return
			}
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			words = append(words, "--"+f.Name+"="+v)
		}
	})
	return words
}

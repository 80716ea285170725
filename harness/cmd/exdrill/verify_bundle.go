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

// bundle checks a published benchmark.
func (f *verifyFlags) bundle(c *cobra.Command, file string) error {
	switch {
	case f.sample < 0:
		return fmt.Errorf("--sample %d, expected 0 for all, or more", f.sample)
	case f.workers < 1:
		return fmt.Errorf("--workers %d, expected at least 1", f.workers)
	}
	if !c.Flags().Changed("draw") {
		f.draw = uint64(rand.Uint32()) // whoever made the bundle cannot know which runs it will be
	}
	keys, err := f.trusted()
	if err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	s, err := verify.Published(c.Context(), file, verify.Sampling{
		Runs: f.sample, Draw: f.draw, Workers: f.workers, Engine: engine(), Programs: f.programs, Trusted: keys, Progress: bar.runs(),
	})
	bar.stop()
	if err != nil {
		return withHint(err)
	}
	if f.format.value == "json" {
		err = report.WriteValue(c.OutOrStdout(), s)
	} else {
		printSampled(c.OutOrStdout(), s)
	}
	switch {
	case err == nil && !s.OK():
		return &thresholdsFailed{}
	case err == nil && len(s.Waiting) > 0:
		return &thresholdsFailed{exitInput}
	}
	return err
}

// printSampled says what was found.
func printSampled(w io.Writer, s *verify.Sampled) {
	if !s.OK() {
		fmt.Fprintf(w, "%s: not what exdrill left there\n", s.File)
		for _, f := range s.Faults {
			fmt.Fprintf(w, "  %s\n", f)
		}
		return
	}
	if len(s.Waiting) > 0 {
		fmt.Fprintf(w, "%s: waiting for the salt of the commitment %s\n  \"exdrill reveal\" writes it into the store, and \"exdrill bench --bundle\" packs the bundle again; until then its runs cannot be made again\n",
			s.File, strings.Join(s.Waiting, ", "))
	} else {
		fmt.Fprintf(w, "%s: fine\n", s.File)
	}
	fmt.Fprintf(w, "  %d runs, made by: %s\n  %d of them made again, all with the same result (--draw %d makes the same ones again)\n",
		s.Runs, shell(s.Command), len(s.Again), s.Draw)
	for _, name := range s.Again {
		fmt.Fprintf(w, "    %s\n", name)
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

package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/report"
)

// choiceFlag is a flag that takes one of a few words.
type choiceFlag struct {
	value   string
	allowed []string
}

// formats is a --format; the first is the default.
func formats(allowed ...string) choiceFlag { return choiceFlag{allowed[0], allowed} }

func (f *choiceFlag) add(c *cobra.Command) {
	c.Flags().Var(f, "format", "how to write the output, `FORMAT`: "+strings.Join(f.allowed, ", "))
}

// String implements pflag.Value.
func (f *choiceFlag) String() string { return f.value }

// Type implements pflag.Value.
func (f *choiceFlag) Type() string { return "word" }

// Set implements pflag.Value. What is wrong is said by the one who knows the
// flag's name.
func (f *choiceFlag) Set(v string) error {
	if !slices.Contains(f.allowed, v) {
		return errors.New("no such choice")
	}
	f.value = v
	return nil
}

// look is how reports look on a writer: plain unless it is a terminal.
func look(w io.Writer) report.Options {
	if f, ok := w.(*os.File); ok {
		return report.For(f)
	}
	return report.Options{}
}

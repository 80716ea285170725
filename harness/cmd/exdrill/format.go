package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
)

// formatFlag is a --format that takes one of a few words.
type formatFlag struct {
	value   string
	allowed []string
}

func (f *formatFlag) add(c *cobra.Command) {
	c.Flags().Var(f, "format", "output: "+strings.Join(f.allowed, ", "))
}

func (f *formatFlag) String() string { return f.value }
func (f *formatFlag) Type() string   { return "format" }

func (f *formatFlag) Set(v string) error {
	if !slices.Contains(f.allowed, v) {
		return fmt.Errorf("%q, expected one of %s", v, strings.Join(f.allowed, ", "))
	}
	f.value = v
	return nil
}

// plainTable is a table without a frame, as terminals and logs like it.
func plainTable(w io.Writer) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	return t
}

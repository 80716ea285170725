package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/harness/verify"
)

// drawnAnew are files of a run folder that people put there, or that are drawn
// from the others: no figure comes from them.
var drawnAnew = []string{keep.AblationFile, keep.PageFile(page.English), keep.PageFile(page.Japanese)}

// altered are the files of a kept run that are not what its manifest lists. A
// folder that cannot be read at all has other errors.
func altered(run store.RunFolder) []verify.Fault {
	faults, err := verify.Files(string(run))
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(faults, func(f verify.Fault) bool { return slices.Contains(drawnAnew, f.File) })
}

// alteredError says that a run folder was changed after it was written.
func alteredError(run store.RunFolder, faults []verify.Fault) error {
	return errors.New(changed(string(run), "changed after it was written", faults[0].String(), len(faults)))
}

// changed names the first of several faults, and where all of them are told.
func changed(what, how, first string, faults int) string {
	more := ""
	if faults > 1 {
		more = fmt.Sprintf(" (and %d more)", faults-1)
	}
	return fmt.Sprintf("%s: %s: %s%s; \"exdrill verify %s\" tells all of it", what, how, layout.Printable(first), more, what)
}

// warnAltered warns of a kept run that is shown and was changed after it was
// written. It gives the files.
func warnAltered(c *cobra.Command, run store.RunFolder) (files []string) {
	faults := altered(run)
	if len(faults) == 0 {
		return nil
	}
	warn(c.ErrOrStderr(), alteredError(run, faults).Error())
	for _, f := range faults {
		files = append(files, f.File)
	}
	return files
}

// warnUnsound warns of a store that is shown and whose runs were changed in it.
func warnUnsound(c *cobra.Command, path string, rows []*runs.Row) {
	if faults := verify.Unsound(rows); len(faults) > 0 {
		warn(c.ErrOrStderr(), changed(path, "its runs were changed after they were made", faults[0].What, len(faults)))
	}
}

// warnSide warns of one side of a comparison, if it is a run folder or a store
// that was changed.
func warnSide(c *cobra.Command, name string) {
	if run := store.RunFolder(name); run.Exists() {
		warnAltered(c, run)
		return
	}
	for _, path := range []string{name, name[:max(strings.LastIndex(name, ":"), 0)]} {
		s, err := runs.Read(path)
		if err != nil {
			continue
		}
		defer s.Close()
		if rows, err := s.All(true); err == nil {
			warnUnsound(c, path, rows)
		}
		return
	}
}

// unaltered refuses a kept run that was changed, where a score is given.
func unaltered(run store.RunFolder) error {
	if faults := altered(run); len(faults) > 0 {
		return alteredError(run, faults)
	}
	return nil
}

// warn tells something that stands in no result.
func warn(w io.Writer, text string) { fmt.Fprintln(w, "warning: "+text) }

// noteCopies says beside results what they were made from that is not what its
// name promises: below what people read, and aside of what programs do.
func noteCopies(c *cobra.Command, format report.Format, copies []shipped.Copy) {
	for _, copied := range copies {
		text := layout.Printable(copied.String())
		switch format {
		case report.Table:
			fmt.Fprintf(c.OutOrStdout(), "\n %s\n", strings.Join(layout.Wrap("warning: "+text, 98), "\n "))
		case report.Markdown:
			fmt.Fprintf(c.OutOrStdout(), "\n> **Warning:** %s\n", text)
		default:
			warn(c.ErrOrStderr(), text)
		}
	}
}

func pointers(results []score.Result) (list []*score.Result) {
	for i := range results {
		list = append(list, &results[i])
	}
	return list
}

// copiesOf are those of several results, each once.
func copiesOf(results ...*score.Result) (list []shipped.Copy) {
	for _, r := range results {
		if r == nil {
			continue
		}
		for _, copied := range shipped.Copies(r) {
			if !slices.Contains(list, copied) {
				list = append(list, copied)
			}
		}
	}
	return list
}

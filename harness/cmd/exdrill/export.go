package main

import (
	"bufio"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/store"
)

func newExport() *cobra.Command {
	var events bool
	var output string
	c := &cobra.Command{
		Use:   "export RUN",
		Short: "Write a kept run's telemetry for a SIEM",
		Long: `Write the telemetry of a folder that "run --out" kept, one event a line, in the
order of time: JSON in the shape of OCSF ` + telemetry.OCSFVersion + `, as the defence under test
saw it. What is the venue's own stands under "unmapped", with the names and units
that "exdrill fields" lists. Nothing says who was honest. Detection that is made
elsewhere of it is graded by "exdrill score".`,
		Example: `  exdrill export runs/one --telemetry --output telemetry.ndjson
  exdrill export runs/one --telemetry | our-siem-collector`,
		Args: one("a RUN, the folder of a kept run,"),
		RunE: func(c *cobra.Command, args []string) error {
			if !events {
				return errors.New("nothing to export is named, expected --telemetry")
			}
			return exportTelemetry(c, store.RunFolder(args[0]), output)
		},
	}
	c.Flags().BoolVar(&events, "telemetry", false, "export the events")
	c.Flags().StringVar(&output, "output", "", "write them to a `FILE` instead of the terminal")
	return c
}

// exportTelemetry writes it to a file, whole or not at all, or else to the
// terminal.
func exportTelemetry(c *cobra.Command, run store.RunFolder, output string) error {
	if _, err := run.Manifest(); err != nil && !errors.Is(err, store.ErrSpelling) {
		return err
	}
	warnAltered(c, run)
	if output == "" {
		return run.CopyEvents(c.OutOrStdout())
	}
	if err := writable("--output", output); err != nil {
		return err
	}
	return store.ReplaceBy(output, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 1<<18)
		return errors.Join(run.CopyEvents(buffered), buffered.Flush())
	})
}

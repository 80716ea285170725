package main

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
)

func newExport() *cobra.Command {
	var events, peaceful bool
	var output string
	c := &cobra.Command{
		Use:   "export RUN",
		Short: "Write a kept run's telemetry for a SIEM",
		Long: `Write the telemetry of a folder that "run --out" kept, one event a line, in the
order of time: JSON in the shape of OCSF ` + telemetry.OCSFVersion + `, as the defence under test
saw it. What is the venue's own stands under "unmapped", with the names and units
that "exdrill fields" lists. Nothing says who was honest. Detection that is made
elsewhere of it is graded by "exdrill score".

With --peaceful it is the telemetry of the same run without the thief, which is
played for it: what a detector raises over that as well has not detected him. The
posture of the run's defence is in force, and nobody is on watch.`,
		Example: `  exdrill export runs/one --telemetry --output telemetry.ndjson
  exdrill export runs/one --telemetry --peaceful --output without-the-thief.ndjson
  exdrill export runs/one --telemetry | our-siem-collector`,
		Args: one("a RUN, the folder of a kept run,"),
		RunE: func(c *cobra.Command, args []string) error {
			if !events {
				return errors.New("nothing to export is named, expected --telemetry")
			}
			return exportTelemetry(c, store.RunFolder(args[0]), output, peaceful)
		},
	}
	c.Flags().BoolVar(&events, "telemetry", false, "export the events")
	c.Flags().BoolVar(&peaceful, "peaceful", false, "those of the same run without the thief")
	c.Flags().StringVar(&output, "output", "", "write them to a `FILE` instead of the terminal")
	return c
}

// exportTelemetry writes it to a file, whole or not at all, or else to the
// terminal.
func exportTelemetry(c *cobra.Command, run store.RunFolder, output string, peaceful bool) error {
	if _, err := run.Manifest(); err != nil && !errors.Is(err, store.ErrSpelling) {
		return err
	}
	warnAltered(c, run)
	write := run.CopyEvents
	if peaceful {
		write = func(w io.Writer) error { return writePeaceful(c.Context(), run, w) }
	}
	if output == "" {
		return write(c.OutOrStdout())
	}
	if err := writable("--output", output); err != nil {
		return err
	}
	return store.ReplaceBy(output, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 1<<18)
		return errors.Join(write(buffered), buffered.Flush())
	})
}

// writePeaceful plays a kept run without its thief and writes the telemetry. No
// program of the folder is started: of its defence there is the posture.
func writePeaceful(ctx context.Context, run store.RunFolder, w io.Writer) error {
	was, err := run.Result()
	if err != nil {
		return err
	}
	stage, remove, err := stageOf(run, was)
	if err != nil {
		return err
	}
	defer remove()
	venues := store.VenuesOf(stage.Worlds())
	var line []byte
	_, err = stage.Watch(ctx, drill.WithoutAttack(), drill.WithObserver(drill.Observer{
		Command: func(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
			for i := range events {
				line = store.AppendEvent(line[:0], &events[i], &venues[e.Venue], len(venues) > 1)
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
			return nil
		},
	}))
	return err
}

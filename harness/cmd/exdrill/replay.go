package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/moby/term"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/replay"
	"github.com/exdrill/exdrill/harness/store"
)

// replayFlags are the flags of the replay command.
type replayFlags struct{ at, from, to string }

func newReplay() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay FOLDER",
		Short: "Step through a kept run in the terminal",
		Long: `Step through a run that "run --out" kept: what the thief did on the left, alerts,
actions and statements on the right, and above them what was lost, what would have
been lost without the defence, the hot and cold balances and the prices.

  n or right   the next moment at which anything happened
  p or left    the moment before it
  space        go on by itself, and stop again
  g            go to a time of the venue's day
  home, end    the beginning, the end
  q            leave

Where nobody watches, or with one of the flags, it prints the moments asked for.
What the exchange of a record did after the run, such as to pay its customers, comes
after the end of the run as its epilogue.`,
		Example: `  exdrill replay runs/one
  exdrill replay runs/one --at 00:10
  exdrill replay runs/one --from "2018-01-26 00:00" --to "2018-01-26 12:00"`,
		Args: one("a FOLDER"),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := replay.Open(args[0])
			if err != nil {
				return err
			}
			run := store.RunFolder(args[0])
			warnAltered(c, run)
			if result, err := run.Result(); err == nil {
				noteCopies(c, "", copiesOf(result))
			}
			return f.run(c, r)
		},
	}
	c.Flags().StringVar(&f.at, "at", "", "print how things stand at a `TIME`, such as 21:14, next to the first loss, or \"2018-01-26 21:14\"")
	c.Flags().StringVar(&f.from, "from", "", "print every moment from a `TIME` on")
	c.Flags().StringVar(&f.to, "to", "", "print every moment up to a `TIME`")
	return c
}

func (f *replayFlags) run(c *cobra.Command, r *replay.Replay) error {
	switch {
	case f.at != "" && f.from+f.to != "":
		return errors.New("--at and --from, --to exclude each other, expected one moment or a span")
	case f.at != "":
		at, err := r.When(f.at)
		if err != nil {
			return fmt.Errorf("--at %w", err)
		}
		return r.Print(c.OutOrStdout(), []int64{at})
	case f.from+f.to != "":
		return f.span(c, r)
	}
	in, out, ok := terminal(c.InOrStdin(), c.OutOrStdout())
	if !ok {
		return errors.New("exdrill replay: nobody watches here, expected --at TIME, or --from TIME and --to TIME")
	}
	return r.Watch(c.Context(), in, out)
}

// span prints every moment between two times.
func (f *replayFlags) span(c *cobra.Command, r *replay.Replay) (err error) {
	from, to := int64(r.Start), r.Last()
	if f.from != "" {
		if from, err = r.When(f.from); err != nil {
			return fmt.Errorf("--from %w", err)
		}
	}
	if f.to != "" {
		if to, err = r.When(f.to); err != nil {
			return fmt.Errorf("--to %w", err)
		}
	}
	if to < from {
		return fmt.Errorf("--to %q is before --from %q, expected a later time", f.to, f.from)
	}
	moments := r.Moments(from, to)
	if len(moments) == 0 {
		fmt.Fprintln(c.ErrOrStderr(), "nothing happened in that time")
	}
	return r.Print(c.OutOrStdout(), moments)
}

// terminal gives the files of a terminal on which somebody watches and types.
func terminal(in io.Reader, out io.Writer) (from, to *os.File, ok bool) {
	from, reads := in.(*os.File)
	to, writes := out.(*os.File)
	return from, to, reads && writes && term.IsTerminal(from.Fd()) && term.IsTerminal(to.Fd())
}

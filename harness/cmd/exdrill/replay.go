package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/score"
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

Where nobody watches, or with one of the flags, it prints the moments asked for.`,
		Example: `  exdrill replay runs/one
  exdrill replay runs/one --at 00:10
  exdrill replay runs/one --from "2018-01-26 00:00" --to "2018-01-26 12:00"`,
		Args: one("a FOLDER"),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := openReel(args[0])
			if err != nil {
				return err
			}
			return f.run(c, r)
		},
	}
	c.Flags().StringVar(&f.at, "at", "", "print how things stand at a `TIME`, such as 21:14 or \"2018-01-26 21:14\"")
	c.Flags().StringVar(&f.from, "from", "", "print every moment from a `TIME` on")
	c.Flags().StringVar(&f.to, "to", "", "print every moment up to a `TIME`")
	return c
}

func (f *replayFlags) run(c *cobra.Command, r *reel) error {
	switch {
	case f.at != "" && f.from+f.to != "":
		return errors.New("--at and --from, --to exclude each other, expected one moment or a span")
	case f.at != "":
		at, err := r.when(f.at)
		if err != nil {
			return fmt.Errorf("--at %w", err)
		}
		return r.print(c.OutOrStdout(), []int64{at})
	case f.from+f.to != "":
		return f.span(c, r)
	}
	in, out, ok := terminal(c.InOrStdin(), c.OutOrStdout())
	if !ok {
		return errors.New("exdrill replay: nobody watches here, expected --at TIME, or --from TIME and --to TIME")
	}
	return r.watch(c.Context(), in, out)
}

// span prints every moment between two times.
func (f *replayFlags) span(c *cobra.Command, r *reel) (err error) {
	from, to := int64(r.Start), int64(r.End)
	if f.from != "" {
		if from, err = r.when(f.from); err != nil {
			return fmt.Errorf("--from %w", err)
		}
	}
	if f.to != "" {
		if to, err = r.when(f.to); err != nil {
			return fmt.Errorf("--to %w", err)
		}
	}
	if to < from {
		return fmt.Errorf("--to %q is before --from %q, expected a later time", f.to, f.from)
	}
	var moments []int64
	for _, at := range r.moments {
		if at >= from && at <= to {
			moments = append(moments, at)
		}
	}
	if len(moments) == 0 {
		fmt.Fprintln(c.ErrOrStderr(), "nothing happened in that time")
	}
	return r.print(c.OutOrStdout(), moments)
}

// openReel reads a run folder.
func openReel(folder string) (*reel, error) {
	run := store.RunFolder(folder)
	if _, err := run.Manifest(); err != nil && !errors.Is(err, store.ErrSpelling) {
		return nil, err
	}
	t, err := keep.Timeline(run)
	if err != nil {
		return nil, err
	}
	result, err := run.Result()
	if err != nil {
		return nil, err
	}
	return newReel(t, result), nil
}

// when reads a time by the venue's clock. A time of day alone means its first
// occurrence at which the run has begun.
func (r *reel) when(text string) (int64, error) {
	const wanted = `a time such as 21:14, "2018-01-26 21:14" or 2018-01-26T21:14:00+09:00`
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, r.zone); err == nil {
			return r.within(t.UnixNano(), text)
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		day := r.Start.Time().In(r.zone)
		first := time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), t.Second(), 0, r.zone)
		if first.UnixNano() < int64(r.Start) {
			first = first.AddDate(0, 0, 1)
		}
		return r.within(first.UnixNano(), text)
	}
	return 0, fmt.Errorf("%q, expected %s", text, wanted)
}

func (r *reel) within(at int64, text string) (int64, error) {
	if at < int64(r.Start) || at > int64(r.End) {
		return 0, fmt.Errorf("%q is not within the run, expected a time from %s to %s", text, r.clock(r.Start), r.clock(r.End))
	}
	return at, nil
}

// clock shows a time by the venue's clock.
func (r *reel) clock(at score.Instant) string {
	return at.Time().In(r.zone).Format("2006-01-02 15:04:05")
}

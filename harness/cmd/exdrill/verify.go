package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/harness/verify"
)

// verifyFlags are the flags of the verify command.
type verifyFlags struct {
	sample   int
	draw     uint64
	workers  int
	programs bool
	trust    string
	format   choiceFlag
	quiet    bool
}

func newVerify() *cobra.Command {
	f := verifyFlags{format: formats("table", "json")}
	c := &cobra.Command{
		Use:   "verify FOLDER | BUNDLE.zip | STORE",
		Short: "Check that a kept run, or a published benchmark, is what exdrill made",
		Long: `Check a folder that "run --out" kept: every file against the manifest, then every
command, event, alert and figure against the same run, made again from the
scenario and the defence in the folder. What was changed is named, with the first
line that differs; the exit code is then 1. So it is where a scenario, a defence
or a tariff passes for one that ships and is another: a changed copy is as good as
any, under a name of its own. What could not be checked is told, too. A folder of another version of exdrill
says which one to install, with exit code 2. A defence that is a program of its
own is started only with --programs, and has to do the same as before.

A run whose salt is secret cannot be made again: its files are checked, and it waits
for "exdrill reveal", with exit code 2.

A zip file that "bench --bundle" wrote is checked against its list of hashes. The
runs that its command names have to be there, all of them and no others; each has
to agree with itself, and all of one world with each other; and a sample is made
again, of every defence in every scenario. What a forger could have got away with
is told: of a pair of N runs, n of which are made again, k forged ones escape with
the chance C(N-k, n) / C(N, n). A run store is checked likewise, but for what only
a bundle has: what the runs were made from, a signature, and that none is missing;
it lists the commands that wrote into it, and which of their runs are not there.

The exit code is 0 if all that can be checked is as it should be, 1 if something is
wrong, 2 if nothing is wrong but not all could be checked, because a salt is secret
or a program was not started. The first line says which, and the list below it what
was not checked.`,
		Example: `  exdrill verify runs/one
  exdrill verify runs/one --format json
  exdrill verify paper.zip --sample 3
  exdrill verify exdrill-runs.db
  exdrill verify paper.zip --trust author.pub`,
		Args: one("a FOLDER, a BUNDLE or a STORE"),
		RunE: func(c *cobra.Command, args []string) error {
			if info, err := os.Stat(args[0]); strings.HasSuffix(args[0], ".zip") || err == nil && !info.IsDir() {
				return f.benchmark(c, args[0])
			}
			return f.folder(c, args[0])
		},
	}
	f.add(c)
	return c
}

func (f *verifyFlags) add(c *cobra.Command) {
	c.Flags().IntVar(&f.sample, "sample", 1, "of a benchmark: how many runs of each defence in each scenario are made again, `N`; 0 for all")
	c.Flags().Uint64Var(&f.draw, "draw", 0, "of a benchmark: which runs, the number `N` of a drawing (default another each time)")
	c.Flags().IntVar(&f.workers, "workers", 2, "of a benchmark: how many worlds are played side by side, `N`")
	c.Flags().BoolVar(&f.programs, "programs", false, "start defences that are programs of their own, as they are in the folder or bundle")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress bar, not even on a terminal")
	c.Flags().StringVar(&f.trust, "trust", "", "demand a signature by one of the public Ed25519 keys in a `FILE`, as ssh-keygen or openssl write them")
	f.format.add(c)
}

// trusted are the keys of --trust.
func (f *verifyFlags) trusted() (signature.Keys, error) {
	if f.trust == "" {
		return nil, nil
	}
	keys, err := signature.ReadKeys(f.trust)
	if err != nil {
		return nil, fmt.Errorf("--trust: %w", err)
	}
	return keys, nil
}

func (f *verifyFlags) folder(c *cobra.Command, folder string) error {
	if run := store.RunFolder(folder); !run.Exists() {
		_, err := run.Manifest()
		return err
	}
	keys, err := f.trusted()
	if err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	r, err := verify.Folder(c.Context(), folder, engine(), func(ctx context.Context, k *verify.Inputs, into string) error {
		options := append(drill.Again(k.Result, k.Salt, engine()), drill.WithDefence(k.Defence))
		if !f.programs {
			options = append(options, drill.WithoutPrograms())
		}
		stage, err := drill.Open(k.Scenario, options...)
		if err == nil {
			_, err = play(ctx, stage, k.Defence, into, nil, bar.show(k.Result.Defence.Name, stage.World().Genesis.Start, stage.End()))
		}
		return err
	}, keys...)
	bar.stop()
	if err != nil {
		return err
	}
	if f.format.value == "json" {
		err = report.WriteValue(c.OutOrStdout(), r)
	} else {
		err = printVerified(c.OutOrStdout(), r)
	}
	switch {
	case err == nil && !r.OK():
		return &thresholdsFailed{}
	case err == nil && (r.Waiting != "" || r.Program != ""):
		return &thresholdsFailed{exitInput}
	}
	return err
}

// printVerified says what was found.
func printVerified(w io.Writer, r *verify.Report) error {
	if r.OK() && r.Waiting != "" {
		fmt.Fprintf(w, "%s: waiting for the salt of the commitment %s\n  %s as %s lists them; \"exdrill reveal\" writes the salt in, and the run can be made again\n",
			r.Folder, r.Waiting, layout.Count(r.Files, "file"), store.ManifestFile)
		printBounds(w, r.Signed, r.Origins, r.Unchecked)
		return nil
	}
	if r.OK() && r.Program != "" {
		fmt.Fprintf(w, "%s: nothing wrong, but not all could be checked: the run was not made again\n  %s as %s lists them\n", r.Folder, layout.Count(r.Files, "file"), store.ManifestFile)
		printBounds(w, r.Signed, r.Origins, r.Unchecked)
		return nil
	}
	if r.OK() {
		fmt.Fprintf(w, "%s: fine\n  %s as %s lists them\n  %s, %s and %s as in the run made again\n  log %s, score %s\n",
			r.Folder, layout.Count(r.Files, "file"), store.ManifestFile, layout.Count(r.Lines[store.CommandsFile], "command"), layout.Count(r.Lines[store.EventsFile], "event"), layout.Count(r.Lines[store.AlertsFile], "alert"), r.Head, *r.Score)
		if r.Salt != "" {
			fmt.Fprintf(w, "  with the salt of the commitment %s\n", r.Salt)
		}
		printBounds(w, r.Signed, r.Origins, r.Unchecked)
		return nil
	}
	printFaults(w, r.Folder, r.Faults)
	if !r.Played {
		fmt.Fprintf(w, "  The run was not made again: %s.\n", layout.Printable(whyNotPlayed(r)))
	}
	return nil
}

// whyNotPlayed is why a run with faults was not made again, too.
func whyNotPlayed(r *verify.Report) string {
	switch {
	case r.Engine != "":
		return "it was written by " + r.Engine
	case r.Waiting != "":
		return "its salt, of the commitment " + r.Waiting + ", is secret"
	case r.Program != "":
		return r.Program + "; --programs does so"
	}
	return "what it is made from was changed, or its hash was"
}

// printFaults says what is wrong.
func printFaults(w io.Writer, name string, faults []verify.Fault) {
	fmt.Fprintf(w, "%s: not what exdrill left there, or not what its names promise\n", name)
	const most = 20
	for i, f := range faults {
		if i == most {
			fmt.Fprintf(w, "  and %d more\n", len(faults)-most)
			break
		}
		fmt.Fprintf(w, "  %s\n", layout.Printable(f.String()))
	}
}

// printBounds says what was held against what ships, and what was not checked.
func printBounds(w io.Writer, signed *verify.Signed, origins []verify.Origin, unchecked []string) {
	if signed != nil && signed.Trusted {
		fmt.Fprintf(w, "  signed by %s, which --trust names\n", signed.By)
	}
	for i := range origins {
		fmt.Fprintf(w, "  %s\n", layout.Printable(origins[i].String()))
	}
	for _, what := range unchecked {
		fmt.Fprintf(w, "  not checked: %s\n", layout.Printable(what))
	}
}

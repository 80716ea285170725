package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/salts"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
)

func newReveal() *cobra.Command {
	var word string
	c := &cobra.Command{
		Use:   "reveal FOLDER | STORE...",
		Short: "Write the secret salt of kept runs into their folder or store",
		Long: `Write the secret salt into a folder that "run --out" kept, or into the run store
of a benchmark, once nobody can hand in a defence any more. It is held against the
commitment that stands there since before the first run, and refused if it is
another one. From then on "verify" can make the runs again, and so can everybody
else: a salt that was revealed is used for no other round.

Without --salt the salts are looked for where they are kept. A folder gets one
file, salt.txt; nothing else in it changes. A store gets all its salts, or none.
A bundle that was packed before is packed again from its store.`,
		Example: `  exdrill reveal runs/one
  exdrill reveal runs/all/*
  exdrill reveal exdrill-runs.db --salt round-1.salt`,
		Args: some("a FOLDER or a STORE"),
		RunE: func(c *cobra.Command, args []string) error {
			for _, what := range args {
				if err := reveal(c.OutOrStdout(), what, word); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&word, "salt", "", "the `SALT`: its file, or its hexadecimal digits (default the one that is kept)")
	return c
}

// reveal writes salts into one folder or store.
func reveal(w io.Writer, what, word string) error {
	if store.RunFolder(what).Exists() {
		return revealFolder(w, what, word)
	}
	if info, err := os.Stat(what); err == nil && info.IsDir() {
		return fmt.Errorf("%s: no %s there, expected a folder that \"exdrill run --out\" kept, or a run store", what, store.ManifestFile)
	}
	return revealStore(w, what, word)
}

// wantedSalt is the salt that a word stands for; an empty one is that of the
// commitment where salts are kept.
func wantedSalt(word, commitment string) (sim.Salt, error) {
	if word == newSalt {
		return sim.Salt{}, errors.New("--salt: a new salt reveals nothing, expected that of the runs")
	}
	if word == "" {
		own, err := salts.Own()
		if err != nil {
			return sim.Salt{}, err
		}
		return own.Find(commitment)
	}
	s, err := lookUpSalt(word)
	if err != nil {
		err = fmt.Errorf("--salt: %w", err)
	}
	return s, err
}

func revealFolder(w io.Writer, folder, word string) error {
	run := store.RunFolder(folder)
	r, err := run.Result()
	if err != nil {
		return err
	}
	if r.SaltCommitment == "" {
		return fmt.Errorf("%s: the run was made without a salt, there is nothing to reveal", folder)
	}
	salt, err := wantedSalt(word, r.SaltCommitment)
	if err == nil {
		err = run.Reveal(r, salt)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return tellRevealed(w, folder, []sim.Salt{salt}, "exdrill verify "+folder)
}

func revealStore(w io.Writer, path, word string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%s: no such file, expected the folder of a run or a run store", path) // it is not made here
	}
	s, err := runs.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.Salts()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("%s: no run was made with a salt, there is nothing to reveal", path)
	}
	if word != "" {
		all = all[:1]
	}
	for i, had := range all {
		if word == "" && !had.IsSealed() {
			continue
		}
		if all[i], err = wantedSalt(word, had.Commitment()); err != nil {
			return err
		}
	}
	if err := s.Reveal(all...); err != nil {
		return err
	}
	return tellRevealed(w, path, all, "exdrill bench with the same flags, --bundle FILE.zip, and exdrill verify FILE.zip")
}

func tellRevealed(w io.Writer, what string, list []sim.Salt, next string) error {
	for _, s := range list {
		if _, err := fmt.Fprintf(w, "%s: the salt of the commitment %s is revealed\n  %s\n", what, s, s.Reveal()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "now: %s\n", next)
	return err
}

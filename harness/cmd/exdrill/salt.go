package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/salts"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
)

// newSalt is the word for a salt that is to be drawn.
const newSalt = "new"

// saltForms says what a salt is given by. The value itself is never repeated.
const saltForms = "\"new\" to draw one, its file, 32 hexadecimal digits or more, or the commitment of one that is kept"

// saltFlag is a flag that takes secret salts. Once they are known it shows
// their commitments.
type saltFlag struct {
	text   string
	most   int // salts, separated by commas
	salts  []sim.Salt
	places []string // where each is kept

	// revealed are the commitments of salts of which everybody may know by now.
	revealed []string
}

// addSalt adds --salt to a command.
func addSalt(c *cobra.Command, f *saltFlag) {
	f.most = 1
	c.Flags().Var(f, "salt", "a secret `SALT` beside the seed, which nobody can rehearse: "+saltForms)
}

// String implements pflag.Value: commitments, never a secret.
func (f *saltFlag) String() string {
	var list []string
	for _, s := range f.salts {
		list = append(list, s.Commitment())
	}
	return strings.Join(list, ",")
}

// Type implements pflag.Value.
func (f *saltFlag) Type() string { return "salt" }

// Set implements pflag.Value.
func (f *saltFlag) Set(text string) error {
	f.text, f.salts, f.places = text, nil, nil
	return nil
}

// one is the salt of a flag that takes one; it is none where none was given.
func (f *saltFlag) one(aside io.Writer) (sim.Salt, error) {
	list, err := f.all("--salt", aside)
	if err != nil || len(list) == 0 {
		return sim.Salt{}, err
	}
	return list[0], nil
}

// all finds or draws the salts, keeps those that would be lost, and tells their
// commitments before anything is done with them. name is the flag's.
func (f *saltFlag) all(name string, aside io.Writer) ([]sim.Salt, error) {
	if f.text == "" || f.salts != nil {
		return f.salts, nil
	}
	words := strings.Split(f.text, ",")
	if len(words) > f.most {
		return nil, fmt.Errorf("%s: %d salts, expected %d", name, len(words), f.most)
	}
	for _, word := range words {
		s, place, err := findSalt(strings.TrimSpace(word))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if slices.ContainsFunc(f.salts, func(had sim.Salt) bool { return had.Commitment() == s.Commitment() }) {
			return nil, fmt.Errorf("%s: the salt %s is there twice", name, s)
		}
		f.salts, f.places = append(f.salts, s), append(f.places, place)
	}
	for i, s := range f.salts {
		if f.isRevealed(s, f.places[i]) {
			fmt.Fprintf(aside, "salt %s\n  was revealed: whoever has it can rehearse these runs, so that they rank nobody\n", s)
			continue
		}
		tellSalt(aside, s, f.places[i])
	}
	return f.salts, nil
}

// isRevealed reports whether a salt is no secret any more: it stands in a store
// whose runs it was revealed for, or in the folder of a run.
func (f *saltFlag) isRevealed(s sim.Salt, place string) bool {
	return slices.Contains(f.revealed, s.Commitment()) || filepath.Base(place) == store.SaltFile && store.RunFolder(filepath.Dir(place)).Exists()
}

// again says how a command whose salts were drawn is given again with the same;
// empty where the words given do.
func (f *saltFlag) again(name string) string {
	if !slices.Contains(strings.Split(f.text, ","), newSalt) {
		return ""
	}
	return " with " + name + " " + f.String()
}

// tellSalt says under which commitment a salt goes, and where it is kept.
func tellSalt(w io.Writer, s sim.Salt, place string) {
	fmt.Fprintf(w, "salt %s\n  is secret until \"exdrill reveal\", and kept in %s\n", s, place)
	info, err := os.Stat(place)
	if err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		fmt.Fprintf(w, "  which others can read: chmod 600 %s\n", place)
	}
}

// findSalt is the salt that a word stands for, and the file that keeps it: what
// is in no file yet is kept in one.
func findSalt(word string) (s sim.Salt, place string, err error) {
	if s, err = lookUpSalt(word); err != nil {
		return s, "", err
	}
	if namesFile(word) {
		place, err = filepath.Abs(word)
		return s, place, err
	}
	own, err := salts.Own()
	if err == nil {
		place, err = own.Keep(s)
	}
	return s, place, err
}

// lookUpSalt is the salt that a word stands for. A drawn one is kept nowhere
// yet.
func lookUpSalt(word string) (sim.Salt, error) {
	switch {
	case namesFile(word):
		s, err := salts.Read(word)
		if errors.Is(err, os.ErrNotExist) {
			err = fmt.Errorf("%s: no such file, expected %s", word, saltForms)
		}
		return s, err
	case word == newSalt:
		return salts.Draw(), nil
	case sim.IsCommitment(word):
		own, err := salts.Own()
		if err != nil {
			return sim.Salt{}, err
		}
		return own.Find(word)
	}
	s, err := sim.ParseSalt(word)
	if err != nil {
		return s, fmt.Errorf("%w; a salt is %s", err, saltForms)
	}
	return s, published(word)
}

// published refuses digits that anybody may know: those of the commitment of a
// salt that is kept here, given without the prefix.
func published(digits string) error {
	own, err := salts.Own()
	if err != nil {
		return nil // nothing is kept
	}
	commitment := sim.CommitmentPrefix + strings.ToLower(digits)
	if _, err := own.Find(commitment); err != nil {
		return nil
	}
	return fmt.Errorf("%s: the digits of a commitment, which are public and no secret; the salt that goes with it is given as %s", digits, commitment)
}

// namesFile reports whether a word is the name of a file rather than a salt.
func namesFile(word string) bool {
	return strings.ContainsAny(word, `/\`) || strings.HasSuffix(word, salts.Extension) || filepath.Base(word) == store.SaltFile
}

func newNewSalt() *cobra.Command {
	return &cobra.Command{
		Use:   "salt [FILE]",
		Short: "Draw a secret salt and print its commitment",
		Long: `Draw a secret salt of 256 bits from the system's source of chance, keep it in a
new file that only you can read, and print its commitment: SHA-256, which can be
published before anything is run, and to which the salt can be held afterwards.

Without FILE it is kept in exdrill/salts in the place for your settings, or in
the folder that ` + salts.FolderVariable + ` names, and found there by its commitment.`,
		Example: "  exdrill new salt\n  exdrill new salt round-1.salt",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				s, place, err := findSalt(newSalt)
				if err == nil {
					tellSalt(c.OutOrStdout(), s, place)
				}
				return err
			}
			if !strings.HasSuffix(args[0], salts.Extension) {
				return fmt.Errorf("%s: expected a file whose name ends in %s", args[0], salts.Extension)
			}
			s := salts.Draw()
			if err := salts.Write(args[0], s); errors.Is(err, os.ErrExist) {
				return fmt.Errorf("%s is there already, expected a file that does not exist yet", args[0])
			} else if err != nil {
				return err
			}
			place, err := filepath.Abs(args[0])
			tellSalt(c.OutOrStdout(), s, place)
			return err
		},
	}
}

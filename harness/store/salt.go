package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// SaltFile holds the salt of a run once it is revealed. No manifest lists it: it
// shows by the commitment in the result that it is the one, so that nothing that
// was published of a folder changes when its salt is.
const SaltFile = "salt.txt"

// SealedError says that the salt of a run is still secret, so that the run
// cannot be made again.
type SealedError struct {
	What       string // the folder, store or bundle
	Commitment string
}

// Error says what to do about it.
func (e *SealedError) Error() string {
	return fmt.Sprintf("%s: waiting for the salt of the commitment %s: \"exdrill reveal\" writes it in", e.What, e.Commitment)
}

// Salt is the salt of a run, none if it has none. The error is a *SealedError
// where it was not revealed, or says that the one that is there is another.
func (f RunFolder) Salt(r *score.Result) (sim.Salt, error) {
	text, err := f.Read(SaltFile)
	switch {
	case r.SaltCommitment == "" && err == nil:
		return sim.Salt{}, fmt.Errorf("%s: the run was made without a salt, expected no such file", f.path(SaltFile))
	case r.SaltCommitment == "":
		return sim.Salt{}, nil
	case errors.Is(err, fs.ErrNotExist):
		return sim.Salt{}, &SealedError{string(f), r.SaltCommitment}
	case err != nil:
		return sim.Salt{}, err
	}
	salt, err := sim.OpenSalt(r.SaltCommitment, strings.TrimSuffix(string(text), "\n"))
	if err != nil {
		err = fmt.Errorf("%s: %w", f.path(SaltFile), err)
	}
	return salt, err
}

// Reveal writes the salt of a run into its folder, whole or not at all. The
// error says that it is not the one, or that another one is there.
func (f RunFolder) Reveal(r *score.Result, salt sim.Salt) error {
	if r.SaltCommitment == "" {
		return fmt.Errorf("%s: the run was made without a salt, there is nothing to reveal", f)
	}
	if salt.Commitment() != r.SaltCommitment {
		return fmt.Errorf("%s: this salt has the commitment %s, expected that of %s", f, salt, r.SaltCommitment)
	}
	var sealed *SealedError
	if _, err := f.Salt(r); !errors.As(err, &sealed) {
		return err
	}
	if err := f.sweep(); err != nil {
		return err
	}
	return PutNew(f.path(SaltFile), []byte(salt.Reveal()+"\n"), 0o644)
}

// sweep removes what a Reveal left that was killed.
func (f RunFolder) sweep() error {
	entries, err := os.ReadDir(string(f))
	for _, e := range entries {
		if err == nil && strings.HasPrefix(e.Name(), "."+SaltFile+"-") {
			err = os.Remove(f.path(e.Name()))
		}
	}
	return err
}

// settle brings the names in a folder onto the disk, where the system can: a new
// file is whole after a power cut, and nowhere if its name is not.
func settle(folder string) {
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// PutNew writes a file whole and onto the disk, or not at all, and never over
// one that is there; the error is then fs.ErrExist.
func PutNew(path string, content []byte, mode fs.FileMode) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-") // nobody else reads it
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(content)
	for _, step := range []func() error{func() error { return temporary.Chmod(mode) }, temporary.Sync, temporary.Close} {
		if bad := step(); err == nil {
			err = bad
		}
	}
	if err != nil {
		return err
	}
	err = os.Link(temporary.Name(), path)
	if err == nil {
		settle(filepath.Dir(path))
	}
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, there := os.Lstat(path); there == nil { // where there are no links
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return os.Rename(temporary.Name(), path)
}

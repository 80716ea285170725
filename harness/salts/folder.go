// Package salts draws secret salts and keeps them until they are revealed: a file
// each, outside of everything that is handed on, which only its owner may read.
package salts

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
)

// FolderVariable names the folder of salts in place of the usual one.
const FolderVariable = "EXDRILL_SALTS"

// Extension is how names of files of salts end.
const Extension = ".salt"

// drawn is how many bytes a drawn salt has: 256 bits.
const drawn = 32

// Draw draws a salt from the system's source of chance.
func Draw() sim.Salt {
	secret := make([]byte, drawn)
	for {
		rand.Read(secret) // never fails
		if s, err := sim.SaltBytes(secret); err == nil {
			return s
		}
	}
}

// Folder is the path of a folder of salts.
type Folder string

// Own is this user's: that of FolderVariable, or exdrill/salts in the place for
// settings.
func Own() (Folder, error) {
	if named := os.Getenv(FolderVariable); named != "" {
		path, err := filepath.Abs(named)
		return Folder(path), err
	}
	settings, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no place to keep a salt: %w, expected the name of a folder in %s", err, FolderVariable)
	}
	return Folder(filepath.Join(settings, "exdrill", "salts")), nil
}

// nameLength is how many digits of its commitment a salt's file is named by.
const nameLength = 16

// path is the file of the salt of a commitment.
func (f Folder) path(commitment string) string {
	_, digits, _ := strings.Cut(commitment, ":")
	return filepath.Join(string(f), digits[:min(len(digits), nameLength)]+Extension)
}

// Keep keeps a salt and says in which file. One that is there already stays as
// it is.
func (f Folder) Keep(s sim.Salt) (path string, err error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return "", err
	}
	path = f.path(s.Commitment())
	if err := Write(path, s); !errors.Is(err, fs.ErrExist) {
		return path, err
	}
	_, err = f.Find(s.Commitment())
	return path, err
}

// Find is the salt of a commitment. The error says that it is not kept here.
func (f Folder) Find(commitment string) (sim.Salt, error) {
	if _, err := sim.SealedSalt(commitment); err != nil {
		return sim.Salt{}, err
	}
	s, err := Read(f.path(commitment))
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("no salt of the commitment %s in %s, expected one that was kept there; its file or its digits do, too", commitment, f)
	}
	if err == nil && s.Commitment() != commitment {
		err = fmt.Errorf("%s: it holds a salt of the commitment %s, expected that of %s", f.path(commitment), s, commitment)
	}
	return s, err
}

// Write keeps a salt in a new file, which only its owner may read. The error is
// fs.ErrExist if there is one already: no salt is ever lost to another.
func Write(path string, s sim.Salt) error {
	text := "# A secret salt of exdrill. Whoever reads it before it is revealed can rehearse every\n" +
		"# run that is made with it. It has the commitment " + s.Commitment() + "\n" + s.Reveal() + "\n"
	return store.PutNew(path, []byte(text), 0o600)
}

// Read reads the file of a salt: one line of hexadecimal digits, after others
// that begin with #.
func Read(path string) (sim.Salt, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return sim.Salt{}, err
	}
	lines := strings.Split(strings.TrimRight(string(text), "\r\n"), "\n")
	for len(lines) > 1 && strings.HasPrefix(lines[0], "#") {
		lines = lines[1:]
	}
	if len(lines) > 1 {
		return sim.Salt{}, fmt.Errorf("%s: %d lines, expected one of hexadecimal digits", path, len(lines))
	}
	s, err := sim.ParseSalt(strings.TrimSpace(lines[0]))
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return s, err
}

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Work is a folder of any kind while it is written. It comes into being under a
// hidden name and gets its own when it is complete, so that nobody mistakes a
// half-written folder for a whole one.
type Work struct {
	target, path string
	made         []string // folders above it that were made for it, the highest first
}

// Vacant says what keeps a folder from being created: something is there
// already, or nothing can be written there. It leaves nothing behind.
func Vacant(target string) error {
	w, err := Begin(target)
	if err == nil {
		w.Abandon()
	}
	return err
}

// Begin makes the folder under its hidden name. It is an error if something is
// there already.
func Begin(target string) (*Work, error) {
	const wanted = "expected a folder that does not exist yet, where one can be made"
	w := &Work{target: filepath.Clean(target)}
	if _, err := os.Lstat(w.target); err == nil {
		return nil, fmt.Errorf("%s: is there already, %s", w.target, wanted)
	}
	err := w.clear()
	if err == nil {
		w.path, err = os.MkdirTemp(filepath.Dir(w.target), "."+filepath.Base(w.target)+"-")
	}
	if err != nil {
		w.withdraw()
		return nil, fmt.Errorf("%s: %w, %s", w.target, cause(err), wanted)
	}
	return w, nil
}

// clear makes the folders above it that are missing.
func (w *Work) clear() error {
	parent := filepath.Dir(w.target)
	for dir := parent; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		w.made = slices.Insert(w.made, 0, dir)
	}
	return os.MkdirAll(parent, 0o755)
}

// withdraw removes the folders that clear made, as far as nobody else has put
// anything there.
func (w *Work) withdraw() {
	for _, dir := range slices.Backward(w.made) {
		if os.Remove(dir) != nil {
			return
		}
	}
}

// cause is what is wrong, without the name of the call that found it.
func cause(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// Path is where its files go meanwhile.
func (w *Work) Path() string { return w.path }

// Finish gives the folder its name.
func (w *Work) Finish() error {
	if err := os.Chmod(w.path, 0o755); err != nil {
		return err
	}
	if err := os.Rename(w.path, w.target); err != nil {
		return err
	}
	w.made = nil
	return nil
}

// Abandon removes everything written so far. After Finish it does nothing.
func (w *Work) Abandon() {
	os.RemoveAll(w.path)
	w.withdraw()
}

// Replace writes a file whole or not at all: readers see what was there before
// or the new content, never a part of it. A path that is no ordinary file, such
// as /dev/stdout, is written to directly.
func Replace(path string, content []byte) error {
	return ReplaceBy(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// ReplaceBy is Replace with what somebody writes. If he fails, what was there
// before is left.
func ReplaceBy(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return directly(path, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	err = write(f)
	if bad := f.Close(); err == nil {
		err = bad
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// directly writes to what is no ordinary file.
func directly(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// Unread stands for the hash of what is no file.
const Unread = ""

// Hashes lists everything in a folder but some files, with hashes.
func Hashes(folder string, but ...string) (map[string]string, error) {
	found := make(map[string]string)
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || slices.Contains(but, path) {
			return err
		}
		found[path] = Unread
		if d.Type().IsRegular() {
			found[path], err = hash(filepath.Join(folder, filepath.FromSlash(path)))
		}
		return err
	})
	return found, err
}

// hash is the SHA-256 of a file as manifests write it.
func hash(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

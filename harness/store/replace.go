package store

import (
	"os"
	"path/filepath"
)

// Replace writes a file whole or not at all: readers see what was there before
// or the new content, never a part of it. A path that is no ordinary file, such
// as /dev/stdout, is written to directly.
func Replace(path string, content []byte) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(path, content, 0o644)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
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

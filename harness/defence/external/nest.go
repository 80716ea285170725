package external

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// nest is where a child process lives: a copy of its bundle, and an empty
// folder to work in.
type nest struct {
	root string
	home string
}

// bundleSize is how much a bundle that is copied may hold, in bytes.
const bundleSize = 256 << 20

// newNest makes a nest in the system's folder for temporary files.
func newNest(files fs.FS) (n *nest, err error) {
	root, err := os.MkdirTemp("", "exdrill-defence-")
	if err != nil {
		return nil, err
	}
	n = &nest{root, filepath.Join(root, "home")}
	if err = os.Mkdir(n.home, 0o700); err == nil && files != nil {
		err = n.copy(files)
	}
	if err != nil {
		n.remove()
		return nil, err
	}
	return n, nil
}

// file is where a file of the bundle lies.
func (n *nest) file(name string) string {
	return filepath.Join(n.root, "bundle", filepath.FromSlash(name))
}

func (n *nest) copy(files fs.FS) error {
	left := int64(bundleSize)
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(n.file(name), 0o700)
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if left -= int64(len(data)); left < 0 {
			return fmt.Errorf("the bundle holds more than %d bytes, expected the program and what it reads, no more", bundleSize)
		}
		return os.WriteFile(n.file(name), data, 0o600)
	})
}

// command gives the words of a command with their files in place. Files that
// are named may be executed: a bundle that was kept elsewhere may have lost the
// mark for that.
func (n *nest) command(words []string) ([]string, error) {
	placed := make([]string, len(words))
	for i, word := range words {
		name, ours := strings.CutPrefix(word, "./")
		if !ours {
			placed[i] = word
			continue
		}
		placed[i] = n.file(name)
		if err := os.Chmod(placed[i], 0o700); err != nil {
			return nil, errors.Unwrap(err)
		}
	}
	return placed, nil
}

// environment is all that a child is told.
func (n *nest) environment() []string {
	all := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + n.home, "LANG=C.UTF-8"}
	if runtime.GOOS == "windows" {
		all = append(all, "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return all
}

// remove takes the nest away. Whoever left something there that cannot be
// removed leaves it to the system.
func (n *nest) remove() { _ = os.RemoveAll(n.root) }

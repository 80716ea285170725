package bundle

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// Files gives the files that a bundle is made of, those that its digest covers,
// so that a run can keep a copy. The error is an *yamldoc.UnknownError.
func Files(nameOrPath string) (fs.FS, error) {
	from, _, err := locate(nameOrPath)
	return from, err
}

// visible is a folder without what is no part of a bundle: names that start
// with a point, what Python leaves behind when it runs a test, and everything
// that is neither a file nor a folder.
type visible struct{ fs.FS }

// ReadDir lists a folder.
func (v visible) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(v.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return strings.HasPrefix(e.Name(), ".") || e.Name() == "__pycache__" || !e.IsDir() && !e.Type().IsRegular()
	}), err
}

// digest is that of all files of a bundle, in the order of their paths.
func digest(from fs.FS) (digest string, err error) {
	digest = scenarios.Digest(func(yield func(scenarios.File) bool) {
		err = fs.WalkDir(from, ".", func(name string, f fs.DirEntry, err error) error {
			if err != nil || f.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from, name)
			if err == nil && !yield(scenarios.File{Name: name, Data: data}) {
				err = fs.SkipAll
			}
			return err
		})
	})
	return digest, err
}

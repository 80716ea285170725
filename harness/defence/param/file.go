package param

import (
	"errors"
	"io/fs"
	"path"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// MaxFile is how many bytes a file of a bundle may have, which is a few dozen
// lines.
const MaxFile = 64 << 10

// File makes the reader of a file of a bundle.
func File(name string) yamldoc.Reader {
	return yamldoc.Reader{File: name, Dialect: yamldoc.Dialect{Bytes: MaxFile, Levels: 32, Indent: 256, Words: true}}
}

// Open reads a file of a bundle that holds a mapping, and gives its entries.
func Open(from fs.FS, shown, name, wanted string) (r yamldoc.Reader, entries []yamldoc.Entry) {
	r = File(path.Join(shown, name))
	data, err := fs.ReadFile(from, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Reject(r.Top(), "there is no such file", wanted)
	case err != nil:
		r.Reject(r.Top(), "it cannot be read: "+Cause(err), wanted)
	default:
		entries = r.Mapping(r.Document(data, wanted), wanted)
	}
	return r, entries
}

// Cause is an error without the path, which the place already tells.
func Cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Exists reports whether there is a file or a folder of that name.
func Exists(from fs.FS, name string) bool {
	_, err := fs.Stat(from, name)
	return err == nil
}

package bundle

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// extendsKey is the key of defence.yaml that names the bundles which a bundle
// extends.
const extendsKey = "extends"

// How deep bundles may extend each other, and how many a bundle may have below
// it in all: a few that name each other many times would never be read to the end.
const (
	maxExtends = 8
	maxBundles = 64
)

// source is the folder of a bundle.
type source struct {
	fs.FS
	shown string // the path that messages show for it
	dir   string // on the disk; empty for one that ships
}

// find finds a bundle by the name of one that ships or the path of its folder.
func find(nameOrPath string) (source, error) {
	if slices.Contains(library, nameOrPath) {
		return shippedBundle(nameOrPath), nil
	}
	info, err := os.Stat(nameOrPath)
	isPath := strings.ContainsAny(nameOrPath, `/\`) || strings.HasPrefix(nameOrPath, ".")
	switch {
	case err != nil && !isPath:
		return source{}, yamldoc.NoneCalled("defence", nameOrPath, library)
	case err == nil && !info.IsDir():
		nameOrPath = filepath.Dir(nameOrPath)
	}
	return source{visible{os.DirFS(nameOrPath)}, filepath.ToSlash(nameOrPath), nameOrPath}, nil
}

// is tells bundles apart: the folder on the disk, whatever the path to it.
func (s source) is(other source) bool {
	if s.dir == "" || other.dir == "" {
		return s.dir == other.dir && s.shown == other.shown
	}
	a, errA := os.Stat(s.dir)
	b, errB := os.Stat(other.dir)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// extended is a bundle with all that it has from those that it extends, as one
// folder that needs no other. The way is the bundles that lead to it; read counts
// those that were opened in all. The error is of type yamldoc.Errors.
func extended(s source, way []source, read *int) (source, error) {
	r, e := s.extends()
	if e == nil {
		return s, nil
	}
	if e.Pos.Column > 1 {
		r.Reject(e.Pos, extendsKey+" stands in braces", "a line of its own")
	}
	way = append(slices.Clone(way), s)
	var layers []source
	for _, one := range r.List(*e, "a bundle or a list of bundles, by the name of one that ships or the path of a folder such as ../common") {
		base, ok := s.base(r, one)
		switch {
		case !ok:
			continue
		case slices.ContainsFunc(way, base.is):
			r.Reject(one.Place(), "it leads back to "+one.Value.Text, "bundles that do not extend each other in a circle")
			continue
		case len(way) > maxExtends:
			r.Reject(one.Place(), "bundles extend each other too deeply", "at most "+strconv.Itoa(maxExtends)+" levels")
			continue
		}
		if *read++; *read > maxBundles {
			r.Reject(one.Place(), "bundles extend each other too often", "at most "+strconv.Itoa(maxBundles)+" in all")
			break
		}
		base, err := extended(base, way, read)
		if err != nil {
			return s, err
		}
		layers = append(layers, base)
	}
	if err := r.Err(); err != nil {
		return s, err
	}
	return assembled(append(layers, s), *e)
}

// extends finds what a bundle says that it extends; nil if it says nothing, or
// nothing that can be read: loading it tells why.
func (s source) extends() (*yamldoc.Reader, *yamldoc.Entry) {
	if text, _ := fs.ReadFile(s, defenceFile); !bytes.Contains(text, []byte(extendsKey)) {
		return nil, nil // as most
	}
	r, entries := param.Open(s, s.shown, defenceFile, aDefence)
	if at := slices.IndexFunc(entries, func(e yamldoc.Entry) bool { return e.Key == extendsKey }); at >= 0 && len(r.Errs) == 0 {
		return &r, &entries[at]
	}
	return nil, nil
}

// base finds a bundle that another one names: one that ships, or one whose
// folder lies at a path from its own.
func (s source) base(r *yamldoc.Reader, e yamldoc.Entry) (source, bool) {
	name, ok := r.Text(e, "the name of a bundle")
	switch {
	case !ok:
		return source{}, false
	case slices.Contains(library, name):
		return shippedBundle(name), true
	case s.dir == "" || !strings.Contains(name, "/") && !strings.HasPrefix(name, "."):
		r.Unknown(e.Place(), "bundle", name, library)
		return source{}, false
	case path.IsAbs(name) || filepath.IsAbs(name):
		r.Reject(e.Place(), "the path is "+yamldoc.Quoted(name), "one from the bundle's own folder, such as ../common")
		return source{}, false
	}
	dir := filepath.Join(s.dir, filepath.FromSlash(name))
	base := source{visible{os.DirFS(dir)}, path.Join(s.shown, name), dir}
	if !param.Exists(base, defenceFile) {
		r.Reject(e.Place(), "there is no "+defenceFile+" in "+name, "the folder of a bundle")
		return source{}, false
	}
	return base, true
}

// SelfContained refuses a folder whose bundle extends another: one that was
// kept has everything that it needs, and a stranger's is not to make anybody
// read elsewhere. Changes in its name do not matter. The error is of type
// yamldoc.Errors.
func SelfContained(folder string) error {
	folder, _ = Unchanged(folder)
	s := source{visible{os.DirFS(folder)}, filepath.ToSlash(folder), folder}
	r, e := s.extends()
	if e == nil {
		return nil
	}
	r.Reject(e.Pos, "a bundle that was kept extends another", "all of its files in its own folder")
	return r.Err()
}

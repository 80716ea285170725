package verify

import (
	"maps"
	"slices"

	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/harness/store"
)

// Files holds every file of a run folder against its manifest: none is missing,
// none was added, none was changed. It plays nothing, and so it does not find
// what was changed together with its hash. The error is about a folder that is
// no run folder or cannot be read.
func Files(folder string) ([]Fault, error) {
	run := store.RunFolder(folder)
	m, err := run.Manifest()
	if !run.Exists() {
		return nil, err
	}
	if err != nil {
		return []Fault{{File: store.ManifestFile, What: err.Error()}}, nil
	}
	found, err := store.Hashes(folder, store.ManifestFile, store.SignatureFile)
	if err != nil {
		return nil, err
	}
	if found[store.SaltFile] != store.Unread {
		delete(found, store.SaltFile) // it is held against the commitment
	}
	return append(against(m, found), engines(folder, m)...), nil
}

// against holds what is there against what should be, in the order of names.
func against(m *store.Manifest, found map[string]string) (faults []Fault) {
	all := maps.Clone(found)
	maps.Copy(all, m.Files)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		want, listed := m.Files[name]
		have, there := found[name]
		switch {
		case !there:
			faults = append(faults, Fault{File: name, What: "it is missing, " + store.ManifestFile + " lists it"})
		case !listed:
			faults = append(faults, Fault{File: name, What: "it was added, " + store.ManifestFile + " does not list it"})
		case have == store.Unread:
			faults = append(faults, Fault{File: name, What: "it is no ordinary file"})
		case have != want:
			its, listed := apart(have, want)
			faults = append(faults, Fault{File: name, What: "its SHA-256 is " + its + ", but " + store.ManifestFile + " lists " + listed + ": one of the two was changed", hash: true})
		}
	}
	return faults
}

// short is enough of a hash for people.
func short(hash string) string { return shipped.Short(hash) }

// apart are two hashes as far as it takes to see that they are two.
func apart(a, b string) (string, string) {
	if short(a) != short(b) {
		return short(a), short(b)
	}
	return a, b
}

// engines sees that manifest and result name one engine.
func engines(folder string, m *store.Manifest) []Fault {
	r, err := store.RunFolder(folder).Result()
	if err != nil || r.Engine == m.Engine {
		return nil // what cannot be read has another hash, or was listed so
	}
	return []Fault{{File: store.ManifestFile, What: "engine is " + quoted(m.Engine) + ", " + store.ResultFile + " says " + quoted(r.Engine)}}
}

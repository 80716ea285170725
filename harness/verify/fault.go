package verify

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong with a run folder.
type Fault struct {
	File string `json:"file"`           // within the folder, with slashes
	Line int    `json:"line,omitempty"` // from 1; 0 where it is about the whole file
	What string `json:"what"`

	hash bool // it has another hash than the manifest lists, which may be the manifest's fault
}

// String is the fault as people and editors read it: file:line: what.
func (f Fault) String() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
	}
	return f.File + ": " + f.What
}

// EngineError says that a folder was written by another version of exdrill,
// whose runs this one cannot repeat.
type EngineError struct {
	Folder string
	Wrote  string // the version that wrote it
	Here   string // this one
}

// install is how a version of exdrill is brought onto a machine.
const install = "go install github.com/exdrill/exdrill/harness/cmd/exdrill@"

// Error names the version to install.
func (e *EngineError) Error() string { return e.Folder + ": written by " + e.versions() }

// versions says which exdrill it was, which this is, and what to do.
func (e *EngineError) versions() string {
	text := fmt.Sprintf("exdrill %s, this is %s: ", e.Wrote, e.Here)
	version, changed := strings.CutSuffix(strings.Replace(e.Wrote, "+dirty", "-dirty", 1), "-dirty")
	if at := strings.LastIndex(version, "-g"); at > 0 {
		version = version[at+2:] // so many commits after a release: the commit is what can be installed
	}
	switch {
	case changed:
		return text + "it was built from a checkout with changes that nobody committed, on top of " + version
	case version == "" || version == unversioned:
		return text + "it was built without a version, expected a folder of a released exdrill"
	}
	return text + "verify it with the one that wrote it: " + install + version
}

// unversioned is the version of a build that has none.
const unversioned = "dev"

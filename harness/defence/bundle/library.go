package bundle

import (
	"embed"
	"io/fs"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/analyst"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/harness/defence/param"
)

// shipped holds the bundles that are usable by name.
//
//go:embed library
var shipped embed.FS

// library lists them in the order in which documents show them: yardsticks
// first, then defences that somebody could run.
var library = []string{
	"none", "history", "halt-everything", "random", "oracle", "static-limits", "guardrails", "analyst", "sentinel", "both",
}

// Names lists the defences that ship with exdrill.
func Names() []string { return append([]string(nil), library...) }

// Entry is one line of List.
type Entry struct {
	Name        string
	Version     string
	Description string
	Digest      string
	Controls    []string // names of the posture's controls
	Monitor     string   // the shipped monitor that it uses; empty for none
}

// List describes the defences that ship with exdrill.
func List() ([]Entry, error) {
	all := make([]Entry, 0, len(library))
	for _, name := range library {
		from, shown, err := locate(name)
		if err != nil {
			return nil, err
		}
		d, err := load(from, shown, param.Unbound())
		if err != nil {
			return nil, err
		}
		e := Entry{Name: d.Name, Version: d.Version, Description: d.Description, Digest: d.Digest}
		for _, c := range d.Posture {
			e.Controls = append(e.Controls, c.Info().Name)
		}
		if d.Watch != nil {
			e.Monitor = d.Watch.Kind
		}
		all = append(all, e)
	}
	return all, nil
}

// shippedBundle is the folder of a bundle of the library. Its name is one of
// Names, so that the folder exists.
func shippedBundle(name string) source {
	sub, err := fs.Sub(shipped, "library/"+name)
	if err != nil {
		panic("defence: library without " + name + ": " + err.Error())
	}
	return source{FS: sub, shown: name}
}

// nobody is the kind of the monitor that does nothing, so that no telemetry
// need be carried to it.
const nobody = "none"

// shippedMonitors lists the monitors that ship, by the kinds that `builtin:` in
// a bundle names, in the order in which documents show them.
func shippedMonitors() []*defence.Watch {
	return []*defence.Watch{
		{Kind: nobody},
		{Kind: "history", Immediate: true, Epilogue: true, Maker: history.Maker{}},
		{Kind: "halt-everything", Maker: baseline.Halt{}},
		{Kind: "random", Maker: baseline.Random{}},
		{Kind: "analyst", Maker: analyst.Maker{}},
		{Kind: "oracle", Immediate: true, SeesTruth: true, Maker: baseline.Oracle{}, Otherwise: baseline.OtherOracles()},
	}
}

func shippedKinds() (kinds []string) {
	for _, w := range shippedMonitors() {
		kinds = append(kinds, w.Kind)
	}
	return kinds
}

func shippedMonitor(kind string) *defence.Watch {
	for _, w := range shippedMonitors() {
		if w.Kind == kind {
			return w
		}
	}
	return nil
}

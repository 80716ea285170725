package verify

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/scenarios"
)

// Origin says whether something that a run was made from is what ships with this
// program.
type Origin struct {
	Kind    string `json:"kind"` // scenario, defence or tariff
	Name    string `json:"name"` // its id, its name, its version
	Digest  string `json:"digest"`
	Shipped string `json:"shipped,omitempty"` // the digest of the one that ships under that name; empty if none does

	differs string // how it differs from the shipped one, in words; empty if it does not
}

// OK reports whether it does not pass for a shipped one that it is not.
func (o *Origin) OK() bool { return o.differs == "" }

// String is what was found, in words.
func (o *Origin) String() string {
	switch {
	case o.Shipped == "":
		return fmt.Sprintf("%s %s: none that ships, nobody here vouches for it", o.Kind, o.Name)
	case o.OK():
		return fmt.Sprintf("%s %s: the shipped one", o.Kind, o.Name)
	}
	return fmt.Sprintf("%s %s: not the shipped one", o.Kind, o.Name)
}

// fault says that it passes for a shipped one; nil if it does not.
func (o *Origin) fault(file string) *Fault {
	if o.OK() {
		return nil
	}
	return &Fault{File: file, What: shipped.Not(o.Kind, o.Name, o.differs)}
}

// against holds it against the digest of the shipped one. Files may be nil; they
// only help to say where the two part.
func (o *Origin) against(shipped string, files fs.FS, theirs []scenarios.File) {
	if o.Shipped = shipped; shipped == o.Digest {
		return
	}
	o.differs = fmt.Sprintf("it has the digest %s, the shipped one %s", short(o.Digest), short(shipped))
	if at := differing(filesIn(files), theirs); at != "" {
		o.differs += ", " + at
	}
}

// scenarioOrigin holds a scenario's digest against the one that ships under its
// id.
func scenarioOrigin(id, digest string, files fs.FS) Origin {
	o := Origin{Kind: "scenario", Name: id, Digest: digest}
	if sc := shipped.Scenario(id); sc != nil {
		o.against(sc.Digest(), files, sc.Files)
	}
	return o
}

// defenceOrigin holds a defence's digest against the one that ships under its
// name, with the changes that the name carries.
func defenceOrigin(name, digest string, sc *scenarios.Scenario, files fs.FS) Origin {
	o := Origin{Kind: "defence", Name: name, Digest: digest}
	shipped, err := bundle.Shipped(name, sc)
	switch {
	case err != nil:
		o.differs = "that one cannot be changed so: " + err.Error()
	case shipped != "":
		base, _, _ := strings.Cut(name, "[")
		theirs, _ := bundle.Files(base) // it was loaded just now
		o.against(shipped, files, filesIn(theirs))
	}
	return o
}

// tariffOrigin holds the prices of a run against those of the shipped scenario, or
// of one's own: that has prices of its own where its tariff has rows. The scenario
// may be nil if it cannot be read.
func tariffOrigin(of *score.Result, own *scenarios.Scenario) Origin {
	o := Origin{Kind: "tariff", Name: of.Harm.Tariff, Digest: of.Harm.TariffDigest}
	sc := shipped.Scenario(of.Scenario.ID)
	ships := sc != nil
	if !ships {
		if sc = own; sc == nil {
			return o
		}
	}
	prices, err := impact.TariffOf(sc)
	if err != nil {
		return o // whoever plays it says why
	}
	o.against(prices.Digest(), nil, nil)
	if o.OK() && o.Name != prices.Version {
		o.differs = "that scenario's has the version " + prices.Version
	}
	if o.OK() && !ships && len(sc.Tariff) > 0 {
		o.Shipped = ""
	}
	return o
}

// filesIn are the files of a folder, as far as they can be read, by name.
func filesIn(folder fs.FS) (list []scenarios.File) {
	if folder == nil {
		return nil
	}
	_ = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if text, err := fs.ReadFile(folder, name); err == nil {
				list = append(list, scenarios.File{Name: name, Data: text})
			}
		}
		return nil
	})
	return list
}

// differing names the first file that is another than in the shipped one, with
// the line; empty if there is none or nothing to compare.
func differing(have, want []scenarios.File) string {
	if len(have) == 0 {
		return ""
	}
	known := make(map[string][]byte, len(want))
	for _, f := range want {
		known[f.Name] = f.Data
	}
	for _, f := range have {
		theirs, there := known[f.Name]
		delete(known, f.Name)
		if !there {
			return f.Name + " is there"
		}
		if n, what, err := firstChange(bytes.NewReader(f.Data), bytes.NewReader(theirs)); err == nil && what != "" {
			return fmt.Sprintf("the first line that differs is %s:%d", f.Name, n+1)
		}
	}
	for _, f := range want {
		if _, left := known[f.Name]; left {
			return f.Name + " is missing"
		}
	}
	return ""
}

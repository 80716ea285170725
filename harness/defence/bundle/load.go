package bundle

import (
	"io/fs"
	"path"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// defenceFile is the file that makes a folder a bundle; aDefence says what it
// holds.
const (
	defenceFile = "defence.yaml"
	aDefence    = "a mapping with name, version and description"
)

// Load reads the defence that a scenario is to be run with: one that ships with
// exdrill by its name, or a bundle by the path of its folder. Errors are
// yamldoc.Errors with their places, or an *yamldoc.UnknownError.
//
// The scenario says how finely its currency is divided and how long the longest
// hold may be. Without one, nil, a bundle that names an amount does not load:
// use Lint to check it.
func Load(nameOrPath string, sc *scenarios.Scenario) (*defence.Defence, error) {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return nil, err
	}
	d, err := load(from, shown, param.TermsOf(sc))
	if err != nil {
		return nil, told(from, shown, err)
	}
	return varied(d, nameOrPath)
}

// locate finds a bundle's folder, and the path that messages show for it.
func locate(nameOrPath string) (from fs.FS, shown string, err error) {
	if base, c, ok := cutChange(nameOrPath); ok {
		if from, shown, err = locate(base); err != nil {
			return nil, "", err
		}
		from, err = overridden(from, shown, c)
		return from, shown + "[" + c.String() + "]", err
	}
	s, err := find(nameOrPath)
	if err == nil {
		s, err = extended(s, nil, new(int))
	}
	return s.FS, s.shown, err
}

func load(from fs.FS, shown string, t param.Terms) (*defence.Defence, error) {
	d := &defence.Defence{}
	if err := readManifest(from, shown, d).Err(); err != nil {
		return nil, err
	}
	if err := watchByRules(d, from, shown, t); err != nil {
		return nil, err
	}
	if d.Watch == nil || param.Exists(from, control.PostureFile) {
		var err error
		if d.Posture, err = control.ReadPosture(from, shown, t); err != nil {
			return nil, err
		}
	}
	if d.Watch != nil && d.Watch.Kind == nobody {
		d.Watch = nil
	}
	var err error
	d.Digest, err = digest(from)
	return d, err
}

// manifest is defence.yaml while it is read.
type manifest struct{ yamldoc.Reader }

// readManifest reads defence.yaml into a defence.
func readManifest(from fs.FS, shown string, d *defence.Defence) *manifest {
	file, entries := param.Open(from, shown, defenceFile, aDefence)
	p := &manifest{file}
	if len(p.Errs) > 0 {
		return p
	}
	p.Keys(entries,
		yamldoc.Key{Name: "name", Read: func(e yamldoc.Entry) { d.Name = p.name(e) }},
		yamldoc.Key{Name: "version", Read: func(e yamldoc.Entry) { d.Version, _ = p.Text(e, "a version such as 1") }},
		yamldoc.Key{Name: "description", Read: func(e yamldoc.Entry) { d.Description, _ = p.Text(e, "a sentence") }},
		yamldoc.Key{Name: extendsKey}, // what it names is there
		yamldoc.Key{Name: "builtin", Read: func(e yamldoc.Entry) { d.Watch = p.builtin(e) }},
		yamldoc.Key{Name: "rules", Read: func(e yamldoc.Entry) { p.stands(from, e, rules.RulesFolder) }},
		yamldoc.Key{Name: "playbook", Read: func(e yamldoc.Entry) { p.stands(from, e, rules.PlaybookFile) }},
		yamldoc.Key{Name: "process"}, yamldoc.Key{Name: "url"}, yamldoc.Key{Name: "image"}, // see outside
		yamldoc.Key{Name: "wall_limit"}, yamldoc.Key{Name: "memory_limit"}, yamldoc.Key{Name: "cpu_limit"}, yamldoc.Key{Name: "needs"})
	p.Require(entries, aDefence, "name", "version", "description")
	p.outside(d, from, entries)
	p.unread(from, d)
	return p
}

// name reads a defence's name: it stands in commands and file names.
func (p *manifest) name(e yamldoc.Entry) string {
	const wanted = "lower-case letters, digits and hyphens"
	s, ok := p.Text(e, wanted)
	if ok && (strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || s[0] == '-' || len(s) > 60) {
		p.Wrong(e, wanted+", at most 60")
	}
	return s
}

func (p *manifest) builtin(e yamldoc.Entry) *defence.Watch {
	s, ok := p.Text(e, yamldoc.Choice(shippedKinds()))
	if !ok {
		return nil
	}
	b := shippedMonitor(s)
	if b == nil {
		p.Unknown(e.Place(), "monitor", s, shippedKinds())
	}
	return b
}

// stands holds a key of defence.yaml that names a file or a folder of the bundle
// against where it stands.
func (p *manifest) stands(from fs.FS, e yamldoc.Entry, want string) {
	s, ok := p.Text(e, want)
	switch {
	case ok && s != want:
		p.Wrong(e, want)
	case ok && !param.Exists(from, want):
		p.Reject(e.Place(), "there is no "+want, "it in the bundle")
	}
}

// unread refuses parts that nobody would read.
func (p *manifest) unread(from fs.FS, d *defence.Defence) {
	at := func(name string) yamldoc.Position {
		return yamldoc.Position{File: path.Join(path.Dir(p.File), name), Line: 1, Column: 1}
	}
	switch {
	case rules.Ruled(from) && d.Watch != nil:
		p.Reject(at(rules.RulesFolder), "there are rules beside another monitor", "one of the two")
	case param.Exists(from, rules.MappingFile) && !rules.Ruled(from):
		p.Reject(at(rules.MappingFile), "there is a mapping without rules", "a folder rules beside it")
	}
}

// watchByRules gives a defence the rules of its bundle, if it has any.
func watchByRules(d *defence.Defence, from fs.FS, shown string, t param.Terms) error {
	if !rules.Ruled(from) {
		return nil
	}
	book, err := rules.Open(from, shown, t)
	if err != nil {
		return err
	}
	d.Watch = &defence.Watch{Kind: rules.Kind, Maker: book}
	return nil
}

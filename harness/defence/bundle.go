package defence

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Files of a bundle.
const (
	defenceFile = "defence.yaml"
	postureFile = "posture.yaml"
)

// aDefence and aPosture say what the files of a bundle hold.
const (
	aDefence = "a mapping with name, version and description"
	aPosture = "a mapping with controls, or a builtin in defence.yaml"
)

// anyUnit stands for the currency where no scenario says which one it is.
var anyUnit = money.Unit{Code: "the currency", Decimals: money.MaxDecimals}

// holdMargin is how long before the end of a run every hold is over.
const holdMargin = 24 * time.Hour

// Load reads the defence that a scenario is to be run with: one that ships with
// exdrill by its name, or a bundle by the path of its folder. Errors are
// scenarios.Errors with their places, or an *UnknownError.
//
// The scenario says how finely its currency is divided and how long the longest
// hold may be. Without one, nil, a bundle that names an amount does not load:
// use Lint to check it.
func Load(nameOrPath string, sc *scenarios.Scenario) (*Defence, error) {
	from, shown, err := locate(nameOrPath)
	if err != nil {
		return nil, err
	}
	d, err := load(from, shown, termsOf(sc))
	if err != nil {
		return nil, err
	}
	return varied(d, nameOrPath)
}

func termsOf(sc *scenarios.Scenario) terms {
	if sc == nil {
		return terms{unit: anyUnit}
	}
	yen, _ := YenOf(sc) // a scenario without is complained of where it is priced
	return terms{
		unit: currencyOf(sc), yen: yen, hold: max(sc.Clock.Tail.Value-holdMargin, 0), bound: true,
		zone: time.Duration(sc.Clock.Zone.Offset) * time.Second,
	}
}

// locate finds a bundle's folder, and the path that messages show for it.
func locate(nameOrPath string) (from fs.FS, shown string, err error) {
	if base, c, ok := cutChange(nameOrPath); ok {
		if from, shown, err = locate(base); err != nil {
			return nil, "", err
		}
		from, err = overlaid(from, shown, c)
		return from, shown + "[" + c.String() + "]", err
	}
	if slices.Contains(library, nameOrPath) {
		return shippedBundle(nameOrPath), nameOrPath, nil
	}
	info, err := os.Stat(nameOrPath)
	isPath := strings.ContainsAny(nameOrPath, `/\`) || strings.HasPrefix(nameOrPath, ".")
	switch {
	case err != nil && !isPath:
		return nil, "", unknownDefence(nameOrPath)
	case err == nil && !info.IsDir():
		nameOrPath = filepath.Dir(nameOrPath)
	}
	return visible{os.DirFS(nameOrPath)}, filepath.ToSlash(nameOrPath), nil
}

func load(from fs.FS, shown string, t terms) (*Defence, error) {
	head := &page{file: path.Join(shown, defenceFile)}
	d := &Defence{}
	head.head(from, d)
	if err := head.complaint(); err != nil {
		return nil, err
	}
	if err := d.watchByRules(from, shown, t); err != nil {
		return nil, err
	}
	posture := &page{file: path.Join(shown, postureFile)}
	if d.watch == nil || exists(from, postureFile) {
		d.posture = posture.posture(from, t)
	}
	if err := posture.complaint(); err != nil {
		return nil, err
	}
	if d.watch != nil && d.watch.name == nobody {
		d.watch = nil
	}
	var err error
	d.Digest, err = digest(from)
	return d, err
}

func exists(from fs.FS, name string) bool {
	_, err := fs.Stat(from, name)
	return err == nil
}

// keys of defence.yaml, in the order in which a person would write them.
var headKeys = []string{"name", "version", "description", "builtin", "rules", "playbook", "process", "url", "image", "wall_limit", "memory_limit"}

// head reads defence.yaml.
func (p *page) head(from fs.FS, d *Defence) {
	entries := p.open(from, defenceFile, aDefence)
	if len(p.errs) > 0 {
		return
	}
	for _, e := range entries {
		switch e.key {
		case "name":
			d.Name = p.name(e)
		case "version":
			d.Version, _ = p.text(e, "a version such as 1")
		case "description":
			d.Description, _ = p.text(e, "a sentence")
		case "builtin":
			d.watch = p.builtin(e)
		case "rules", "playbook":
			p.part(from, e)
		case "process", "url", "image", "wall_limit", "memory_limit": // see outside
		default:
			p.unknown(e.at, "key", e.key, headKeys)
		}
	}
	p.require(entries, aDefence, "name", "version", "description")
	d.outside(from, p, entries)
	p.partless(from, d)
}

// require notes keys that are missing.
func (p *page) require(entries []entry, wanted string, keys ...string) {
	for _, k := range keys {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.key == k }) {
			p.reject(p.top(), k+" is missing", wanted)
		}
	}
}

// name reads a defence's name: it stands in commands and file names.
func (p *page) name(e entry) string {
	const wanted = "lower-case letters, digits and hyphens"
	s, ok := p.text(e, wanted)
	if ok && (strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || s[0] == '-' || len(s) > 60) {
		p.reject(p.place(e), "name is "+short(s), wanted+", at most 60")
	}
	return s
}

func (p *page) builtin(e entry) *builtin {
	s, ok := p.text(e, choice(builtinNames()))
	if !ok {
		return nil
	}
	b := builtinNamed(s)
	if b == nil {
		p.unknown(p.place(e), "monitor", s, builtinNames())
	}
	return b
}

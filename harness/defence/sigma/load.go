package sigma

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Options says what rules may refer to.
type Options struct {
	// Placeholders gives the values of %names% behind the modifier expand.
	Placeholders map[string][]string
	// Mapping is applied to fields, values and log sources of all rules.
	Mapping Mapping
	// Taxonomies are accepted besides sigma, which is that of a rule that names
	// none.
	Taxonomies []string
}

// File is one file of rules: any number of documents.
type File struct {
	Name string // as messages show it
	Data []byte
}

// Set is rules that were loaded together and may refer to each other.
type Set struct {
	rules   []*Rule
	filters []*filter
}

// Rules lists the rules in the order of the files.
func (s *Set) Rules() []*Rule { return append([]*Rule(nil), s.rules...) }

// Load reads rules, correlations and filters. The error is of type
// yamldoc.Errors; the set then holds what is right by itself.
func Load(files []File, o Options) (*Set, error) {
	l := &loader{set: &Set{}}
	for _, f := range files {
		l.r = &reader{Reader: yamldoc.Reader{File: f.Name, Dialect: dialect}, o: &o}
		for _, doc := range l.r.parse(f.Data) {
			l.document(doc)
		}
		l.errs = append(l.errs, l.r.Errs...)
	}
	l.r = &reader{o: &o}
	l.resolve()
	l.errs = append(l.errs, l.r.Errs...)
	return l.set, l.errs.Sorted()
}

// Files reads the files of a folder that end in .yml or .yaml, and of the
// folders in it, but leaves out folders called tests. Shown is the path of the
// folder as messages show it.
func Files(from fs.FS, shown string) (files []File, err error) {
	err = fs.WalkDir(from, ".", func(name string, f fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case f.IsDir() && f.Name() == "tests":
			return fs.SkipDir
		case f.IsDir() || !IsRule(name):
			return nil
		}
		data, err := fs.ReadFile(from, name)
		files = append(files, File{path.Join(shown, name), data})
		return err
	})
	return files, err
}

// IsRule reports whether a file's name is that of rules.
func IsRule(name string) bool {
	ext := path.Ext(name)
	return (ext == ".yml" || ext == ".yaml") && !strings.HasPrefix(path.Base(name), ".")
}

// loader reads documents and joins them.
type loader struct {
	r    *reader
	set  *Set
	errs yamldoc.Errors
}

// Keys of documents. Rules may have keys of their own, so that only those are
// refused that look like one of these.
var (
	commonKeys = []string{
		"title", "id", "name", "related", "taxonomy", "status", "description", "license", "references", "author",
		"date", "modified", "logsource", "fields", "falsepositives", "level", "tags", "scope",
	}
	kindKeys = []string{"detection", "correlation", "filter"}
	moreKeys = []string{"generate"}
)

// statuses that a rule may have. Unsupported says of itself that it cannot be
// used.
var statuses = []string{"stable", "test", "experimental", "deprecated", "unsupported"}

func (l *loader) document(doc *yamldoc.Node) {
	r := l.r
	if doc.Kind != yamldoc.Mapping {
		r.Reject(doc.Pos, "the document is "+doc.Kind.String(), "a Sigma rule: a mapping with title, logsource and detection")
		return
	}
	var kinds []*yamldoc.Entry
	for _, k := range kindKeys {
		if e := doc.Find(k); e != nil {
			kinds = append(kinds, e)
		}
	}
	before := len(r.Errs)
	rule := r.head(doc)
	switch {
	case len(kinds) > 1:
		r.Reject(kinds[1].Pos, kinds[1].Key+" stands beside "+kinds[0].Key, "one of them")
		return
	case len(kinds) == 0:
		if len(r.Errs) == before {
			r.Reject(doc.Pos, "the document has no detection, correlation or filter", "one of them")
		}
		return
	}
	switch kinds[0].Key {
	case "detection":
		rule.Logsource = r.logsource(doc)
		rule.detection = r.detection(kinds[0])
	case "correlation":
		rule.correlation = r.correlation(kinds[0], doc)
	default:
		f := r.filter(kinds[0], doc)
		if len(r.Errs) == before {
			l.set.filters = append(l.set.filters, f)
		}
		return
	}
	if len(r.Errs) == before {
		l.set.rules = append(l.set.rules, rule)
	}
}

// head reads what a document says about itself.
func (r *reader) head(doc *yamldoc.Node) *Rule {
	rule := &Rule{Pos: doc.Pos}
	for i := range doc.Entries {
		e := &doc.Entries[i]
		if e.Value.Kind == yamldoc.Nothing {
			if known(e.Key) {
				r.Reject(e.Pos, e.Key+" is empty", "a value, or the key left out")
			}
			continue
		}
		r.about(rule, e)
	}
	if doc.Find("title") == nil {
		r.Reject(doc.Pos, "title is missing", "a short text that says what the rule finds")
	}
	return rule
}

func known(key string) bool {
	for _, all := range [][]string{commonKeys, kindKeys, moreKeys} {
		for _, k := range all {
			if k == key {
				return true
			}
		}
	}
	return false
}

func (r *reader) about(rule *Rule, e *yamldoc.Entry) {
	switch e.Key {
	case "title":
		rule.Title = r.atMost(e, r.text(e, "a short text"), 256)
	case "id":
		rule.ID = r.text(e, "a unique id")
	case "name":
		rule.Name = r.atMost(e, r.text(e, "a unique name"), 256)
	case "status":
		rule.Status = r.oneOf(e, statuses)
		if rule.Status == "unsupported" {
			r.Reject(e.Value.Pos, "the status is unsupported: the rule says that it cannot be used", "another status")
		}
	case "level":
		rule.Level = r.oneOf(e, Levels())
	case "description":
		rule.Description = r.atMost(e, r.text(e, "a text"), 65_535)
	case "author":
		rule.Author = r.text(e, "a name")
	case "license":
		rule.License = r.text(e, "an SPDX id")
	case "date":
		rule.Date = r.text(e, "a date")
	case "modified":
		rule.Modified = r.text(e, "a date")
	case "taxonomy":
		rule.Taxonomy = r.oneOf(e, append([]string{"sigma"}, r.o.Taxonomies...))
	case "references":
		rule.References = r.texts(e, "a list of texts")
	case "fields":
		rule.Fields = r.texts(e, "a list of fields")
	case "falsepositives":
		rule.FalsePositives = r.texts(e, "a list of texts")
	case "scope":
		rule.Scope = r.texts(e, "a list of texts")
	case "tags":
		rule.Tags = r.tags(e)
	case "related", "logsource", "detection", "correlation", "filter", "generate":
	default:
		r.custom(e)
	}
}

// custom accepts a key of the author's own unless it looks like a mistake.
func (r *reader) custom(e *yamldoc.Entry) {
	all := append(append(append([]string(nil), commonKeys...), kindKeys...), moreKeys...)
	if near := yamldoc.Nearest(e.Key, all); near != "" {
		r.Unknown(e.Pos, "key", e.Key, all)
	}
}

func (r *reader) tags(e *yamldoc.Entry) []string {
	tags := r.texts(e, "a list of tags such as attack.t1078")
	for _, t := range tags {
		space, name, ok := strings.Cut(t, ".")
		const plain = "abcdefghijklmnopqrstuvwxyz0123456789_-"
		if !ok || space == "" || name == "" || strings.Trim(space, plain) != "" || strings.Trim(name, plain+".") != "" {
			r.Reject(e.Value.Pos, "no tag: "+yamldoc.Quoted(t), "a namespace, a point and a name in lower case, such as attack.t1078")
		}
	}
	return tags
}

// logsource reads where a rule's events come from.
func (r *reader) logsource(doc *yamldoc.Node) (l Logsource) {
	e := doc.Find("logsource")
	if e == nil || e.Value.Kind != yamldoc.Mapping {
		at := doc.Pos
		if e != nil {
			at = e.Value.Pos
		}
		r.Reject(at, "logsource is missing", "a mapping with category, product or service")
		return l
	}
	names := []string{"category", "product", "service", "definition"}
	for i := range e.Value.Entries {
		line := &e.Value.Entries[i]
		switch line.Key {
		case "category":
			l.Category = r.text(line, "a category")
		case "product":
			l.Product = r.text(line, "a product")
		case "service":
			l.Service = r.text(line, "a service")
		case "definition":
		default:
			if yamldoc.Nearest(line.Key, names) != "" {
				r.Unknown(line.Pos, "key of logsource", line.Key, names)
			}
		}
	}
	if l == (Logsource{}) {
		r.Reject(e.Pos, "logsource names no category, product or service", "at least one of them")
	}
	return r.o.Mapping.logsource(l)
}

func (l *loader) taken(seen map[string]*Rule, what, name string, rule *Rule) {
	if name == "" {
		return
	}
	if other, ok := seen[name]; ok {
		l.r.Reject(rule.Pos, fmt.Sprintf("the %s %s is taken by the rule at %s", what, yamldoc.Quoted(name), other.Pos), "one rule for each "+what)
		return
	}
	seen[name] = rule
}

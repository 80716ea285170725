package scenarios

import (
	"bytes"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// fileName is the name of the file that declares a scenario.
const fileName = "scenario.yaml"

// documents are the texts of a folder by name, and what each is for.
var documents = [...]struct {
	name, expected string
	optional       bool
}{
	{"brief.ja.md", "what the shift on duty knew, in Japanese", true},
	{"brief.md", "what the shift on duty knew", false},
	{"story.ja.md", "the whole story with its sources, in Japanese", true},
	{"story.md", "the whole story with its sources", false},
}

// Load reads a scenario that ships with this package, by its id. The error is
// an *yamldoc.UnknownError or yamldoc.Errors.
func Load(id string) (*Scenario, error) { return sound(inspect(id)) }

func inspect(id string) (*Scenario, error) {
	ids := IDs()
	if slices.Contains(ids, id) {
		return folder{shipped, id, "scenarios/" + id, id, ""}.inspect()
	}
	return nil, yamldoc.NoneCalled("scenario", id, ids)
}

// LoadDir reads a scenario from a folder, whose name must be its id. The error
// is of type yamldoc.Errors.
func LoadDir(dir string) (*Scenario, error) { return sound(inspectDir(dir)) }

func inspectDir(dir string) (*Scenario, error) {
	id := filepath.Base(dir)
	if whole, err := filepath.Abs(dir); err == nil {
		id = filepath.Base(whole)
	}
	return folder{os.DirFS(dir), ".", filepath.ToSlash(filepath.Clean(dir)), id, dir}.inspect()
}

// LoadFile reads a scenario from a single file, whatever its name and its id.
// It has no brief and no story. The error is of type yamldoc.Errors.
func LoadFile(file string) (*Scenario, error) { return sound(inspectFile(file)) }

func inspectFile(file string) (*Scenario, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, missing(filepath.ToSlash(file), err, "a scenario")
	}
	return inspectText(filepath.ToSlash(file), filepath.Dir(file), src)
}

// Open reads a scenario that is named by its id or by the path of its folder
// or file. An id comes first; "./" makes a path of any name.
func Open(nameOrPath string) (*Scenario, error) { return sound(Inspect(nameOrPath)) }

// Inspect reads a scenario as Open does. Beside the error it gives what it could
// make out of one in which something is wrong, nil for nothing: for whoever has
// more to say about it.
func Inspect(nameOrPath string) (*Scenario, error) {
	s, err := inspect(nameOrPath)
	var unknown *yamldoc.UnknownError
	if !errors.As(err, &unknown) {
		return s, err
	}
	info, gone := os.Stat(nameOrPath)
	switch {
	case gone == nil && info.IsDir():
		return inspectDir(nameOrPath)
	case gone == nil || strings.HasSuffix(nameOrPath, ".yaml") || strings.ContainsAny(nameOrPath, `/\`):
		return inspectFile(nameOrPath)
	}
	return nil, err
}

// sound gives a scenario in which nothing is wrong.
func sound(s *Scenario, err error) (*Scenario, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Parse reads a scenario from memory; the name stands in positions. It may
// extend what ships, and no file. The error is of type yamldoc.Errors.
func Parse(name string, src []byte) (*Scenario, error) { return sound(inspectText(name, "", src)) }

// inspectText reads a scenario from memory that lies in a folder, from which its
// paths go out. What was put together from several files becomes one.
func inspectText(name, dir string, src []byte) (*Scenario, error) {
	root, err := parse(name, src)
	if err != nil {
		return nil, err
	}
	l := &layers{}
	here := name
	if dir != "" {
		here = filepath.Join(dir, filepath.Base(name))
	}
	whole := l.whole(root, dir, []string{here})
	if whole != root {
		root, src = whole, document(whole)
	}
	s := &Scenario{Files: []File{{fileName, src}}}
	l.unknownMarkets(root)
	d := &decoder{lacking: l.lacking, partial: map[Name]bool{}}
	d.fill(root, reflect.ValueOf(s).Elem(), place{})
	s.Leaves, s.Warnings = d.leaves, d.warnings()
	if l.short {
		s.Currency = Name{} // how it is counted may be the base's to say
		return s, slices.Concat(l.errs, d.errs, checkAlone(s, d)).Sorted()
	}
	return s, slices.Concat(l.errs, d.errs, check(s, d)).Sorted()
}

// folder is a scenario's folder in some file system.
type folder struct {
	fs.FS
	dir  string // within the file system
	name string // in positions
	id   string // that the scenario must have
	disk string // the folder on the disk; empty for one that ships
}

func (f folder) inspect() (*Scenario, error) {
	src, err := fs.ReadFile(f, path.Join(f.dir, fileName))
	if err != nil {
		return nil, missing(f.name+"/"+fileName, err, "a scenario")
	}
	s, err := inspectText(f.name+"/"+fileName, f.disk, src)
	errs, _ := err.(yamldoc.Errors)
	if s == nil {
		s = &Scenario{Files: []File{{fileName, src}}}
	}
	if s.ID.Text != f.id && s.ID.Pos.Line > 0 {
		errs = append(errs, &yamldoc.Error{Pos: s.ID.Pos, Problem: "id is " + yamldoc.Quoted(s.ID.Text), Expected: "the name of the folder, " + f.id})
	}
	return s, append(errs, f.texts(s)...).Sorted()
}

// texts adds the documents that a folder has. Files are in the order of their
// names: brief.ja.md, brief.md, scenario.yaml, story.ja.md, story.md.
func (f folder) texts(s *Scenario) (errs yamldoc.Errors) {
	for _, doc := range documents {
		text, err := fs.ReadFile(f, path.Join(f.dir, doc.name))
		switch lacks := missing(f.name+"/"+doc.name, err, doc.expected); {
		case err == nil:
			s.Files = append(s.Files, File{doc.name, text})
		case doc.optional && errors.Is(err, fs.ErrNotExist):
			s.Warnings = append(s.Warnings, lacks...)
		default:
			errs = append(errs, lacks...)
		}
	}
	slices.SortFunc(s.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return errs
}

// missing says that a file cannot be read.
func missing(name string, err error, expected string) yamldoc.Errors {
	problem := "the file cannot be read"
	if errors.Is(err, fs.ErrNotExist) {
		problem = "no such file"
	}
	return yamldoc.Errors{{Pos: yamldoc.Top(name), Problem: problem, Expected: expected}}
}

// File finds one of the scenario's files; empty if it has none of that name.
func (s *Scenario) File(name string) string {
	for i := range s.Files {
		if s.Files[i].Name == name {
			return string(s.Files[i].Data)
		}
	}
	return ""
}

// Brief is what the shift on duty knew, in Markdown; for "ja" in
// Japanese, if there is such a text.
func (s *Scenario) Brief(language string) string { return s.document("brief", language) }

// Story is the whole story with its sources, in Markdown; for "ja" in
// Japanese, if there is such a text.
func (s *Scenario) Story(language string) string { return s.document("story", language) }

func (s *Scenario) document(name, language string) string {
	if text := s.File(name + ".ja.md"); language == "ja" && text != "" {
		return text
	}
	return s.File(name + ".md")
}

// shipped is the folders of the scenarios that are part of the program.
//
//go:embed */scenario.yaml */*.md
var shipped embed.FS

// Entry is one line of List.
type Entry struct {
	ID      string
	Title   Bilingual
	Version int
	Summary Bilingual
}

// IDs gives the ids of the scenarios that ship with this package, sorted.
func IDs() []string {
	entries, err := fs.ReadDir(shipped, ".")
	if err != nil {
		return nil // the root of embedded files is always there
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() { // each holds a scenario: the pattern says so
			ids = append(ids, e.Name())
		}
	}
	return ids
}

// List gives the scenarios that ship with this package, by id. It reads only
// the head of each file. The error is of type yamldoc.Errors.
func List() ([]Entry, error) {
	var list []Entry
	for _, id := range IDs() {
		src, err := fs.ReadFile(shipped, id+"/"+fileName)
		if err != nil {
			return nil, missing("scenarios/"+id+"/"+fileName, err, "a scenario")
		}
		h, err := parseHead("scenarios/"+id+"/"+fileName, src)
		if err != nil {
			return nil, err
		}
		list = append(list, Entry{ID: h.ID.Text, Title: h.Title, Version: h.Version, Summary: h.Summary})
	}
	return list, nil
}

func parseHead(name string, src []byte) (*Head, error) {
	h := &Head{}
	root, err := parse(name, cutHead(src, keysOf(fieldsOf(reflect.TypeFor[Head](), nil))))
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	d.fill(root, reflect.ValueOf(h).Elem(), place{})
	return h, d.errs.Sorted()
}

// cutHead empties all lines but those of the given keys at the left margin,
// and what is indented below them. Parsing takes time by the token; line
// numbers stay as they are.
func cutHead(src []byte, keys []string) []byte {
	var cut bytes.Buffer
	inside := false
	for line := range bytes.Lines(src) {
		if c := line[0]; c != ' ' && c != '\n' && c != '\r' && c != '#' {
			key, _, found := bytes.Cut(line, []byte(":"))
			inside = found && slices.Contains(keys, string(key))
		}
		if inside {
			cut.Write(line)
		} else {
			cut.WriteByte('\n')
		}
	}
	return bytes.TrimRight(cut.Bytes(), "\n")
}

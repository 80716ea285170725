package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// The files of a run folder.
const (
	ManifestFile = "manifest.json"
	ResultFile   = "result.json"
	CommandsFile = "commands.ndjson"
	EventsFile   = "events.ndjson"
	AlertsFile   = "alerts.ndjson"
)

// Manifest lists every other file of a run folder with its hash.
type Manifest struct {
	Schema string            `json:"schema"` // "exdrill.run/v1"
	Engine string            `json:"engine"`
	Venues []string          `json:"venues,omitempty"` // where there are several: what the commands' numbers, from 0, stand for
	Files  map[string]string `json:"files"`            // name -> SHA-256, hexadecimal
}

// Venue is a venue as a folder needs it to write its events.
type Venue struct {
	Name string
	View *defence.View
}

// Folder is a run folder while it is written. It comes into being under a
// hidden name and gets its own when it is complete, so that no half-written
// folder is ever mistaken for a run.
type Folder struct {
	target, work string
	made         []string // folders above it that were made for it, the highest first
	engine       string
	venues       []Venue
	commands     *lines
	events       *lines
	alerts       *lines
	n            uint64
	buffer       []byte
}

// Vacant says what keeps a run folder from being created: something is there
// already, or nothing can be written there. It leaves nothing behind.
func Vacant(target string) error {
	f, err := Create(target, "")
	if err == nil {
		f.Abandon()
	}
	return err
}

// Create begins a run folder for a run of these venues. It is an error if
// something is there already.
func Create(target, engine string, venues ...Venue) (*Folder, error) {
	const wanted = "expected a folder that does not exist yet, where one can be made"
	target = filepath.Clean(target)
	if _, err := os.Lstat(target); err == nil {
		return nil, fmt.Errorf("%s: is there already, %s", target, wanted)
	}
	f := &Folder{target: target, engine: engine, venues: venues}
	err := f.clear()
	if err == nil {
		f.work, err = os.MkdirTemp(filepath.Dir(target), "."+filepath.Base(target)+"-")
	}
	if err != nil {
		f.withdraw()
		return nil, fmt.Errorf("%s: %w, %s", target, cause(err), wanted)
	}
	f.commands, f.events, f.alerts = newLines(f.work, CommandsFile), newLines(f.work, EventsFile), newLines(f.work, AlertsFile)
	return f, nil
}

// clear makes the folders above the run folder that are missing.
func (f *Folder) clear() error {
	parent := filepath.Dir(f.target)
	for dir := parent; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		f.made = slices.Insert(f.made, 0, dir)
	}
	return os.MkdirAll(parent, 0o755)
}

// withdraw removes the folders that clear made, as far as nobody else has put
// anything there.
func (f *Folder) withdraw() {
	for _, dir := range slices.Backward(f.made) {
		if os.Remove(dir) != nil {
			return
		}
	}
}

// cause is what is wrong, without the name of the call that found it.
func cause(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// Record keeps one command, its answer and its events. Events of one of several
// venues say which.
func (f *Folder) Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error {
	f.n++
	f.buffer = appendEnvelope(f.buffer[:0], f.n, e, r)
	if err := f.commands.write(f.buffer); err != nil {
		return err
	}
	for i := range events {
		f.buffer = appendEvent(f.buffer[:0], &events[i], &f.venues[e.Venue], len(f.venues) > 1)
		if err := f.events.write(f.buffer); err != nil {
			return err
		}
	}
	return nil
}

// Alert keeps one finding of the defence.
func (f *Folder) Alert(a *defence.Alert) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return f.alerts.write(append(b, '\n'))
}

// Add puts a file into the folder; name may contain slashes.
func (f *Folder) Add(name string, content []byte) error {
	path := filepath.Join(f.work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// AddTree puts all files of a file system into the folder, below name.
func (f *Folder) AddTree(name string, from fs.FS) error {
	return fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		return f.Add(name+"/"+path, content)
	})
}

// Finish writes the manifest and gives the folder its name.
func (f *Folder) Finish() error {
	for _, l := range []*lines{f.commands, f.events, f.alerts} {
		if err := l.close(); err != nil {
			return err
		}
	}
	m := Manifest{Schema: Schema, Engine: f.engine, Files: make(map[string]string)}
	if len(f.venues) > 1 {
		for _, v := range f.venues {
			m.Venues = append(m.Venues, v.Name)
		}
	}
	err := fs.WalkDir(os.DirFS(f.work), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		m.Files[path], err = hashFile(filepath.Join(f.work, path))
		return err
	})
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := f.Add(ManifestFile, append(text, '\n')); err != nil {
		return err
	}
	if err := os.Chmod(f.work, 0o755); err != nil {
		return err
	}
	if err := os.Rename(f.work, f.target); err != nil {
		return err
	}
	f.made = nil
	return nil
}

// Abandon removes everything written so far. After Finish it does nothing.
func (f *Folder) Abandon() {
	for _, l := range []*lines{f.commands, f.events, f.alerts} {
		l.abandon()
	}
	os.RemoveAll(f.work)
	f.withdraw()
}

func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

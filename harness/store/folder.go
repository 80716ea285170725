package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"

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
	View *defence.Directory
}

// Folder is a run folder while it is written.
type Folder struct {
	work     *Work
	engine   string
	venues   []Venue
	commands *lines
	events   *lines
	alerts   *lines
	n        uint64
	buffer   []byte
}

// Create begins a run folder for a run of these venues. It is an error if
// something is there already.
func Create(target, engine string, venues ...Venue) (*Folder, error) {
	w, err := Begin(target)
	if err != nil {
		return nil, err
	}
	return &Folder{
		work: w, engine: engine, venues: venues,
		commands: newLines(w.path, CommandsFile), events: newLines(w.path, EventsFile), alerts: newLines(w.path, AlertsFile),
	}, nil
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
		f.buffer = AppendEvent(f.buffer[:0], &events[i], &f.venues[e.Venue], len(f.venues) > 1)
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
	path := filepath.Join(f.work.path, filepath.FromSlash(name))
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
	err := fs.WalkDir(os.DirFS(f.work.path), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		m.Files[path], err = hashFile(filepath.Join(f.work.path, path))
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
	return f.work.Finish()
}

// Abandon removes everything written so far. After Finish it does nothing.
func (f *Folder) Abandon() {
	for _, l := range []*lines{f.commands, f.events, f.alerts} {
		l.abandon()
	}
	f.work.Abandon()
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

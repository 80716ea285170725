package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// Venue is a venue as a folder needs it to write its events.
type Venue struct {
	Name      string
	Directory *defence.Directory
}

// VenuesOf are the venues of a run, in the order of their worlds.
func VenuesOf(worlds []*draw.World) (list []Venue) {
	for _, w := range worlds {
		list = append(list, Venue{w.Genesis.Name, defence.DirectoryOf(&w.Genesis)})
	}
	return list
}

// RunWriter writes a run folder.
type RunWriter struct {
	work     *Work
	engine   string
	key      *signature.Key // that signs it; nil for none
	venues   []Venue
	commands *lines
	events   *lines
	alerts   *lines
	n        uint64
	buffer   []byte
}

// Create begins a run folder for a run of these venues. It is an error if
// something is there already.
func Create(target, engine string, venues ...Venue) (*RunWriter, error) {
	w, err := Begin(target)
	if err != nil {
		return nil, err
	}
	return &RunWriter{
		work: w, engine: engine, venues: venues,
		commands: newLines(w.path, CommandsFile), events: newLines(w.path, EventsFile), alerts: newLines(w.path, AlertsFile),
	}, nil
}

// Record keeps one command, its answer and its events. Events of one of several
// venues say which.
func (f *RunWriter) Record(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error {
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
func (f *RunWriter) Alert(a *defence.Alert) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return f.alerts.write(append(b, '\n'))
}

// Add puts a file into the folder; name may contain slashes.
func (f *RunWriter) Add(name string, content []byte) error {
	path := filepath.Join(f.work.path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// AddTree puts all files of a file system into the folder, below name.
func (f *RunWriter) AddTree(name string, from fs.FS) error {
	return os.CopyFS(filepath.Join(f.work.path, filepath.FromSlash(name)), from)
}

// SignWith has Finish sign the folder; nil for nobody.
func (f *RunWriter) SignWith(key *signature.Key) { f.key = key }

// Finish writes the manifest, signs it, and gives the folder its name.
func (f *RunWriter) Finish() error {
	for _, l := range []*lines{f.commands, f.events, f.alerts} {
		if err := l.close(); err != nil {
			return err
		}
	}
	files, err := Hashes(f.work.path, ManifestFile)
	if err != nil {
		return err
	}
	m := Manifest{Schema: Schema, Engine: f.engine, Files: files}
	if len(f.venues) > 1 {
		for _, v := range f.venues {
			m.Venues = append(m.Venues, v.Name)
		}
	}
	text, err := m.text()
	if err != nil {
		return err
	}
	if err := f.Add(ManifestFile, text); err != nil {
		return err
	}
	if f.key != nil {
		if err := Sign(f.work.path, ManifestFile, f.key); err != nil {
			return err
		}
	}
	return f.work.Finish()
}

// Abandon removes everything written so far. After Finish it does nothing.
func (f *RunWriter) Abandon() {
	for _, l := range []*lines{f.commands, f.events, f.alerts} {
		l.abandon()
	}
	f.work.Abandon()
}

// appendEnvelope writes one command with its sender and its answer as a line
// of JSON.
func appendEnvelope(dst []byte, n uint64, e *sim.Envelope, r *mockexchange.Result) []byte {
	dst = strconv.AppendUint(append(dst, `{"n":`...), n, 10)
	if e.Venue != 0 {
		dst = strconv.AppendUint(append(dst, `,"venue":`...), uint64(e.Venue), 10)
	}
	if e.Actor != 0 {
		dst = strconv.AppendUint(append(dst, `,"actor":`...), uint64(e.Actor), 10)
	}
	return append(record.AppendMembers(dst, e.At, &e.Command, r), '}', '\n')
}

// AppendEvent writes an event of a venue as a line of JSON, in the form that
// monitors see; one of several venues stands before it under its name.
func AppendEvent(dst []byte, e *mockexchange.Event, v *Venue, several bool) []byte {
	if !several {
		return telemetry.AppendEvent(dst, e, v.Directory)
	}
	name, _ := json.Marshal(v.Name) // a string always has a JSON form
	dst = append(append(dst, `{"venue":`...), name...)
	brace := len(dst)
	dst = telemetry.AppendEvent(dst, e, v.Directory)
	dst[brace] = ','
	return dst
}

// large is from how many bytes on a file of lines is kept compressed.
const large = 4 << 20

// lines is a file of lines that is written once. It stays in memory until it
// is large; then it goes on as a compressed file.
type lines struct {
	dir, name string
	small     bytes.Buffer
	file      *os.File
	buffer    *bufio.Writer
	zip       *gzip.Writer
}

func newLines(dir, name string) *lines { return &lines{dir: dir, name: name} }

func (l *lines) write(line []byte) error {
	if l.zip != nil {
		_, err := l.zip.Write(line)
		return err
	}
	l.small.Write(line)
	if l.small.Len() < large {
		return nil
	}
	return l.spill()
}

// spill moves what is in memory to a compressed file.
func (l *lines) spill() error {
	f, err := os.Create(filepath.Join(l.dir, l.name+".gz"))
	if err != nil {
		return err
	}
	l.file, l.buffer = f, bufio.NewWriterSize(f, 1<<18)
	if l.zip, err = gzip.NewWriterLevel(l.buffer, gzip.BestSpeed); err != nil {
		return err
	}
	_, err = l.small.WriteTo(l.zip)
	l.small = bytes.Buffer{}
	return err
}

// close finishes the file, small or large.
func (l *lines) close() error {
	if l.zip == nil {
		return os.WriteFile(filepath.Join(l.dir, l.name), l.small.Bytes(), 0o644)
	}
	if err := l.zip.Close(); err != nil {
		return err
	}
	if err := l.buffer.Flush(); err != nil {
		return err
	}
	return l.file.Close()
}

// abandon gives up a file that will not be finished.
func (l *lines) abandon() {
	if l.file != nil {
		l.file.Close()
	}
}

// unzipped closes the file under a decompressor too.
type unzipped struct {
	*gzip.Reader
	file *os.File
}

func (u unzipped) Close() error {
	u.Reader.Close()
	return u.file.Close()
}

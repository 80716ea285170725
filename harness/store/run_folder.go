// Package store keeps runs: one folder a run, with everything that is needed
// to look at it, to recompute it and to notice that somebody changed it.
package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// Schema names the format of a run folder and its version.
const Schema = "exdrill.run/v1"

// The files of a run folder.
const (
	ManifestFile = "manifest.json"
	ResultFile   = "result.json"
	AsideFile    = "stderr.txt" // what a defence that is a program wrote to its standard error, if anything
	CommandsFile = "commands.ndjson"
	EventsFile   = "events.ndjson"
	AlertsFile   = "alerts.ndjson"

	ScenarioFolder = "scenario/"
	DefenceFolder  = "defence/"
)

// Manifest lists every other file of a run folder with its hash.
type Manifest struct {
	Schema string            `json:"schema"` // "exdrill.run/v1"
	Engine string            `json:"engine"`
	Venues []string          `json:"venues,omitempty"` // where there are several: what the commands' numbers, from 0, stand for
	Files  map[string]string `json:"files"`            // name -> SHA-256, hexadecimal
}

// text is the manifest as exdrill spells it.
func (m *Manifest) text() ([]byte, error) {
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}

// RunFolder is the path of a folder that keeps a run.
type RunFolder string

func (f RunFolder) path(name string) string {
	return filepath.Join(string(f), filepath.FromSlash(name))
}

// open opens a file of the folder. One that leads out of it is refused: the
// folder may be a stranger's.
func (f RunFolder) open(name string) (*os.File, error) {
	return os.OpenInRoot(string(f), filepath.FromSlash(name))
}

// Read reads a file of the folder. The error names both.
func (f RunFolder) Read(name string) ([]byte, error) {
	file, err := f.open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path(name), cause(err))
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path(name), cause(err))
	}
	return text, nil
}

// Exists reports whether the folder is one that keeps a run.
func (f RunFolder) Exists() bool {
	_, err := os.Stat(f.path(ManifestFile))
	return err == nil
}

// Result reads the conditions of the run and what came of them.
func (f RunFolder) Result() (*score.Result, error) {
	text, err := f.Read(ResultFile)
	if err != nil {
		return nil, fmt.Errorf("%w, expected the result of a run as `exdrill run --out` keeps it", err)
	}
	r := &score.Result{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s:1:1: %w, expected a result as exdrill writes it", f.path(ResultFile), err)
	}
	return r, nil
}

// Scenario reads the scenario of the run.
func (f RunFolder) Scenario() (*scenarios.Scenario, error) {
	const name = ScenarioFolder + "scenario.yaml"
	src, err := f.Read(name)
	if err != nil {
		return nil, err
	}
	return scenarios.Parse(f.path(name), src)
}

// Unpack copies the scenario into a folder below another, where it bears its
// name and can be loaded: that folder, or the one file in it.
func (f RunFolder) Unpack(r *score.Result, below string) (scenario string, err error) {
	id := r.Scenario.ID
	if id != filepath.Base(id) || id == "." || !filepath.IsLocal(id) {
		return "", fmt.Errorf("%s: the scenario's id is %q, expected a plain name", f.path(ResultFile), id)
	}
	if err := errors.Join(f.ordinary(ScenarioFolder), scenarios.SelfContained(f.path(ScenarioFolder))); err != nil {
		return "", err
	}
	scenario = filepath.Join(below, id)
	if err := os.CopyFS(scenario, os.DirFS(f.path(ScenarioFolder))); err != nil {
		return "", err
	}
	if only, err := filepath.Glob(filepath.Join(scenario, "*")); err == nil && len(only) == 1 {
		return only[0], nil // it was a single file, without texts
	}
	return scenario, nil
}

// ordinary refuses a folder in which something is neither a file nor a folder,
// such as a link, which may lead anywhere.
func (f RunFolder) ordinary(folder string) error {
	return filepath.WalkDir(filepath.Clean(f.path(folder)), func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // whoever needs it says so
		case err == nil && !d.IsDir() && !d.Type().IsRegular():
			return fmt.Errorf("%s: it is no ordinary file", path)
		}
		return err
	})
}

// Defence is the path of the bundle, with the changes that its name carries. It
// may be a stranger's, and is refused if it would have anybody read elsewhere.
func (f RunFolder) Defence(r *score.Result) (string, error) {
	if err := f.ordinary(DefenceFolder); err != nil {
		return "", err
	}
	_, changes := bundle.Unchanged(r.Defence.Name)
	return f.path(DefenceFolder) + changes, bundle.SelfContained(f.path(DefenceFolder))
}

// Open reads a file of lines, compressed or not.
func (f RunFolder) Open(name string) (io.ReadCloser, error) {
	file, err := f.open(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	if file, err = f.open(name + ".gz"); err != nil {
		return nil, fmt.Errorf("%s: no %s there, compressed or not", f, name)
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<18))
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", file.Name(), err)
	}
	return unzipped{z, file}, nil
}

// ErrSpelling means that a manifest says what a manifest says, but not in the
// spelling in which exdrill writes it: somebody has touched it.
var ErrSpelling = errors.New("it is not spelt as exdrill writes it")

// Manifest reads the manifest. It must be spelt as exdrill spells it, byte for
// byte.
func (f RunFolder) Manifest() (*Manifest, error) {
	text, err := f.Read(ManifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no %s there, expected a folder that `exdrill run --out` kept", f, ManifestFile)
	}
	if err != nil {
		return nil, err
	}
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("it is no JSON of a manifest: %w", err)
	}
	if m.Schema != Schema {
		return nil, fmt.Errorf("schema is %q, expected %q", m.Schema, Schema)
	}
	again, err := m.text()
	if err == nil && !bytes.Equal(again, text) {
		err = ErrSpelling
	}
	return m, err
}

// Name is the name under which a file of lines lies there, compressed or not.
func (f RunFolder) Name(name string) string {
	if _, err := os.Lstat(f.path(name)); err == nil {
		return name
	}
	return name + ".gz"
}

// Amend puts a file that is made from the others, such as a page in another
// language, into the folder, and its hash into the manifest. The files that the
// run itself wrote are not for amending.
func (f RunFolder) Amend(name string, content []byte) error {
	if f.Signed() {
		return fmt.Errorf("%s: somebody signed it, and %s would be no part of that, expected another place for it (--output)", f, name)
	}
	path := f.path(ManifestFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return fmt.Errorf("%s: %w, expected the manifest of a run folder", path, err)
	}
	if m.Files == nil {
		m.Files = make(map[string]string)
	}
	sum := sha256.Sum256(content)
	m.Files[name] = hex.EncodeToString(sum[:])
	if text, err = m.text(); err != nil {
		return err
	}
	if err := Replace(f.path(name), content); err != nil {
		return err
	}
	return Replace(path, text)
}

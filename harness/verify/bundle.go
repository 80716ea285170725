package verify

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// BundleSchema names the format of a published benchmark and its version.
const BundleSchema = "exdrill.bundle/v1"

// The files of a bundle.
const (
	bundleFile = "bundle.json"
	storeFile  = "runs.db"
)

// Bundle is a benchmark as it is published: every run, everything that the runs
// were made from, and the command that made them.
type Bundle struct {
	Schema    string            `json:"schema"`
	Engine    string            `json:"engine"`
	Command   []string          `json:"command"` // words, as for a shell
	Runs      int               `json:"runs"`
	Scenarios []Input           `json:"scenarios"`
	Defences  []Input           `json:"defences"`
	Files     map[string]string `json:"files"` // name -> SHA-256, hexadecimal
}

// Input is a scenario or a defence of a bundle.
type Input struct {
	As      string `json:"as"`     // as the command names it
	Name    string `json:"name"`   // as runs call it
	Folder  string `json:"folder"` // within the bundle
	Changes string `json:"changes,omitempty"`
}

// WriteBundle packs the runs of a benchmark's jobs, as far as the store has
// them, into a new zip file, signed where there is a key.
func WriteBundle(target string, p *bench.Plan, jobs []bench.Job, from *runs.Store, command []string, key *signature.Key) error {
	work, err := os.MkdirTemp("", "exdrill-bundle-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b := &Bundle{Schema: BundleSchema, Engine: p.Engine, Command: command}
	if err := b.rows(work, jobs, from); err != nil {
		return err
	}
	if err := b.inputs(work, p); err != nil {
		return err
	}
	if b.Files, err = store.Hashes(work, bundleFile); err != nil {
		return err
	}
	text, err := b.text()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, bundleFile), text, 0o644); err != nil {
		return err
	}
	if key != nil {
		if err := store.Sign(work, bundleFile, key); err != nil {
			return err
		}
	}
	return pack(work, target)
}

// text is bundle.json.
func (b *Bundle) text() ([]byte, error) {
	text, err := json.MarshalIndent(b, "", "  ")
	return append(text, '\n'), err
}

// rows copies the runs of the jobs into a store of their own.
func (b *Bundle) rows(work string, jobs []bench.Job, from *runs.Store) error {
	all, err := bench.RowsOf(jobs, from)
	if err != nil {
		return err
	}
	to, err := runs.Open(filepath.Join(work, storeFile))
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := to.Put(r); err != nil {
			to.Close()
			return err
		}
		b.Runs++
	}
	if err := to.MergeSalts(from); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}

// inputs copies what the runs were made from.
func (b *Bundle) inputs(work string, p *bench.Plan) error {
	for _, name := range p.Scenarios {
		sc, err := drill.Scenario(name)
		if err != nil {
			return err
		}
		in := Input{As: name, Name: sc.ID.Text, Folder: "scenarios/" + sc.ID.Text}
		for _, f := range sc.Files {
			if err := put(work, in.Folder+"/"+f.Name, f.Data); err != nil {
				return err
			}
		}
		b.Scenarios = append(b.Scenarios, in)
		if len(b.Defences) == 0 {
			if err := b.defences(work, p, sc); err != nil {
				return err
			}
		}
	}
	return nil
}

// defences copies the bundles, which are the same for all scenarios. One that
// was named with changes is kept without, and loaded with them again.
func (b *Bundle) defences(work string, p *bench.Plan, sc *scenarios.Scenario) error {
	at := make(map[string]string) // folders, by what was copied there
	for _, name := range p.Defences {
		d, err := bundle.Load(name, sc)
		if err != nil {
			return err
		}
		base, changes := bundle.Unchanged(name)
		if at[base] == "" {
			shown, _, _ := strings.Cut(d.Name, "[")
			if at[base], err = copied(work, "defences/"+shown, base); err != nil {
				return err
			}
		}
		b.Defences = append(b.Defences, Input{As: name, Name: d.Name, Folder: at[base], Changes: changes})
	}
	return nil
}

// copied copies a defence's files into a folder, or into one of a like name if
// there is one already: variants of two defences may bear one name.
func copied(work, folder, defence string) (string, error) {
	files, err := bundle.Files(defence)
	if err != nil {
		return "", err
	}
	free := folder
	for n := 2; ; n++ {
		if _, err := os.Stat(filepath.Join(work, free)); err != nil {
			break
		}
		free = fmt.Sprintf("%s-%d", folder, n)
	}
	return free, os.CopyFS(filepath.Join(work, free), files)
}

// Misnamed lists what of a plan passes for a shipped scenario or defence and is
// another. Nobody who verifies a benchmark will accept it.
func Misnamed(p *bench.Plan) (faults []string, err error) {
	s := newSources()
	note := func(name string, o *Origin) {
		if f := o.fault(name); f != nil {
			faults = append(faults, f.String())
		}
	}
	var first *scenarios.Scenario
	for _, name := range p.Scenarios {
		sc, err := drill.Scenario(name)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = sc
		}
		o, err := s.scenario(sc, name)
		if err != nil {
			return nil, err
		}
		note(name, o)
	}
	for _, name := range p.Defences {
		base, _ := bundle.Unchanged(name)
		o, err := s.defence(name, base, first)
		if err != nil {
			return nil, err
		}
		note(name, o)
	}
	return faults, nil
}

func put(work, name string, content []byte) error {
	to := filepath.Join(work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// pack makes a zip file of a folder, in the order of names. The file is there
// whole or not at all.
func pack(work, target string) error {
	out, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	z := zip.NewWriter(out)
	err = z.AddFS(os.DirFS(work))
	for _, end := range []func() error{z.Close, out.Close} {
		if bad := end(); err == nil {
			err = bad
		}
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(out.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(out.Name(), target)
}

// OpenBundle unpacks a zip file into a folder and holds every file against the
// bundle's list. The error is about a file that is no bundle.
func OpenBundle(file, work string) (*Bundle, []Fault, error) {
	if err := extract(file, work); err != nil {
		return nil, nil, fmt.Errorf("%s: %w, expected a file that `exdrill bench --bundle` wrote", file, err)
	}
	at := filepath.Join(work, bundleFile)
	have, err := os.ReadFile(at)
	b := &Bundle{}
	if err == nil {
		err = json.Unmarshal(have, b)
	}
	if err == nil && b.Schema != BundleSchema {
		err = fmt.Errorf("schema %q", b.Schema)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %s: %w, expected a file that `exdrill bench --bundle` wrote", file, bundleFile, err)
	}
	found, err := store.Hashes(work, bundleFile, bundleFile+signature.Extension)
	if err != nil {
		return nil, nil, err
	}
	faults := against(&store.Manifest{Files: b.Files}, found)
	for i := range faults {
		faults[i].What = strings.ReplaceAll(faults[i].What, store.ManifestFile, bundleFile)
	}
	if want, err := b.text(); err == nil && string(want) != string(have) {
		faults = append(faults, Fault{File: bundleFile, What: store.ErrSpelling.Error()})
	}
	return b, faults, nil
}

// mostUnpacked is how large a file of a bundle may be, in bytes.
const mostUnpacked = 4 << 30

// extract unpacks a zip file. It refuses names that lead out of the folder.
func extract(file, work string) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if !fs.ValidPath(f.Name) || !filepath.IsLocal(filepath.FromSlash(f.Name)) || f.UncompressedSize64 > mostUnpacked {
			return fmt.Errorf("it holds %q, which no bundle does", f.Name)
		}
		if err := extractOne(f, filepath.Join(work, filepath.FromSlash(f.Name))); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

// extractOne unpacks one file, checksum included.
func extractOne(f *zip.File, to string) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, io.LimitReader(in, mostUnpacked))
	if bad := out.Close(); err == nil {
		err = bad
	}
	return err
}

package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Schema names the format of a run folder and its version.
const Schema = "exdrill.run/v1"

// ErrSpelling means that a manifest says what a manifest says, but not in the
// spelling in which exdrill writes it: somebody has touched it.
var ErrSpelling = errors.New("it is not spelt as exdrill writes it")

// ReadManifest reads the manifest of a run folder. It must be spelt as Finish
// spells it, byte for byte.
func ReadManifest(folder string) (*Manifest, error) {
	text, err := os.ReadFile(filepath.Join(folder, ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no %s there, expected a folder that `exdrill run --out` kept", folder, ManifestFile)
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
	again, err := json.MarshalIndent(m, "", "  ")
	if err == nil && !bytes.Equal(append(again, '\n'), text) {
		err = ErrSpelling
	}
	return m, err
}

// Hash is the SHA-256 of a file as manifests write it.
func Hash(path string) (string, error) { return hashFile(path) }

// Name is the name under which a file of lines lies in a run folder, compressed
// or not.
func Name(folder, name string) string {
	if _, err := os.Lstat(filepath.Join(folder, name)); err == nil {
		return name
	}
	return name + ".gz"
}

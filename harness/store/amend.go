package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Amend puts a file that is made from the others, such as a page in another
// language, into a finished run folder, and its hash into the manifest. The
// files that the run itself wrote are not for amending.
func Amend(folder, name string, content []byte) error {
	path := filepath.Join(folder, ManifestFile)
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
	if text, err = json.MarshalIndent(m, "", "  "); err != nil {
		return err
	}
	if err := Replace(filepath.Join(folder, filepath.FromSlash(name)), content); err != nil {
		return err
	}
	return Replace(path, append(text, '\n'))
}

package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/harness/signature"
)

// SignatureFile is the signature of a run folder's manifest, where somebody signed
// it. The manifest has a hash of every other file, so that it is a signature of
// them all.
const SignatureFile = ManifestFile + signature.Extension

// Signed reports whether somebody signed the folder.
func (f RunFolder) Signed() bool {
	_, err := os.Lstat(f.path(SignatureFile))
	return err == nil
}

// Sign puts the signature of a file that lists a folder's others beside it. It
// refuses a folder in which the private key lies.
func Sign(folder, list string, key *signature.Key) error {
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err == nil && key.In(text) {
			err = fmt.Errorf("%s: it holds the private key of --sign, which would be published, expected a key that lies elsewhere", name)
		}
		return err
	})
	if err != nil {
		return err
	}
	path := filepath.Join(folder, list)
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	signed, err := key.Sign(text)
	if err != nil {
		return err
	}
	return Replace(path+signature.Extension, signed)
}

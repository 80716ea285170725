package verify

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

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

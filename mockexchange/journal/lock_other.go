//go:build !unix

package journal

import "os"

// lockFile takes no lock where the system has none that ends with the process:
// there it is up to the user not to start two venues on one journal.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
}

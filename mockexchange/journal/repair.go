package journal

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// repair cuts off the last entry of the log if a crash left it half-written.
// The log itself would refuse to open. Only the last file can be affected: the
// log syncs a file before it begins the next.
func repair(dir string) error {
	path, err := lastSegment(dir)
	if path == "" || err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	good, torn := scan(data)
	switch {
	case good == len(data):
		return nil
	case !torn:
		return fmt.Errorf("%w: %s, byte %d: an entry fails its checksum and others follow",
			ErrCorrupt, filepath.Base(path), good)
	}
	return os.Truncate(path, int64(good))
}

// scan reads entries until the first bad one, and says whether that one looks
// like the end of an interrupted write: it is cut short, it is the last, or
// nothing but zeros follows, which some file systems leave after a power cut.
func scan(data []byte) (good int, torn bool) {
	for good < len(data) {
		size, head := binary.Uvarint(data[good:])
		left := len(data) - good - head
		if head <= 0 || size > uint64(max(left, 0)) {
			return good, true
		}
		end := good + head + int(size)
		if _, ok := unseal(data[good+head : end]); !ok {
			return good, end == len(data) || zeros(data[good:])
		}
		good = end
	}
	return good, false
}

func zeros(data []byte) bool {
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}

// lastSegment finds the newest file of the log; the log names them by the
// number of their first entry, in twenty digits.
func lastSegment(dir string) (path string, err error) {
	files, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return "", err
	}
	for _, f := range files {
		if _, err := strconv.ParseUint(f.Name(), 10, 64); err == nil && len(f.Name()) == 20 {
			path = filepath.Join(dir, f.Name())
		}
	}
	return path, nil
}

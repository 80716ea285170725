package scenarios

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"slices"
)

// Digest is the SHA-256 over the names and contents of files in this order, each
// behind its length in bytes, in hexadecimal. It names a scenario and, over its
// own files, a defence: whoever changes, adds, leaves out or renames one has
// another digest.
func Digest(files iter.Seq[File]) string {
	sum := sha256.New()
	for f := range files {
		for _, part := range [][]byte{[]byte(f.Name), f.Data} {
			sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			sum.Write(part)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Digest is that of the scenario's files, by name.
func (s *Scenario) Digest() string { return Digest(slices.Values(s.Files)) }

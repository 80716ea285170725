// Package onetime is the one-time codes that guard a login: six digits, good for
// half a minute, of a secret that two sides share. Whoever has the secret has the
// codes.
package onetime

import (
	"crypto/sha256"
	"encoding/binary"
)

// Step is how long a code is good, in nanoseconds: half a minute, as in RFC 6238.
const Step = 30 * 1_000_000_000

// Secret is what codes are made of.
type Secret [32]byte

// Code is the code of a secret at a virtual time, in nanoseconds since the Unix
// epoch; from 1 to 999,999.
func Code(s *Secret, now int64) uint32 {
	b := make([]byte, 0, len(s)+8)
	b = append(b, s[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(now/Step))
	d := sha256.Sum256(b)
	return binary.BigEndian.Uint32(d[:])%999_999 + 1
}

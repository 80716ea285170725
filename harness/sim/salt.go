package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Salt is a secret that everything is drawn from beside the seed. Seeds are
// small numbers, and whoever has the program can play them all beforehand; a
// salt that nobody knows cannot be played. The zero value is none.
//
// Whatever prints a salt, with whichever verb, prints its commitment. The secret
// leaves it by Reveal alone.
type Salt struct {
	commitment string
	// secret lies behind two pointers: fmt follows the first one even where no
	// method of ours is called, in a field that is not exported. It is nil if it is
	// not known.
	secret **[]byte
}

// Bounds of a salt's length, in bytes: 128 bits cannot be searched, and more
// than 512 nobody draws.
const (
	FewestSaltBytes = 16
	MostSaltBytes   = 64
)

// Names of what is hashed, so that no hash of one kind is one of another.
const (
	domainCommitment = "exdrill/salt/1"
	domainRoot       = "exdrill/root/1"
)

// CommitmentPrefix stands before commitments: without it one would pass for a
// salt, being as long.
const CommitmentPrefix = "sha256:"

// SaltBytes is the salt of these bytes. The error says why somebody could guess
// them.
func SaltBytes(secret []byte) (Salt, error) {
	switch n := len(secret); {
	case n < FewestSaltBytes:
		return Salt{}, fmt.Errorf("a salt of %d bits, expected at least %d: %d hexadecimal digits", 8*n, 8*FewestSaltBytes, 2*FewestSaltBytes)
	case n > MostSaltBytes:
		return Salt{}, fmt.Errorf("a salt of %d bits, expected at most %d", 8*n, 8*MostSaltBytes)
	case regular(secret):
		return Salt{}, errors.New("a salt with a pattern, which can be guessed, expected one that was drawn")
	}
	kept := append([]byte{}, secret...)
	behind := &kept
	return Salt{commitTo(kept), &behind}, nil
}

// ParseSalt reads hexadecimal digits. Errors never repeat what they were given:
// it may be most of a good salt.
func ParseSalt(digits string) (Salt, error) {
	secret, err := hex.DecodeString(digits)
	switch {
	case errors.Is(err, hex.ErrLength):
		return Salt{}, fmt.Errorf("a salt of %d hexadecimal digits, expected an even number, at least %d", len(digits), 2*FewestSaltBytes)
	case err != nil:
		return Salt{}, fmt.Errorf("a salt that is no hexadecimal number, expected at least %d digits (%d bits)", 2*FewestSaltBytes, 8*FewestSaltBytes)
	}
	return SaltBytes(secret)
}

// SealedSalt is a salt of which nothing but the commitment is known. Runs can be
// named with it, and none can be made.
func SealedSalt(commitment string) (Salt, error) {
	digits, ok := strings.CutPrefix(commitment, CommitmentPrefix)
	sum, err := hex.DecodeString(digits)
	if !ok || err != nil || len(sum) != sha256.Size || digits != strings.ToLower(digits) {
		return Salt{}, fmt.Errorf("%.80q is no commitment, expected %s and %d hexadecimal digits", commitment, CommitmentPrefix, 2*sha256.Size)
	}
	return Salt{commitment: commitment}, nil
}

// OpenSalt is the salt of these hexadecimal digits. The error says that it is
// not the one that the commitment was made for.
func OpenSalt(commitment, digits string) (Salt, error) {
	s, err := ParseSalt(digits)
	if err == nil && s.commitment != commitment {
		err = fmt.Errorf("this salt has the commitment %s, expected that of %s", s, commitment)
	}
	return s, err
}

// IsCommitment reports whether a text looks like a commitment.
func IsCommitment(text string) bool { return strings.HasPrefix(text, CommitmentPrefix) }

// regular reports whether bytes look typed rather than drawn: few different
// ones, or few different steps from one to the next. Of 2^33 drawn salts of 16
// bytes it takes about one for typed; that one is drawn anew.
func regular(secret []byte) bool {
	values, steps := make(map[byte]bool), make(map[byte]bool)
	for i, b := range secret {
		values[b] = true
		if i > 0 {
			steps[b-secret[i-1]] = true
		}
	}
	return len(values) <= 8 || len(steps) <= 4
}

// commitTo is SHA-256 over the domain, a zero byte, the length of the salt in
// bytes as 16 bits, high byte first, and the salt. It binds, because nobody finds
// two texts of one hash, and it hides, because 128 bits cannot be searched. The
// length makes every encoding the beginning of no other.
func commitTo(secret []byte) string {
	text := append([]byte(domainCommitment), 0)
	text = binary.BigEndian.AppendUint16(text, uint16(len(secret)))
	sum := sha256.Sum256(append(text, secret...))
	return CommitmentPrefix + hex.EncodeToString(sum[:])
}

// IsNone reports whether there is no salt.
func (s Salt) IsNone() bool { return s.commitment == "" }

// IsSealed reports whether there is one that nobody here knows.
func (s Salt) IsSealed() bool { return s.commitment != "" && s.secret == nil }

// Commitment is what can be published of a salt before anybody may know it;
// empty for none. Whoever is shown the salt later can check that it is the one.
func (s Salt) Commitment() string { return s.commitment }

// Reveal is the salt in hexadecimal digits: the secret. It is empty for none and
// for one that is not known.
func (s Salt) Reveal() string {
	if s.secret == nil {
		return ""
	}
	return hex.EncodeToString(**s.secret)
}

// String is the commitment.
func (s Salt) String() string { return s.commitment }

// GoString is the commitment, quoted.
func (s Salt) GoString() string { return fmt.Sprintf("%q", s.commitment) }

// MarshalText is the commitment, for JSON.
func (s Salt) MarshalText() ([]byte, error) { return []byte(s.commitment), nil }

// Root is the stream that all of a purpose is drawn from. Without a salt it
// follows from seed and purpose. With one its 128 bits are the first of
// HMAC-SHA256, keyed by the salt, over the domain, a zero byte, the seed as 64
// bits, high byte first, and the purpose: whoever works out the stream of one
// seed, from what a run shows, knows nothing of that of another. It panics for a
// salt that is not known; see IsSealed.
func (s Salt) Root(seed uint64, purpose string) Stream {
	if s.IsNone() {
		return NewStream(seed, 0, Purpose(purpose))
	}
	if s.IsSealed() {
		panic("a stream of a salt that is not known")
	}
	mac := hmac.New(sha256.New, **s.secret)
	text := binary.BigEndian.AppendUint64(append([]byte(domainRoot), 0), seed)
	mac.Write(append(text, purpose...))
	sum := mac.Sum(nil)
	return Stream{*rand.NewPCG(binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:]))}
}

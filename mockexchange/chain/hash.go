package chain

import (
	"encoding/hex"
	"fmt"
)

// Hash identifies a transaction or a block.
type Hash [32]byte

// String is the hash in hex, 64 lower-case digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Text is the hash as block explorers print it; empty for the zero hash.
func (h Hash) Text() string {
	if h == (Hash{}) {
		return ""
	}
	return h.String()
}

// MarshalText writes the hash as String does.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText reads 64 hex digits.
func (h *Hash) UnmarshalText(text []byte) error { return decodeHex(h[:], text, "hash") }

// decodeHex fills dst from hex text of exactly its length. Upper-case digits
// are refused, so that one value has one text.
func decodeHex(dst, text []byte, what string) error {
	if len(text) != hex.EncodedLen(len(dst)) {
		return fmt.Errorf("%s: %d characters, expected %d hex digits", what, len(text), hex.EncodedLen(len(dst)))
	}
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return fmt.Errorf("%s: %q, expected lower-case hex digits", what, c)
		}
	}
	_, err := hex.Decode(dst, text)
	return err
}

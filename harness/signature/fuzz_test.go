package signature

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"testing"
)

// FuzzCheck looks for a signature that is accepted and was never made.
func FuzzCheck(f *testing.F) {
	key := &Key{private: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}
	text := []byte("text")
	signed, err := key.Sign(text)
	if err != nil {
		f.Fatal(err)
	}
	block, _ := pem.Decode(signed)
	f.Add(text, block.Bytes)
	f.Add([]byte("other"), []byte(magic))
	f.Fuzz(func(t *testing.T, other, blob []byte) {
		by, err := Check(other, pem.EncodeToMemory(&pem.Block{Type: armour, Bytes: blob}))
		if err == nil && bytes.Equal(by, key.Public()) && !(bytes.Equal(other, text) && bytes.Equal(blob, block.Bytes)) {
			t.Fatalf("%q accepted for %q", blob, other)
		}
		_, _ = Check(text, blob)
	})
}

// FuzzKeys looks for files that make the readers of keys panic, or that are taken
// for a private and a public key at once.
func FuzzKeys(f *testing.F) {
	f.Add([]byte("ssh-ed25519 AAAA"))
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, bad := parseKeys(text)
		key, err := parseKey(text)
		if (bad == nil) == (len(keys) == 0) || (err == nil) == (key == nil) || bad == nil && err == nil {
			t.Fatalf("%v, %v; %v, %v", keys, bad, key, err)
		}
	})
}

package chain

import (
	"bytes"
	"crypto/ed25519"
)

const domainKey = "exdrill/key/1"

// Key is a private key: whoever holds it can spend. It is plain data that may
// be copied. The Ed25519 material costs some 28 µs and is made when first
// needed, so a venue can own thousands of keys that never sign; for that
// reason one Key value must not be used by two goroutines at a time.
type Key struct {
	seed    [ed25519.SeedSize]byte
	private ed25519.PrivateKey // nil until first needed
}

// DeriveKey names the index-th key of a label, such as "hot/btc", under a
// venue's seed. Chains that must not share keys use labels of their own.
func DeriveKey(seed uint64, label string, index uint32) Key {
	return NewKey(derive(domainKey, seed, label, index))
}

// NewKey is the key of an Ed25519 seed, for instance one that a thief copied.
func NewKey(seed [ed25519.SeedSize]byte) Key { return Key{seed: seed} }

// Seed is the secret itself: NewKey makes the same key of it elsewhere.
func (k *Key) Seed() [ed25519.SeedSize]byte { return k.seed }

// Public is the key that others may know.
func (k *Key) Public() ed25519.PublicKey {
	return bytes.Clone(k.material()[ed25519.SeedSize:])
}

// Address is where money goes that this key alone releases.
func (k *Key) Address() Address { return Single(k).Address() }

func (k *Key) material() ed25519.PrivateKey {
	if k.private == nil {
		k.private = ed25519.NewKeyFromSeed(k.seed[:])
	}
	return k.private
}

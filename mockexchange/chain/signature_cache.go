package chain

import (
	"crypto/ed25519"
	"sync"
)

// SignatureCache remembers signatures that were made or found good, because
// twins of a run sign the same transactions again. It is a cache and nothing
// else: no answer depends on what it remembers. Several runs may use one at the
// same time, and a nil SignatureCache works and remembers nothing.
type SignatureCache struct {
	mu   sync.Mutex
	good map[consent][ed25519.SignatureSize]byte
}

// consent is what a signature attests: this key agrees to this transaction.
type consent struct {
	key [ed25519.PublicKeySize]byte
	id  Hash
}

// maxSignatures bounds the cache, at some 150 bytes each, for nodes that live
// long.
const maxSignatures = 1 << 20

// NewSignatureCache returns an empty cache.
func NewSignatureCache() *SignatureCache {
	return &SignatureCache{good: map[consent][ed25519.SignatureSize]byte{}}
}

// Sign adds the keys' signatures to a transaction, as Transaction.Sign does,
// and remembers them. Ed25519 gives the same signature every time.
func (cache *SignatureCache) Sign(t *Transaction, keys ...*Key) {
	id := t.ID()
	for _, k := range keys {
		public := k.Public()
		c := consent{key: [ed25519.PublicKeySize]byte(public), id: id}
		value, ok := cache.recall(c)
		if !ok {
			value = [ed25519.SignatureSize]byte(ed25519.Sign(k.material(), id[:]))
			cache.remember(c, value)
		}
		t.Signatures = append(t.Signatures, Signature{Key: public, Value: value[:]})
	}
}

// verify is true if s is a good signature of a transaction's id.
func (cache *SignatureCache) verify(id Hash, s Signature) bool {
	if len(s.Key) != ed25519.PublicKeySize || len(s.Value) != ed25519.SignatureSize {
		return false
	}
	c := consent{key: [ed25519.PublicKeySize]byte(s.Key), id: id}
	value := [ed25519.SignatureSize]byte(s.Value)
	if known, ok := cache.recall(c); ok && known == value {
		return true
	}
	if !ed25519.Verify(s.Key, id[:], s.Value) {
		return false
	}
	cache.remember(c, value)
	return true
}

func (cache *SignatureCache) recall(c consent) (value [ed25519.SignatureSize]byte, ok bool) {
	if cache == nil {
		return value, false
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	value, ok = cache.good[c]
	return value, ok
}

func (cache *SignatureCache) remember(c consent, value [ed25519.SignatureSize]byte) {
	if cache == nil {
		return
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if len(cache.good) < maxSignatures {
		cache.good[c] = value
	}
}

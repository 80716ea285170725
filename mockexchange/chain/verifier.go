package chain

import (
	"crypto/ed25519"
	"sync"
)

// Verifier remembers signatures that were made or found good, because twins of
// a run sign the same transactions again. It is a memo and nothing else: no
// answer depends on what it remembers. Several runs may use one at the same
// time, and a nil Verifier works and remembers nothing.
type Verifier struct {
	mu   sync.Mutex
	good map[consent][ed25519.SignatureSize]byte
}

// consent is what a signature attests: this key agrees to this transaction.
type consent struct {
	key [ed25519.PublicKeySize]byte
	id  Hash
}

// remembered bounds the memo, at some 150 bytes each, for nodes that live long.
const remembered = 1 << 20

// NewVerifier returns an empty memo.
func NewVerifier() *Verifier {
	return &Verifier{good: map[consent][ed25519.SignatureSize]byte{}}
}

// Sign adds the keys' signatures to a transaction, as Transaction.Sign does,
// and remembers them. Ed25519 gives the same signature every time.
func (v *Verifier) Sign(t *Transaction, keys ...*Key) {
	id := t.ID()
	for _, k := range keys {
		public := k.Public()
		c := consent{key: [ed25519.PublicKeySize]byte(public), id: id}
		value, ok := v.recall(c)
		if !ok {
			value = [ed25519.SignatureSize]byte(ed25519.Sign(k.material(), id[:]))
			v.remember(c, value)
		}
		t.Signatures = append(t.Signatures, Signature{Key: public, Value: value[:]})
	}
}

// verify is true if s is a good signature of a transaction's id.
func (v *Verifier) verify(id Hash, s Signature) bool {
	if len(s.Key) != ed25519.PublicKeySize || len(s.Value) != ed25519.SignatureSize {
		return false
	}
	c := consent{key: [ed25519.PublicKeySize]byte(s.Key), id: id}
	value := [ed25519.SignatureSize]byte(s.Value)
	if known, ok := v.recall(c); ok && known == value {
		return true
	}
	if !ed25519.Verify(s.Key, id[:], s.Value) {
		return false
	}
	v.remember(c, value)
	return true
}

func (v *Verifier) recall(c consent) (value [ed25519.SignatureSize]byte, ok bool) {
	if v == nil {
		return value, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	value, ok = v.good[c]
	return value, ok
}

func (v *Verifier) remember(c consent, value [ed25519.SignatureSize]byte) {
	if v == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.good) < remembered {
		v.good[c] = value
	}
}

package chain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
)

const domainPolicy = "exdrill/policy/1"

// MaxPolicyKeys is how many keys a policy may name: those of as many signers as
// any venue has, and as many again of a co-signer without whom none may sign.
const MaxPolicyKeys = 32

// Policy says whose signatures release money: M of Keys. The order of Keys
// does not matter to the address.
type Policy struct {
	M    int
	Keys []ed25519.PublicKey
}

// Single is the policy of one key alone.
func Single(k *Key) Policy {
	return Policy{M: 1, Keys: []ed25519.PublicKey{k.Public()}}
}

// Address is the hash of the policy, and the zero address for a policy that no
// signatures could ever satisfy or that names a key twice.
func (p Policy) Address() Address {
	if !p.sound() {
		return Address{}
	}
	buf := make([]byte, 0, 64)
	buf = append(buf, domainPolicy...)
	buf = append(buf, byte(p.M), byte(len(p.Keys)))
	for _, key := range p.sorted() {
		buf = append(buf, key...)
	}
	sum := sha256.Sum256(buf)
	return Address(sum[:len(Address{})])
}

// sound is true if the policy can be met and each key in it counts once.
func (p Policy) sound() bool {
	if p.M < 1 || p.M > len(p.Keys) || len(p.Keys) > MaxPolicyKeys {
		return false
	}
	for i, key := range p.Keys {
		if len(key) != ed25519.PublicKeySize || p.index(key) != i {
			return false
		}
	}
	return true
}

// index finds a key in the policy, or -1.
func (p Policy) index(key ed25519.PublicKey) int {
	return slices.IndexFunc(p.Keys, func(k ed25519.PublicKey) bool { return bytes.Equal(k, key) })
}

func (p Policy) sorted() []ed25519.PublicKey {
	if len(p.Keys) == 1 {
		return p.Keys
	}
	keys := slices.Clone(p.Keys)
	slices.SortFunc(keys, func(a, b ed25519.PublicKey) int { return bytes.Compare(a, b) })
	return keys
}

package chain

import "crypto/ed25519"

// authorise is nil if every owner's policy is given and met. Nothing else in
// the chain decides who may spend.
//
// A transaction carries no more than it needs: a policy that no spent money
// demands, or a signature of a key that no policy names, is refused, so that
// nobody can pad what others signed into something that looks different.
func (n *Node) authorise(t *Transaction, id Hash, owners []Address) error {
	if err := demanded(t.Policies, owners); err != nil {
		return err
	}
	signed, err := signers(t)
	if err != nil {
		return err
	}
	for _, p := range t.Policies {
		if have := p.count(signed); have < p.M {
			return refuse(ErrSignature, "%d of %d signatures for %s", have, p.M, p.Address())
		}
	}
	for _, s := range t.Signatures {
		if !n.signatures.verify(id, s) {
			return refuse(ErrSignature, "the one by key %x is wrong", []byte(s.Key))
		}
	}
	return nil
}

// demanded matches policies with owners, one to one.
func demanded(policies []Policy, owners []Address) error {
	want := make(map[Address]bool, len(owners))
	for _, a := range owners {
		want[a] = true
	}
	for _, p := range policies {
		a := p.Address()
		if a == (Address{}) {
			return refuse(ErrMalformed, "a policy of %d of %d keys, or with a key twice", p.M, len(p.Keys))
		}
		if !want[a] {
			return refuse(ErrSignature, "nothing of %s is spent", a)
		}
		delete(want, a)
	}
	for _, a := range owners {
		if want[a] {
			return refuse(ErrSignature, "the policy of %s is missing", a)
		}
	}
	return nil
}

// signers lists the keys that signed, each once and each named by a policy.
func signers(t *Transaction) (map[publicKey]bool, error) {
	named := make(map[publicKey]bool, len(t.Policies))
	for _, p := range t.Policies {
		for _, key := range p.Keys {
			named[publicKey(key)] = true
		}
	}
	signed := make(map[publicKey]bool, len(t.Signatures))
	for _, s := range t.Signatures {
		if len(s.Key) != ed25519.PublicKeySize || len(s.Value) != ed25519.SignatureSize {
			return nil, refuse(ErrMalformed, "a signature of %d bytes by a key of %d", len(s.Value), len(s.Key))
		}
		key := publicKey(s.Key)
		if signed[key] {
			return nil, refuse(ErrMalformed, "key %x signs twice", key)
		}
		if !named[key] {
			return nil, refuse(ErrSignature, "key %x has no say", key)
		}
		signed[key] = true
	}
	return signed, nil
}

// count is how many of the policy's keys signed.
func (p Policy) count(signed map[publicKey]bool) int {
	have := 0
	for _, key := range p.Keys {
		if signed[publicKey(key)] {
			have++
		}
	}
	return have
}

package chain

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// The JSON of a transaction, with keys and signatures as hex. Fields of the
// other model are left out.
type wireTransaction struct {
	From       Address         `json:"from,omitzero"`
	Nonce      uint64          `json:"nonce,omitempty"`
	Inputs     []OutPoint      `json:"inputs,omitempty"`
	Outputs    []Output        `json:"outputs,omitempty"`
	NewOwner   Address         `json:"new_owner,omitzero"`
	Fee        int64           `json:"fee"`
	Policies   []wirePolicy    `json:"policies,omitempty"`
	Signatures []wireSignature `json:"signatures,omitempty"`
}

type wirePolicy struct {
	M    int         `json:"m"`
	Keys []publicKey `json:"keys"`
}

type wireSignature struct {
	Key   publicKey      `json:"key"`
	Value signatureValue `json:"value"`
}

type (
	publicKey      [ed25519.PublicKeySize]byte
	signatureValue [ed25519.SignatureSize]byte
)

func (k publicKey) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

func (k *publicKey) UnmarshalText(text []byte) error { return decodeHex(k[:], text, "public key") }

func (s signatureValue) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

func (s *signatureValue) UnmarshalText(text []byte) error { return decodeHex(s[:], text, "signature") }

// MarshalJSON writes the transaction with all bytes as lower-case hex. It
// fails if a key or signature has the wrong length.
func (t Transaction) MarshalJSON() ([]byte, error) {
	w := wireTransaction{From: t.From, Nonce: t.Nonce, Inputs: t.Inputs, Outputs: t.Outputs, NewOwner: t.NewOwner, Fee: t.Fee}
	for _, p := range t.Policies {
		keys := make([]publicKey, len(p.Keys))
		for i, key := range p.Keys {
			if len(key) != len(keys[i]) {
				return nil, fmt.Errorf("public key of %d bytes, expected %d", len(key), len(keys[i]))
			}
			keys[i] = publicKey(key)
		}
		w.Policies = append(w.Policies, wirePolicy{M: p.M, Keys: keys})
	}
	for _, s := range t.Signatures {
		if len(s.Key) != len(publicKey{}) || len(s.Value) != len(signatureValue{}) {
			return nil, fmt.Errorf("signature of %d bytes by a key of %d", len(s.Value), len(s.Key))
		}
		w.Signatures = append(w.Signatures, wireSignature{publicKey(s.Key), signatureValue(s.Value)})
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON writes. Whether the transaction makes
// sense is for Submit to say.
func (t *Transaction) UnmarshalJSON(data []byte) error {
	var w wireTransaction
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("transaction: %w", err)
	}
	*t = Transaction{From: w.From, Nonce: w.Nonce, Inputs: w.Inputs, Outputs: w.Outputs, NewOwner: w.NewOwner, Fee: w.Fee}
	for _, p := range w.Policies {
		keys := make([]ed25519.PublicKey, len(p.Keys))
		for i := range p.Keys {
			keys[i] = p.Keys[i][:]
		}
		t.Policies = append(t.Policies, Policy{M: p.M, Keys: keys})
	}
	for i := range w.Signatures {
		s := &w.Signatures[i]
		t.Signatures = append(t.Signatures, Signature{Key: s.Key[:], Value: s.Value[:]})
	}
	return nil
}

// UnmarshalJSON reads a block as encoding/json writes it, and refuses one that
// lacks one of its transactions.
func (b *Block) UnmarshalJSON(data []byte) error {
	type plain Block // without this method
	var w plain
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("block: %w", err)
	}
	*b = Block(w)
	for _, t := range b.Transactions {
		if t == nil {
			return errors.New("block: a transaction is null")
		}
		b.ids = append(b.ids, t.ID())
	}
	b.id = b.hash()
	return nil
}

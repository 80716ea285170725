// Package signature signs what exdrill publishes with an Ed25519 key, and checks
// such signatures. It has no format of its own: signatures are those of
// `ssh-keygen -Y sign` (OpenSSH, PROTOCOL.sshsig) in the namespace exdrill, keys
// those that ssh-keygen and openssl make. Whoever does not trust exdrill's word
// checks without it:
//
//	ssh-keygen -Y verify -f allowed_signers -I NAME -n exdrill -s manifest.json.sig < manifest.json
package signature

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"
)

// Extension is how the name of a signature's file ends, after that of the file
// that it is about.
const Extension = ".sig"

// Namespace tells exdrill's signatures from all others that a key makes: one that
// somebody gave for something else is none of these.
const Namespace = "exdrill"

// Words of the format.
const (
	armour  = "SSH SIGNATURE"
	magic   = "SSHSIG"
	hash    = "sha512"
	version = 1
)

// envelope is a signature behind its magic word.
type envelope struct {
	Version   uint32
	Key       []byte
	Namespace string
	Reserved  string
	Hash      string
	Signature []byte
}

// statement is what is really signed.
type statement struct {
	Namespace string
	Reserved  string
	Hash      string
	Sum       []byte
}

func statementOf(text []byte) []byte {
	sum := sha512.Sum512(text)
	return append([]byte(magic), ssh.Marshal(statement{Namespace, "", hash, sum[:]})...)
}

// Sign is the signature of a text, to be kept beside it. The same key and the
// same text give the same signature.
func (k *Key) Sign(text []byte) ([]byte, error) {
	by, err := ssh.NewSignerFromKey(k.private)
	if err != nil {
		return nil, err
	}
	signed, err := by.Sign(rand.Reader, statementOf(text))
	if err != nil {
		return nil, err
	}
	blob := append([]byte(magic), ssh.Marshal(envelope{version, by.PublicKey().Marshal(), Namespace, "", hash, ssh.Marshal(signed)})...)
	return pem.EncodeToMemory(&pem.Block{Type: armour, Bytes: blob}), nil
}

// Why a signature is not accepted, beside what is wrong with its form.
var (
	// ErrForged means that the signature is not one of this text: the text was
	// changed, or the signature belongs to another.
	ErrForged = errors.New("the signature does not fit: what it signed was another text")
	errNone   = errors.New("it is no signature, expected one as `ssh-keygen -Y sign -n " + Namespace + "` writes it")
)

// Check finds out who signed a text. That he did is certain then; who he is, is
// not: see [Keys.Names].
func Check(text, signature []byte) (PublicKey, error) {
	block, rest := pem.Decode(signature)
	if block == nil || block.Type != armour || len(block.Headers) > 0 || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errNone
	}
	blob, ok := bytes.CutPrefix(block.Bytes, []byte(magic))
	var e envelope
	if !ok || ssh.Unmarshal(blob, &e) != nil || e.Version != version {
		return nil, errNone
	}
	if e.Namespace != Namespace || e.Hash != hash || e.Reserved != "" {
		return nil, fmt.Errorf("a signature in the namespace %q over %q, expected %s over %s", e.Namespace, e.Hash, Namespace, hash)
	}
	var signed ssh.Signature
	key, err := ssh.ParsePublicKey(e.Key)
	if err != nil || ssh.Unmarshal(e.Signature, &signed) != nil {
		return nil, errNone
	}
	public, err := ed25519Of(key)
	if err != nil {
		return nil, err
	}
	if signed.Format != ssh.KeyAlgoED25519 || len(signed.Rest) > 0 || !ed25519.Verify(ed25519.PublicKey(public), statementOf(text), signed.Blob) {
		return nil, ErrForged
	}
	return public, nil
}

package signature

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// How a key is made, for messages.
const (
	makeKey    = "`ssh-keygen -t ed25519 -N '' -f KEYFILE` makes one"
	makePublic = "`ssh-keygen -t ed25519` writes it to KEYFILE.pub"
)

// Key is a private key. It stays in its file: nothing of it is in what it signs.
type Key struct {
	private ed25519.PrivateKey
	file    []byte // as it was read
}

// PublicKey is who signed.
type PublicKey []byte

// ReadKey reads a private key of OpenSSH or PKCS#8 (PEM, RFC 5958) without a
// passphrase. The error names the file and says what was expected.
func ReadKey(path string) (*Key, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w, expected a private Ed25519 key; %s", err, makeKey)
	}
	k, err := parseKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return k, nil
}

func parseKey(text []byte) (*Key, error) {
	if keys, _ := parseKeys(text); len(keys) > 0 {
		return nil, errors.New("it is a public key, expected the private one, whose file has the same name without .pub")
	}
	found, err := ssh.ParseRawPrivateKey(text)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) || bytes.Contains(text, []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
		return nil, errors.New("it has a passphrase, which is not asked for, expected a copy without: `ssh-keygen -p -N '' -f COPY`")
	}
	if err != nil {
		return nil, errors.New("it is no private key of OpenSSH or PKCS#8, expected one of Ed25519; " + makeKey)
	}
	switch key := found.(type) {
	case *ed25519.PrivateKey:
		return &Key{*key, text}, nil
	case ed25519.PrivateKey:
		return &Key{key, text}, nil
	}
	return nil, fmt.Errorf("it is a key of %s, expected one of Ed25519; %s", kindOf(found), makeKey)
}

// kindOf is the kind of a key in words, such as rsa.
func kindOf(key any) string {
	name, _, _ := strings.Cut(strings.TrimLeft(fmt.Sprintf("%T", key), "*"), ".")
	return name
}

// Public is what others check the signatures with.
func (k *Key) Public() PublicKey {
	public, _ := k.private.Public().(ed25519.PublicKey)
	return PublicKey(public)
}

// In reports whether a file holds the private key, which is not to be published.
func (k *Key) In(file []byte) bool { return bytes.Contains(file, bytes.TrimSpace(k.file)) }

// String is the key's fingerprint, as `ssh-keygen -l` prints it.
func (p PublicKey) String() string {
	key, err := ssh.NewPublicKey(ed25519.PublicKey(p))
	if err != nil {
		return "no key"
	}
	return ssh.FingerprintSHA256(key)
}

// Keys are the public keys that somebody trusts.
type Keys []PublicKey

// Names reports whether a key is one of them.
func (k Keys) Names(p PublicKey) bool {
	return slices.ContainsFunc(k, func(o PublicKey) bool { return bytes.Equal(o, p) })
}

// String lists their fingerprints.
func (k Keys) String() string {
	var all []string
	for _, p := range k {
		all = append(all, p.String())
	}
	return strings.Join(all, " or ")
}

// ReadKeys reads public keys: lines as OpenSSH writes them into .pub files, or PEM
// (RFC 8410). The error has the place, and says what was expected.
func ReadKeys(path string) (Keys, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w, expected a public Ed25519 key; %s", err, makePublic)
	}
	keys, err := parseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return keys, nil
}

// parseKeys reads public keys. Errors begin with line and column.
func parseKeys(text []byte) (keys Keys, err error) {
	if bytes.Contains(text, []byte("PRIVATE KEY-----")) {
		return nil, errors.New("1:1: it is a private key, which is nobody else's, expected the public one; " + makePublic)
	}
	if block, _ := pem.Decode(text); block != nil {
		return parsePEM(text)
	}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		found, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil {
			return nil, fmt.Errorf("%d:1: it is no public key, expected a line such as ssh-ed25519 AAAA...; %s", i+1, makePublic)
		}
		key, err := ed25519Of(found)
		if err != nil {
			return nil, fmt.Errorf("%d:1: %w", i+1, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("1:1: there is no key, expected a line such as ssh-ed25519 AAAA...; " + makePublic)
	}
	return keys, nil
}

func parsePEM(text []byte) (keys Keys, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		found, err := x509.ParsePKIXPublicKey(block.Bytes)
		key, ours := found.(ed25519.PublicKey)
		switch {
		case err != nil:
			return nil, fmt.Errorf("1:1: a PEM block %q that is no public key, expected PUBLIC KEY", block.Type)
		case !ours:
			return nil, fmt.Errorf("1:1: it is a key of %s, expected one of Ed25519", kindOf(found))
		}
		keys = append(keys, PublicKey(key))
	}
	return keys, nil
}

// ed25519Of is a key of OpenSSH, if it is of the kind.
func ed25519Of(key ssh.PublicKey) (PublicKey, error) {
	if c, ok := key.(ssh.CryptoPublicKey); ok {
		var public crypto.PublicKey = c.CryptoPublicKey()
		if p, ok := public.(ed25519.PublicKey); ok && key.Type() == ssh.KeyAlgoED25519 {
			return PublicKey(p), nil
		}
	}
	return nil, fmt.Errorf("it is a key of %s, expected one of %s", key.Type(), ssh.KeyAlgoED25519)
}

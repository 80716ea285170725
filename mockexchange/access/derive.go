package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"

	"github.com/exdrill/exdrill/mockexchange/onetime"
)

// Every secret of a venue is derived from its seed, so that a venue, the
// customers who hold its keys and a thief with a stolen dump can be built
// apart from each other and still fit. The derivation is one SHA-256 over a
// domain word, the seed and the number of the thing.
func derive(domain string, seed uint64, id uint32, extra int64) [32]byte {
	b := make([]byte, 0, 48)
	b = append(b, domain...)
	b = binary.BigEndian.AppendUint64(b, seed)
	b = binary.BigEndian.AppendUint32(b, id)
	b = binary.BigEndian.AppendUint64(b, uint64(extra))
	return sha256.Sum256(b)
}

// KeyCredential is the secret of API key id.
func KeyCredential(seed uint64, id uint32) Credential { return derive("key secret", seed, id, 0) }

// LoginCredential is the password proof of an account.
func LoginCredential(seed uint64, account uint32) Credential {
	return derive("login", seed, account, 0)
}

// OperatorCredential is the token of the venue's own staff.
func OperatorCredential(seed uint64) Credential { return derive("operator", seed, 0, 0) }

// BuildCredential is the token of the venue's build server, which may deploy what
// it builds and nothing else.
func BuildCredential(seed uint64) Credential { return derive("build", seed, 0, 0) }

// DeskCredential is what lets somebody of the staff work, from 1 on. It lies on the
// machine at his desk.
func DeskCredential(seed uint64, who uint32) Credential { return derive("desk", seed, who, 0) }

// DeskDevice is how the back office knows that machine.
func DeskDevice(seed uint64, who uint32) Device {
	proof := derive("desk device", seed, who, 0)
	return Device(binary.BigEndian.Uint32(proof[:4]) | 1)
}

// DeskSource is the address of that machine, in a network of the venue's own.
func DeskSource(seed uint64, who uint32) Source {
	proof := derive("desk source", seed, 0, 0)
	return Source(10<<24 | uint32(proof[0])<<16 | uint32(proof[1])<<8 | (10+who)&255)
}

// HostCredential is what somebody has who holds one of the venue's hosts.
func HostCredential(seed uint64, host string) Credential { return derive("host "+host, seed, 0, 0) }

// KeyPair gives API key id as the wire carries it: a public part of 64
// hexadecimal digits and a secret of 64 more.
func KeyPair(seed uint64, id uint32) (public, secret string) {
	p := derive("key public", seed, id, 0)
	s := KeyCredential(seed, id)
	return hex.EncodeToString(p[:]), s.Secret()
}

// Secret is the credential as an API secret: 64 hexadecimal digits.
func (c Credential) Secret() string { return hex.EncodeToString(c[:]) }

// ParseSecret reads what Secret wrote; ok is false for anything else.
func ParseSecret(s string) (c Credential, ok bool) {
	if len(s) != 2*len(c) {
		return c, false
	}
	_, err := hex.Decode(c[:], []byte(s))
	return c, err == nil
}

// FactorCode is the six-digit one-time code of an account's second factor at a
// virtual time in nanoseconds. It is never 0, which means that none was given.
func FactorCode(seed uint64, account uint32, now int64) uint32 {
	d := derive("factor", seed, account, now/onetime.Step)
	return binary.BigEndian.Uint32(d[:])%999_999 + 1
}

// equal compares two credentials in constant time, as a venue must.
func equal(a, b *Credential) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }

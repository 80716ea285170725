package chain

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Address is where money can be sent: the hash of the policy that says whose
// signatures release it. The zero value is no address.
type Address [20]byte

// Domains keep the hashes of different things apart, so that no key, policy or
// outsider can be made to collide with another kind of thing.
const (
	domainExternal = "exdrill/external/1"
	domainChecksum = "exdrill/address/1"
)

// separator stands between network and body. The body's alphabet lacks it.
const separator = "1"

const (
	checksumLen = 5                                      // with the address: 25 bytes, 40 characters without padding
	bodyLen     = (len(Address{}) + checksumLen) * 8 / 5 // characters after the separator
)

// ExternalAddress is the address of somebody outside who never spends during a
// run. No key is derived for it, which makes it cheap enough for tens of
// thousands of them; nobody can spend from it.
func ExternalAddress(seed uint64, label string, index uint32) Address {
	sum := derive(domainExternal, seed, label, index)
	return Address(sum[:len(Address{})])
}

// derive hashes a domain, a seed and a name within it.
func derive(domain string, seed uint64, label string, index uint32) [32]byte {
	buf := make([]byte, 0, 96)
	buf = append(buf, domain...)
	buf = binary.BigEndian.AppendUint64(buf, seed)
	buf = binary.BigEndian.AppendUint32(buf, index)
	return sha256.Sum256(append(buf, label...))
}

// Text is the address as people write it: the network, "1", and 40 characters
// of lower-case base32 that end in a checksum over network and address. The
// zero address has no text: it gives "".
func (a Address) Text(network string) string {
	if a == (Address{}) {
		return ""
	}
	sum := a.checksum(network)
	raw := append(a[:], sum[:]...)
	return network + separator + alphabet().EncodeToString(raw)
}

// ParseAddress reads what Text writes for the same network. ok is false for
// anything else: another network, a typing error, upper case, the zero address.
func ParseAddress(network, text string) (a Address, ok bool) {
	body, found := strings.CutPrefix(text, network+separator)
	if !found || len(body) != bodyLen {
		return Address{}, false
	}
	raw, err := alphabet().DecodeString(body)
	if err != nil || len(raw) != len(a)+checksumLen {
		return Address{}, false
	}
	copy(a[:], raw)
	sum := a.checksum(network)
	if a == (Address{}) || subtle.ConstantTimeCompare(raw[len(a):], sum[:]) != 1 {
		return Address{}, false
	}
	return a, true
}

// alphabet leaves out 0, 1, 8 and 9, which people mistake for letters.
func alphabet() *base32.Encoding {
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
}

// checksum binds the network too: an address of one chain is a typing error on another.
func (a Address) checksum(network string) [checksumLen]byte {
	buf := make([]byte, 0, 96)
	buf = append(buf, domainChecksum...)
	buf = append(buf, a[:]...)
	sum := sha256.Sum256(append(buf, network...))
	return [checksumLen]byte(sum[:checksumLen])
}

// String is the address in hex, 40 lower-case digits, without network or
// checksum: the form of machine-readable records.
func (a Address) String() string { return hex.EncodeToString(a[:]) }

// MarshalText writes the address as String does.
func (a Address) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, a[:]), nil }

// UnmarshalText reads 40 hex digits.
func (a *Address) UnmarshalText(text []byte) error { return decodeHex(a[:], text, "address") }

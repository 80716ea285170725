package custody

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Signers says how the key of a hot wallet is kept: M of the keys must sign
// whatever the wallet spends, and key n lies on host Hosts[n-1]. The zero value
// is one key on a host without a name.
//
// The chain enforces M, so no thief gets around it who does not hold that many
// keys. Keys that share a host count as one to him: whoever holds the host
// holds them all.
type Signers struct {
	M     int      `json:"m,omitempty"`
	Hosts []string `json:"hosts,omitempty"`
}

// MaxSigners is how many keys a wallet's own signers may have; those of a
// co-signer come on top.
const MaxSigners = chain.MaxPolicyKeys / 2

// Check says what is impossible about the signers, nil if nothing is.
func (s Signers) Check() error {
	n := len(s.Hosts)
	if n == 0 && s.M == 0 {
		return nil
	}
	if n == 0 || n > MaxSigners || s.M < 1 || s.M > n {
		return fmt.Errorf("%d of %d signers, expected 1 to n of at most %d", s.M, n, MaxSigners)
	}
	return nil
}

// threshold is how many keys must sign.
func (s Signers) threshold() int { return max(s.M, 1) }

// Keys derives the keys of a hot wallet's address after so many rotations, in
// the order of the hosts. The first is the key that the wallet would have if
// it had only one.
func (s Signers) Keys(seed uint64, label string, rotations uint32) []chain.Key {
	keys := []chain.Key{chain.DeriveKey(seed, "hot/"+label, rotations)}
	for i := 1; i < len(s.Hosts); i++ {
		keys = append(keys, chain.DeriveKey(seed, "hot/"+label+"/"+strconv.Itoa(i+1), rotations))
	}
	return keys
}

// On lists the keys of the first hot address that lie on the named hosts: what
// somebody holds who holds these hosts. A key on a host without a name lies on
// every one.
func (s Signers) On(hosts []string, seed uint64, label string) (held []chain.Key) {
	for i, k := range s.Keys(seed, label, 0) {
		for _, h := range hosts {
			if len(s.Hosts) == 0 || s.Hosts[i] == h {
				held = append(held, k)
				break
			}
		}
	}
	return held
}

// Multisig replaces the signers of every hot wallet: M of N keys, the first on
// the host that it lies on anyway, the others beside it or, if Separate, on
// hosts of their own. The zero value leaves them as they are.
type Multisig struct {
	M        int  `json:"m,omitempty"`
	N        int  `json:"n,omitempty"`
	Separate bool `json:"separate,omitempty"`
	// People is how many of the separate keys people hold, the last ones; machines
	// hold the others.
	People int `json:"people,omitempty"`
}

// Over are the signers that come of an asset's own ones.
func (m Multisig) Over(own Signers) Signers {
	if m.N == 0 {
		return own
	}
	home := "wallet"
	if len(own.Hosts) > 0 {
		home = own.Hosts[0]
	}
	s := Signers{M: m.M, Hosts: []string{home}}
	for i := 1; i < m.N; i++ {
		s.Hosts = append(s.Hosts, m.host(home, i))
	}
	return s
}

// host is where key i+1 lies: on a machine, or with a person.
func (m Multisig) host(home string, i int) string {
	switch {
	case !m.Separate:
		return home
	case i >= m.N-m.People:
		return home + "/person-" + strconv.Itoa(i+1)
	default:
		return machine(home, i)
	}
}

func machine(home string, i int) string { return home + "/signer-" + strconv.Itoa(i+1) }

// MachinesBeside names the hosts that may sign beside a wallet server without
// anybody's hand: what somebody holds who has the access of those who run them.
func MachinesBeside(home string) []string {
	hosts := []string{home + coSigner}
	for i := 1; i < MaxSigners; i++ {
		hosts = append(hosts, machine(home, i))
	}
	return hosts
}

const coSigner = "/co-signer"

// CoSigned puts a co-signer on a host of his own beside the signers. Nothing is
// signed without him, nor by him alone: he has as many keys as it takes for
// that, since a chain counts signatures and does not ask whose they are.
func (s Signers) CoSigned() Signers {
	own := s.Hosts
	if len(own) == 0 {
		own = []string{"wallet"}
	}
	c := Signers{M: len(own) + 1, Hosts: slices.Clone(own)}
	for range len(own) + 1 - s.threshold() {
		c.Hosts = append(c.Hosts, own[0]+coSigner)
	}
	return c
}

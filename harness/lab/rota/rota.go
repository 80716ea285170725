// Package rota draws when those are there without whom a venue's coins do not
// move: the machines and people who sign for hot wallets, and the holders of
// cold keys. The venue's core draws nothing; it is handed what came of it.
//
// Nobody publishes how often his signers fail, so that all Traits are synthetic,
// with a range.
package rota

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// days is the length of a day of virtual time in nanoseconds.
const days = int64(24 * time.Hour)

// Draw draws the staff of a venue from its seed, for a span of virtual
// nanoseconds and a zone, nanoseconds east of UTC, under the custody policy in
// force and with the people who sign for cold storage, by asset; nil values are the usual ones. Everybody has a stream of his own: one
// more signer changes nobody else.
func Draw(seed uint64, from, until, zone int64, p *custody.Policy, cold []*custody.ColdSigning, f *Values) custody.Staff {
	d := drawing{seed: seed, from: from, until: until, zone: zone, values: Of(f)}
	return custody.Staff{Signers: d.signers(p), Ceremonies: d.ceremonies(), ColdSigners: d.coldSigners(mostColdSigners(cold))}
}

type drawing struct {
	seed              uint64
	from, until, zone int64
	values            *Values
}

// signers draws those of all keys of a hot wallet. The first is the wallet server
// itself, which proposes what is to be signed: its failures are those of every
// venue, with and without others who sign, and are left out.
func (d *drawing) signers(p *custody.Policy) (all []custody.Signer) {
	m, velocity := &p.Multisig, p.SignerVelocity.Share > 0
	if m.N > 0 && m.Separate || velocity {
		all = make([]custody.Signer, 1)
	}
	if m.N > 0 && m.Separate {
		for i := 1; i < m.N; i++ {
			if i >= m.N-m.People {
				all = append(all, d.approver(i))
			} else {
				all = append(all, d.machine(i))
			}
		}
	}
	if velocity {
		own := max(m.N, 1)
		for len(all) < own { // beside the first, on its host
			all = append(all, custody.Signer{})
		}
		co := d.machine(coSigner)
		for range own + 1 - max(m.M, 1) { // he has several keys, see custody.Signers
			all = append(all, co)
		}
	}
	return all
}

// coSigner is the number of the machine that keeps to a limit of its own; those of
// multisig have numbers below.
const coSigner = 100

// stream is somebody's for a purpose.
func (d *drawing) stream(number int, purpose uint64) sim.Stream {
	return sim.NewStream(d.seed, sim.Actor(number), purpose)
}

// answers is how many times of answering are drawn; after so many they begin
// anew.
const answers = 127

// heavy draws times with a heavy tail, between two bounds.
func heavy(s *sim.Stream, n int, median time.Duration, spread int64, least, most time.Duration) (all []int64) {
	for range n {
		all = append(all, min(max(s.Heavy(int64(median), spread), int64(least)), int64(most)))
	}
	return all
}

package rota_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

const (
	hour  = int64(time.Hour)
	tokyo = 9 * hour
)

// monday is a Monday's midnight in Tokyo.
var monday = time.Date(2018, 1, 7, 15, 0, 0, 0, time.UTC).UnixNano()

func drawn(seed uint64, m custody.Multisig) custody.Staff {
	return rota.Draw(seed, monday, monday+14*24*hour, tokyo, &custody.Policy{Multisig: m}, nil, nil)
}

// closed is the part of so many fortnights, hour by hour, in which fewer sign
// than must.
func closed(m custody.Multisig) float64 {
	lost, of := 0, m.Over(custody.Signers{})
	const seeds = 60
	for seed := range uint64(seeds) {
		s := drawn(seed, m)
		for at := monday; at < monday+14*24*hour; at += hour {
			if !of.IsQuorum(s.Present(of, at)) {
				lost++
			}
		}
	}
	return float64(lost) / (seeds * 14 * 24)
}

var _ = Describe("The rota", Label("embedded"), func() {
	It("has a quorum of two of three nearly always, and of fifteen of fifteen an outage waiting", func() {
		machines := closed(custody.Multisig{M: 2, N: 3, Separate: true})
		both := closed(custody.Multisig{M: 2, N: 2, Separate: true})
		all := closed(custody.Multisig{M: 15, N: 15, Separate: true})
		AddReportEntry("closed", []float64{machines, both, all})
		Expect(machines).To(BeNumerically("<", 0.004))
		Expect(both).To(BeNumerically("~", 0.008, 0.005))
		Expect(all).To(BeNumerically(">", 8*both))
	})

	It("has people who are there by day and not by night", func() {
		night := closed(custody.Multisig{M: 2, N: 2, Separate: true, People: 1})
		Expect(night).To(BeNumerically("~", 1-5.0/7*10/24, 0.06))
	})

	It("knows nobody else where one key signs, or all lie on one host", func() {
		Expect(drawn(1, custody.Multisig{}).Signers).To(BeEmpty())
		Expect(drawn(1, custody.Multisig{M: 2, N: 3}).Signers).To(BeEmpty())
		of := custody.Multisig{M: 1, N: 1, Separate: true}.Over(custody.Signers{})
		alone := drawn(1, custody.Multisig{M: 1, N: 1, Separate: true})
		Expect(alone.SignedAt(of, monday+3, 7)).To(Equal(monday + 3))
	})

	It("gives everybody a chance of his own: one more signer changes nobody else", func() {
		few, many := drawn(5, custody.Multisig{M: 2, N: 3, Separate: true}), drawn(5, custody.Multisig{M: 2, N: 6, Separate: true})
		Expect(many.Signers[:3]).To(Equal(few.Signers))
		Expect(many.Signers[3]).NotTo(Equal(few.Signers[2]))
		Expect(many.Ceremonies).To(Equal(few.Ceremonies))
		Expect(drawn(6, custody.Multisig{}).Ceremonies).NotTo(Equal(few.Ceremonies))
	})

	It("needs the co-signer for every signature, and he alone is none", func() {
		p := custody.Policy{Multisig: custody.Multisig{M: 2, N: 3, Separate: true}, SignerVelocity: custody.SignerVelocity{Share: 1}}
		s := rota.Draw(3, monday, monday+14*24*hour, tokyo, &p, nil, nil)
		of := p.Multisig.Over(custody.Signers{}).CoSigned()
		Expect(s.Signers).To(HaveLen(len(of.Hosts)))
		s.Signers[3] = custody.Signer{Away: []custody.Absence{{From: 0, Until: monday * 2}}}
		s.Signers[4] = s.Signers[3]
		Expect(of.IsQuorum(s.Present(of, monday))).To(BeFalse())
	})

	It("has ceremonies within hours by day, and at night mostly not before morning", func() {
		took := func(at int64) (median int64) {
			sum := int64(0)
			for seed := range uint64(100) {
				c := drawn(seed, custody.Multisig{}).Ceremonies
				var k custody.Calendar
				a, _ := k.Call(&c, at)
				sum += a.Ends - at
			}
			return sum / 100
		}
		tuesday := monday + 24*hour
		AddReportEntry("mean", []time.Duration{time.Duration(took(tuesday + 11*hour)), time.Duration(took(tuesday + 2*hour))})
		Expect(took(tuesday + 11*hour)).To(BeNumerically("<", 4*hour))
		Expect(took(tuesday + 2*hour)).To(BeNumerically(">", 5*hour))
		Expect(took(tuesday + 2*hour)).To(BeNumerically("<", 10*hour))
	})

	It("is there less at one end of every range than at the other", func() {
		best, worst := rota.Usual(), rota.Usual()
		for f, info := range rota.Traits() {
			Expect(info.Default).To(Or(
				And(BeNumerically(">", info.Worst), BeNumerically("<", info.Best)),
				And(BeNumerically("<", info.Worst), BeNumerically(">", info.Best))), info.Name)
			best[f], worst[f] = info.Best, info.Worst
		}
		missing := func(f *rota.Values) (n int) {
			m := custody.Multisig{M: 2, N: 4, Separate: true, People: 2}
			for seed := range uint64(20) {
				s := rota.Draw(seed, monday, monday+14*24*hour, tokyo, &custody.Policy{Multisig: m}, nil, f)
				Expect(s.Check()).To(Succeed())
				n += len(s.Signers[1].Away) + len(s.Ceremonies.Holders)
			}
			return n
		}
		usual := missing(nil)
		Expect(missing(&best)).To(BeNumerically("<", usual))
		Expect(missing(&worst)).To(BeNumerically(">", usual))
	})

	It("passes its own check", func() {
		for seed := range uint64(20) {
			s := drawn(seed, custody.Multisig{M: 4, N: 9, Separate: true, People: 4})
			Expect(s.Check()).To(Succeed())
		}
	})
})

package custody_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/custody"
)

// signers draws some, with absences and times of their own.
func signers(t *rapid.T, n int) (all []custody.Signer) {
	for range n {
		var s custody.Signer
		at := int64(0)
		for range rapid.IntRange(0, 4).Draw(t, "absences") {
			from := at + rapid.Int64Range(0, 50).Draw(t, "from")
			at = from + rapid.Int64Range(1, 50).Draw(t, "lasts")
			s.Away = append(s.Away, custody.Absence{From: from, Until: at, Reach: rapid.Int64Range(0, 20).Draw(t, "reach")})
		}
		s.Takes = rapid.SliceOfN(rapid.Int64Range(0, 30), 0, 3).Draw(t, "takes")
		all = append(all, s)
	}
	return all
}

func hosts(m, n int) custody.Signers { return custody.Signers{M: m, Hosts: make([]string, n)} }

var _ = Describe("Those who sign", func() {
	property := func(check func(t *rapid.T)) { rapid.Check(GinkgoT(), check) }

	It("are never faster for being more who must", func() {
		property(func(t *rapid.T) {
			n := rapid.IntRange(2, 8).Draw(t, "n")
			s := custody.Staff{Signers: signers(t, n)}
			at, even := rapid.Int64Range(0, 200).Draw(t, "at"), rapid.Uint64().Draw(t, "even")
			for m := 2; m <= n; m++ {
				if s.SignedAt(hosts(m, n), at, even) < s.SignedAt(hosts(m-1, n), at, even) {
					t.Fatalf("%d of %d are faster than %d", m, n, m-1)
				}
			}
		})
	})

	It("are never slower for one who could step in", func() {
		property(func(t *rapid.T) {
			n := rapid.IntRange(1, 8).Draw(t, "n")
			m := rapid.IntRange(1, n).Draw(t, "m")
			more := signers(t, n+1)
			few, many := custody.Staff{Signers: more[:n]}, custody.Staff{Signers: more}
			at, even := rapid.Int64Range(0, 200).Draw(t, "at"), rapid.Uint64().Draw(t, "even")
			if many.SignedAt(hosts(m, n+1), at, even) > few.SignedAt(hosts(m, n), at, even) {
				t.Fatalf("%d of %d are slower than of %d", m, n+1, n)
			}
		})
	})

	It("never sign before they are asked, and sign at once where a quorum is there that takes no time", func() {
		property(func(t *rapid.T) {
			n := rapid.IntRange(1, 6).Draw(t, "n")
			m := rapid.IntRange(1, n).Draw(t, "m")
			s := custody.Staff{Signers: signers(t, n)}
			for i := range s.Signers {
				s.Signers[i].Takes = nil
			}
			at := rapid.Int64Range(0, 200).Draw(t, "at")
			when, of := s.SignedAt(hosts(m, n), at, 0), hosts(m, n)
			if when < at || of.IsQuorum(s.Present(of, at)) && when != at {
				t.Fatalf("asked at %d, signed at %d", at, when)
			}
		})
	})

	It("come when they are called, or when they come anyway", func() {
		s := custody.Staff{Signers: []custody.Signer{{
			Away: []custody.Absence{{From: 10, Until: 50, Reach: 15}, {From: 50, Until: 90}, {From: 90, Until: 100, Reach: 3}}, Takes: []int64{2},
		}}}
		for at, signed := range map[int64]int64{9: 11, 10: 27, 34: 51, 36: 95, 60: 95, 95: 100, 99: 102} {
			Expect(s.SignedAt(hosts(1, 1), at, 0)).To(Equal(signed), "asked at %d", at)
		}
	})

	It("are refused if they cannot be", func() {
		wrong := func(s custody.Staff) { GinkgoHelper(); Expect(s.Check()).NotTo(Succeed()) }
		Expect((&custody.Staff{}).Check()).To(Succeed())
		wrong(custody.Staff{Signers: []custody.Signer{{Away: []custody.Absence{{From: 5, Until: 5}}}}})
		wrong(custody.Staff{Signers: []custody.Signer{{Away: []custody.Absence{{From: 5, Until: 9}, {From: 8, Until: 10}}}}})
		wrong(custody.Staff{Signers: []custody.Signer{{Takes: []int64{-1}}}})
		wrong(custody.Staff{Ceremonies: custody.Ceremonies{Quorum: 1}})
		wrong(custody.Staff{Ceremonies: custody.Ceremonies{Holders: make([]custody.Signer, 2)}})
		wrong(custody.Staff{Ceremonies: custody.Ceremonies{Drawn: []custody.Ceremony{{Takes: -1}}}})
	})
})

var _ = Describe("Those who hold cold keys", func() {
	day := int64(24 * 3600 * 1_000_000_000)

	It("are joined by whoever is called before they begin, and followed by whoever is called later", func() {
		c := custody.Ceremonies{Holders: []custody.Signer{{Takes: []int64{10}}}, Quorum: 1, Drawn: []custody.Ceremony{{Takes: 100}}}
		var k custody.Calendar
		first, called := k.Call(&c, 1_000)
		Expect(called).To(BeTrue())
		Expect(first).To(Equal(custody.Appointment{Begins: 1_010, Ends: 1_110}))
		joined, called := k.Call(&c, 1_009)
		Expect(called).To(BeFalse())
		Expect(joined).To(Equal(first))
		next, called := k.Call(&c, 1_010)
		Expect(called).To(BeTrue())
		Expect(next).To(Equal(custody.Appointment{Begins: 1_120, Ends: 1_220}))
	})

	It("never hold more of them within a day than they can, nor two at once", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			c := custody.Ceremonies{Holders: signers(t, 3), Quorum: 2, PerDay: rapid.IntRange(1, 3).Draw(t, "a day"), Drawn: []custody.Ceremony{{Takes: day / 20}, {Takes: day / 5, Fails: true}}}
			var k custody.Calendar
			var held []custody.Appointment
			at := int64(0)
			for range 20 {
				at += rapid.Int64Range(0, day/3).Draw(t, "later")
				a, called := k.Call(&c, at)
				if !called {
					continue
				}
				if n := len(held); n > 0 && a.Begins < held[n-1].Ends || a.Begins < at {
					t.Fatalf("%+v after %+v, called at %d", a, held, at)
				}
				held = append(held, a)
				if n := len(held) - 1 - c.PerDay; n >= 0 && a.Begins < held[n].Begins+day {
					t.Fatalf("%d within a day", c.PerDay+1)
				}
			}
		})
	})
})

var _ = Describe("People who sign by a known time", func() {
	It("sign as they do when nobody knows it, each as much sooner or later", func() {
		all := []custody.Signature{{At: 1_100}, {At: 1_400}, {At: 2_000}}
		custody.SignedBy(all, 1_000, 6_000)
		Expect(all).To(Equal([]custody.Signature{{At: 1_500}, {At: 3_000}, {At: 6_000}}))
		together := []custody.Signature{{At: 7}, {At: 7}}
		custody.SignedBy(together, 7, 9)
		Expect(together).To(Equal([]custody.Signature{{At: 9}, {At: 9}}))
	})
})

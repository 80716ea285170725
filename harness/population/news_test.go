package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("News of an incident", func() {
	It("has some of those without a second factor set one up in the days after, once", func() {
		w := busy()
		people, told := w.People.Clone(), 0
		x, q := populationtest.Venue(w), sim.Queue{}
		people.Start(&q)
		at := populationtest.Start(w) + populationtest.Hours(6)
		var heeding sim.Queue
		people.Hear(at, heeding.Push)
		people.Hear(at+1, func(int64, sim.Actor) { Fail("nobody is moved twice") })
		set, without := 0, 0
		for _, a := range w.Genesis.Accounts {
			if !a.Factor {
				without++
			}
		}
		for now, who, ok := heeding.Pop(); ok; now, who, ok = heeding.Pop() {
			var c mockexchange.Command
			attempt, send, _ := people.Wake(now, who, &c)
			Expect(send).To(BeTrue())
			Expect(attempt).To(Equal(sim.Attempt{}))
			Expect(w.Genesis.Accounts[who.Account()-1].Factor).To(BeFalse())
			r, _ := x.Apply(now, &c)
			Expect(r.Code).To(Equal(reject.OK))
			switch told++; c.Kind {
			case mockexchange.SetUpFactor:
				set++
			default:
				Expect(c.Kind).To(Equal(mockexchange.Login))
			}
			if extra := people.Observe(now, who, &c, &r); extra > 0 {
				heeding.Push(extra, who)
			}
		}
		Expect(set).To(And(BeNumerically(">", without/50), BeNumerically("<", without/5)))
		Expect(told).To(Equal(2*set), "a login each")
	})

	It("has some owners of keys put their programs' addresses on them where lists count, and nobody where they do not", func() {
		all := model.Usual()
		all[model.HeedsNews] = sim.Whole / 2
		w, err := draw.Build(populationtest.Zaif(), draw.Options{Seed: 5, Scale: populationtest.Small, People: &all})
		Expect(err).NotTo(HaveOccurred())
		listing := func(count bool) (owners map[uint32]int) {
			at := *w
			at.Genesis.Settings.Access.AllowLists = count
			people, x, owners := w.People.Clone(), populationtest.Venue(&at), map[uint32]int{}
			people.Adapt(&at.Genesis)
			var q, heeding sim.Queue
			people.Start(&q)
			people.Hear(populationtest.Start(w)+populationtest.Hours(6), heeding.Push)
			for now, who, ok := heeding.Pop(); ok; now, who, ok = heeding.Pop() {
				var c mockexchange.Command
				_, send, _ := people.Wake(now, who, &c)
				Expect(send).To(BeTrue())
				r, _ := x.Apply(now, &c)
				Expect(r.Code).To(Equal(reject.OK))
				if c.Kind == mockexchange.ListSource {
					Expect(w.Genesis.Keys[c.Target-1].Listed).To(BeEmpty())
					owners[who.Account()]++
				}
				if extra := people.Observe(now, who, &c, &r); extra > 0 {
					heeding.Push(extra, who)
				}
			}
			return owners
		}
		Expect(listing(false)).To(BeEmpty())
		owners := listing(true)
		Expect(len(owners)).To(BeNumerically(">", 10))
		Expect(len(owners)).To(BeNumerically("<", len(w.Genesis.Keys)*2/3))
	})
})

package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// passedOn is which intents are to withdraw what was deposited to that end.
func passedOn(w *draw.World) map[[2]uint32]bool {
	all := map[[2]uint32]bool{}
	for _, o := range population.Onward(w.People) {
		all[[2]uint32{o.Account, o.Intent}] = true
	}
	return all
}

var _ = Describe("What is deposited to be withdrawn again", Ordered, func() {
	var w *draw.World
	BeforeAll(func() {
		people := model.Usual()
		people[model.PassesOn] = sim.Whole / 2
		w = populationtest.Build(draw.Options{Seed: 8, Scale: populationtest.Small, People: &people})
	})

	It("is withdrawn once, hours after it was sent", func() {
		sent := map[[2]uint32]int{}
		for _, o := range population.Onward(w.People) {
			Expect(o.At).To(BeNumerically(">", o.Deposited))
		}
		onward := passedOn(w)
		populationtest.Play(w.People.Clone(), populationtest.End(w), populationtest.Accept, func(d *populationtest.Sent) {
			if of := [2]uint32{d.Actor.Account(), d.Attempt.Intent}; onward[of] {
				Expect(d.Command.Kind).To(Equal(mockexchange.RequestWithdrawal))
				sent[of]++
			}
		})
		Expect(len(sent)).To(And(BeNumerically(">", 100), BeNumerically(">", len(onward)*9/10)))
		for _, times := range sent {
			Expect(times).To(Equal(1))
		}
	})

	It("is sent a hold earlier by those who know of it and saw it coming, and by nobody else", func() {
		const hold = 24
		at := func(p *population.Population) (times []int64, all int) {
			for asset := range w.Genesis.Assets {
				for _, d := range p.Deposits(uint16(asset+1), populationtest.Start(w), populationtest.End(w), nil) {
					times, all = append(times, d.At), all+1
				}
			}
			return times, all
		}
		adapted := w.People.Clone()
		g := w.Genesis
		g.Settings.Custody.FreshDepositHold = custody.FreshDepositHold{First: populationtest.Hours(hold), Later: populationtest.Hours(hold)}
		adapted.Adapt(&g)
		before, n := at(w.People)
		after, m := at(adapted)
		Expect(m).To(Equal(n), "none is lost")
		moved := map[int64]int{}
		for i := range before {
			moved[before[i]]++
			moved[after[i]]--
		}
		gone, come := 0, 0
		for t, times := range moved {
			switch {
			case times > 0:
				gone++
				Expect(moved[t-populationtest.Hours(hold)]).To(BeNumerically("<", 0))
			case times < 0:
				come++
			}
		}
		Expect(gone).To(Equal(come))
		Expect(gone).To(And(BeNumerically(">", len(passedOn(w))/10), BeNumerically("<", len(passedOn(w))/2)))
	})
})

// rotating is the record in which all owners make new keys.
func rotating() *draw.World {
	people := model.Usual()
	people[model.RenewsKey] = 8 * sim.Whole
	sc := populationtest.Zaif()
	for _, name := range []string{"people", "api_bots", "vendor_bots", "early_adopters"} {
		g := populationtest.Group(sc, name)
		g.Rates.Withdrawals.Micro, g.Keys.Withdraw.PPM = 1_000_000, 800_000
	}
	w, err := draw.Build(sc, draw.Options{Seed: 5, Scale: populationtest.Small, People: &people})
	Expect(err).NotTo(HaveOccurred())
	return w
}

var _ = Describe("Owners who make new keys in place of such as work", Ordered, func() {
	var w *draw.World
	BeforeAll(func() { w = rotating() })

	// life is how many keys were made, how many withdrawals were held because of
	// them, and how often programs were refused for want of an old enough one.
	life := func(adapt bool) (made, held, refused int) {
		living(w, 60, adapt, func(s *mockexchange.Settings) { s.Access.CredentialHold = populationtest.Hours(24) }, func(d *populationtest.Sent) {
			switch {
			case d.Command.Kind == mockexchange.CreateKey && d.Result.Code == reject.OK:
				made++
			case d.Result.Control == reject.CredentialChangeHold && d.Result.Code == reject.OK:
				held++
			case d.Result.Control == reject.CredentialChangeHold:
				refused++
			}
		})
		return made, held, refused
	}

	It("wait with it until they have withdrawn, and with its use until it is good for something, if they know the rule", func() {
		made, held, refused := life(false)
		Expect(made).To(BeNumerically(">", 100))
		Expect(held).To(BeNumerically(">", 20))
		Expect(refused).To(BeNumerically(">", 50))
		fewer, heldKnowing, refusedKnowing := life(true)
		Expect(fewer).To(BeNumerically(">", made/3))
		Expect(heldKnowing*made).To(BeNumerically("<", held*fewer*2/3), "%d of %d against %d of %d", heldKnowing, fewer, held, made)
		Expect(refusedKnowing*made).To(BeNumerically("<", refused*fewer*2/3), "%d of %d against %d of %d", refusedKnowing, fewer, refused, made)
	})

	It("have their programs go on with the old one while the new one is refused", func() {
		refused := map[uint32]int{}
		living(w, 60, true, func(s *mockexchange.Settings) { s.Access.CredentialHold = populationtest.Hours(24) }, func(d *populationtest.Sent) {
			if d.Result.Control == reject.CredentialChangeHold && d.Result.Code != reject.OK && d.Command.Kind != mockexchange.RequestWithdrawal {
				refused[d.Actor.Account()]++
			}
		})
		Expect(refused).NotTo(BeEmpty())
		for account, times := range refused {
			Expect(times).To(Equal(1), "account %d", account)
		}
	})
})

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

var _ = Describe("Customers who replace their second factors", Ordered, func() {
	// losing is the record in which everybody who has one does so within 30 days, and
	// so many, in parts per million, find it gone when they want their money.
	losing := func(needsMoney int64) *draw.World {
		people := model.Usual()
		people[model.ReplacesFactor], people[model.NeedsMoney], people[model.RenewsKey] = sim.Whole, needsMoney, 0
		sc := populationtest.Zaif()
		for _, name := range []string{"people", "api_bots", "vendor_bots", "early_adopters"} {
			populationtest.Group(sc, name).Rates.Withdrawals.Micro = 1_000_000
		}
		w, err := draw.Build(sc, draw.Options{Seed: 5, Scale: populationtest.Small, People: &people})
		Expect(err).NotTo(HaveOccurred())
		return w
	}
	credentials := func(s *mockexchange.Settings) { s.Access.CredentialHold = populationtest.Hours(48) }
	type intent struct{ account, number uint32 }
	// changes is how many factors were replaced, and how dear the first withdrawal is,
	// by account, that was held afterwards: within minutes, and at all.
	type changes struct {
		replaced     int
		atOnce, held map[uint32]int64
	}
	life := func(w *draw.World, hours int64, posture func(*mockexchange.Settings)) changes {
		at, seen := map[uint32]int64{}, changes{0, map[uint32]int64{}, map[uint32]int64{}}
		living(w, hours, true, posture, func(d *populationtest.Sent) {
			a := d.Actor.Account()
			switch {
			case d.Command.Kind == mockexchange.SetUpFactor && d.Command.Factor != 0:
				Expect(d.Result.Code).To(Equal(reject.OK))
				seen.replaced++
				at[a] = d.At
			case d.Result.Control == reject.CredentialChangeHold && d.Result.Code == reject.OK && at[a] > 0 && seen.held[a] == 0:
				if seen.held[a] = d.Attempt.Urgency; d.At-at[a] < populationtest.Hours(1)/2 {
					seen.atOnce[a] = d.Attempt.Urgency
				}
			}
		})
		return seen
	}
	var choosing, pressed changes
	BeforeAll(func() {
		choosing, pressed = life(losing(0), 60, credentials), life(losing(sim.Whole), 60, credentials)
	})

	It("choose a day on which they have nothing to withdraw, if they know the rule", func() {
		Expect(choosing.replaced).To(BeNumerically(">", 30))
		Expect(len(choosing.atOnce)).To(BeNumerically("<", choosing.replaced/10))
		Expect(choosing.held).NotTo(BeEmpty(), "not everybody knows it")
	})

	It("do so when they want their money and find the old one gone, and then are not patient", func() {
		Expect(pressed.replaced).To(BeNumerically(">", 30))
		Expect(len(pressed.atOnce)).To(BeNumerically(">", pressed.replaced*9/10))
		dear := 0
		for _, urgency := range pressed.atOnce {
			if urgency >= sim.Whole {
				dear++
			}
		}
		// Of two that follow one another the first may wait as the second does.
		Expect(dear).To(BeNumerically(">", len(pressed.atOnce)*3/4))
	})

	It("find it gone as often as the trait says, however often they withdraw", func() {
		Expect(pressed.replaced).To(BeNumerically("~", choosing.replaced, choosing.replaced/2))
	})

	It("want the same, and are left out where nobody waits for it", func() {
		w := losing(300_000)
		wishes := func(posture func(*mockexchange.Settings)) map[intent]int64 {
			wanted := map[intent]int64{}
			living(w, 30, true, posture, func(d *populationtest.Sent) {
				if a := d.Attempt; a.Intent > 0 && !a.Again && a.Kind == sim.IntentWithdrawal {
					wanted[intent{d.Actor.Account(), a.Intent}] = a.Value
				}
			})
			return wanted
		}
		free := wishes(func(*mockexchange.Settings) {})
		Expect(len(free)).To(BeNumerically(">", 100))
		Expect(wishes(credentials)).To(Equal(free))
		Expect(life(w, 30, func(*mockexchange.Settings) {}).replaced).To(BeZero())
	})
})

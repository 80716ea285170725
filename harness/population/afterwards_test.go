package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("After the clock", func() {
	It("some customers trade on now and then up to the end of the epilogue, without intents, and nobody does anything before it", func() {
		sc, err := scenarios.Load("binance-sys-2018-07")
		Expect(err).NotTo(HaveOccurred())
		w, err := draw.Build(sc, draw.Options{Seed: 1, Scale: 10_000})
		Expect(err).NotTo(HaveOccurred())
		orders, who, last := 0, map[sim.Actor]bool{}, int64(0)
		ok := func(int64, *mockexchange.Command) mockexchange.Result { return mockexchange.Result{} }
		populationtest.Play(w.People.Clone(), sc.Clock.Epilogue.Unix+populationtest.Hours(100), ok, func(d *populationtest.Sent) {
			if d.At < sc.Clock.End.Unix || !w.People.TradesOn(d.Actor) {
				return
			}
			Expect(d.Attempt).To(Equal(sim.Attempt{}))
			if d.Command.Kind == mockexchange.PlaceOrder {
				orders++
				who[d.Actor], last = true, d.At
			}
		})
		Expect(len(who)).To(BeNumerically("~", 240, 12), "120 customers and 120 breakout traders")
		Expect(orders).To(BeNumerically("~", 240*10*24/18, 500), "ten and a half days, once in 18 hours")
		Expect(last).To(And(BeNumerically(">", sc.Clock.Epilogue.Unix-populationtest.Hours(2)), BeNumerically("<", sc.Clock.Epilogue.Unix)))
	})
})

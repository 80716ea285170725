package sim_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("Actors and accounts", func() {
	It("correspond", func() {
		Expect(sim.Customer(7)).To(Equal(sim.FirstCustomer + 7))
		Expect(sim.Customer(7).Account()).To(Equal(uint32(7)))
		for _, a := range []sim.Actor{sim.Schedule, sim.Operator, sim.Attacker, sim.FirstCustomer} {
			Expect(a.Account()).To(BeZero())
		}
	})
})

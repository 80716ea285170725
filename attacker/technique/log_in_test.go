package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("log_in", func() {
	It("asks once; then all rights are his", func() {
		s := opened()
		s.use(technique.LogIn{}, technique.Params{})
		Expect(s.ops()).To(Equal([]string{"login"}))
		Expect(s.key.Alive).To(BeTrue())
		Expect(s.key.Rights).To(Equal(attacker.Rights{Read: true, Trade: true, Withdraw: true}))
		Expect(s.key.Made).To(BeNil())
	})
	It("knows when the login was refused that nothing can be done with it", func() {
		s := newStage(attackertest.NewZaif())
		s.shop.Open("k").Dead = true
		s.use(technique.LogIn{}, technique.Params{})
		Expect(s.key.Alive).To(BeFalse())
		Expect(s.key.Rights).To(Equal(attacker.Rights{}))
	})
})

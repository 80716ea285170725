package technique_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/onetime"
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

	It("goes with a relayed code in its own half minute and in no other, and with a phone number at any time", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			told := rapid.Int64Range(3*onetime.Step, 1<<60).Draw(t, "told")
			now := told + rapid.Int64Range(-3*onetime.Step, 3*onetime.Step).Draw(t, "later")
			l := attacker.Login{Codes: []attacker.Code{{At: told, Code: 123_456}}}
			want := uint32(0)
			if now >= told && now/onetime.Step == told/onetime.Step {
				want = 123_456
			}
			if got := l.CodeAt(now); got != want {
				t.Fatalf("told at %d, at %d: %d, expected %d", told, now, got, want)
			}
			l.Phone = &onetime.Secret{1}
			if got := l.CodeAt(now); got != onetime.Code(l.Phone, now) || got < 1 || got > 999_999 {
				t.Fatalf("by phone at %d: %d", now, got)
			}
		})
	})
})

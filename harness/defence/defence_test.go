package defence_test

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// watchman is a monitor that somebody wrote in Go, and would like to cheat.
type watchman struct{ told bool }

func (w *watchman) Hello(*defence.Hello) error { return nil }
func (w *watchman) Step(*defence.Batch) (defence.Answer, error) {
	return defence.Answer{Actions: []defence.Action{{Name: "halt_withdrawals"}}}, nil
}
func (w *watchman) Close() error      { return nil }
func (w *watchman) See(defence.Truth) { w.told = true }

var _ = Describe("A defence", func() {
	both := defence.New("both",
		control.Posture{control.FirstSeenHold{For: time.Hour}, control.KeyAllowList{}},
		func() (defence.Monitor, error) { return &watchman{}, nil })

	It("makes a fresh monitor for every run", func() {
		one, err := both.Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		other, err := both.Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(one).NotTo(BeIdenticalTo(other))
		Expect(defencetest.Step(one, defencetest.Start).Actions).To(HaveLen(1))
	})

	It("without a monitor does nothing", func() {
		idle, err := both.Standing().Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(idle.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(idle, defencetest.Start)).To(BeZero())
		Expect(idle.Close()).To(Succeed())
	})

	It("passes on why a monitor could not be made", func() {
		broken := defence.New("broken", nil, func() (defence.Monitor, error) { return nil, errors.New("no model") })
		_, err := broken.Monitor(1, defencetest.Scenario())
		Expect(err).To(MatchError("no model"))
	})

	It("keeps the ground truth from a monitor written in Go", func() {
		m, err := both.Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		_, sees := m.(defence.TruthSeer)
		Expect(sees).To(BeFalse())
		Expect(both.Ranked()).To(BeTrue())
		Expect(both.Immediate()).To(BeFalse())
	})

	It("comes apart into its posture and its response", func() {
		standing, response := both.Standing(), both.Response()
		Expect(standing.Name).To(Equal("both (posture alone)"))
		Expect(standing.Posture).To(Equal(both.Posture))
		Expect(standing.Watches()).To(BeFalse())
		Expect(response.Name).To(Equal("both (monitor alone)"))
		Expect(response.Posture).To(BeEmpty())
		Expect(response.Watches()).To(BeTrue())
		Expect(response.Settings(defencetest.Settings())).To(Equal(defencetest.Settings()))
		Expect([]string{standing.Digest, response.Digest}).NotTo(ContainElement(both.Digest))
		Expect(standing.Digest).NotTo(Equal(response.Digest))
		Expect(both.Watches()).To(BeTrue())
		Expect(both.Posture).To(HaveLen(2))
	})

	It("adds its controls to those imposed, each once, and leaves the venue's own settings alone", func() {
		base := defencetest.Settings()
		base.Imposed = []reject.Control{reject.WithdrawalLimit, reject.FirstSeenHold}
		Expect(both.Settings(base).Imposed).To(Equal([]reject.Control{
			reject.KeyAllowList, reject.FirstSeenHold, reject.WithdrawalLimit,
		}))
		Expect(base.Imposed).To(Equal([]reject.Control{reject.WithdrawalLimit, reject.FirstSeenHold}))
		Expect(base.Custody).To(Equal(defencetest.Settings().Custody))
	})

	It("written in Go is told apart by name and posture", func() {
		digests := map[string]bool{both.Digest: true}
		for _, d := range []*defence.Defence{
			defence.New("both", nil, nil),
			defence.New("mine", nil, nil),
			defence.New("mine", control.Posture{control.FirstSeenHold{For: time.Hour}}, nil),
			defence.New("mine", control.Posture{control.FirstSeenHold{For: time.Minute}}, nil),
		} {
			Expect(digests).NotTo(HaveKey(d.Digest))
			digests[d.Digest] = true
		}
		Expect(defence.New("both", nil, nil).Digest).To(Equal(defence.New("both", nil, nil).Digest))
	})
})

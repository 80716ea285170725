package drill_test

import (
	"context"
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
)

var _ = Describe("A monitor that fails", Ordered, func() {
	var stage *drill.Stage
	BeforeAll(func() { stage = open(drill.WithSeed(7)) })

	DescribeTable("is the defence's failure, with a way to see it again",
		func(ctx SpecContext, c clumsy, says string) {
			_, err := stage.Run(ctx, drill.WithMonitor("clumsy", made(c)))
			var failure *lab.Failure
			Expect(errors.As(err, &failure)).To(BeTrue(), "%v", err)
			Expect(failure.Of).To(Equal(lab.OfDefence))
			Expect(err.Error()).To(ContainSubstring(says))
			Expect(failure.Reproduce).To(Equal(
				`drill.Run(ctx, "zaif-api-keys-2018-01", drill.WithMonitor("clumsy", ...), drill.WithSeed(7), drill.WithScale(0.02))`))
			Expect(err.Error()).To(ContainSubstring(failure.Reproduce))
		},
		Entry("to answer the hello", clumsy{hello: func() error { return errBroken }}, "was told what it guards: the rules are broken"),
		Entry("to make a step", clumsy{step: func(*defence.Batch) (defence.Answer, error) { return defence.Answer{}, errBroken }},
			"the defence failed: at 2018-01-05T15:00:00Z, when the monitor made a step: the rules are broken"),
		Entry("to close", clumsy{close: func() error { return errBroken }}, "was closed: the rules are broken"),
		Entry("by a panic", clumsy{step: func(b *defence.Batch) (defence.Answer, error) {
			return defence.Answer{Alerts: []defence.Alert{{Rule: b.Results[3].Name}}}, nil
		}}, "failure_test.go:"),
		Entry("by a panic in the hello", clumsy{hello: func() error { panic("no such thing") }}, "no such thing"),
		Entry("to name an action that there is", clumsy{step: func(*defence.Batch) (defence.Answer, error) {
			return defence.Answer{Actions: []defence.Action{{Name: "halt_withdrawal"}}}, nil
		}}, `did you mean "halt_withdrawals"?`),
		Entry("to fill in an action", clumsy{step: func(*defence.Batch) (defence.Answer, error) {
			return defence.Answer{Actions: []defence.Action{{Name: "revoke_keys"}}}, nil
		}}, "revoke_keys: keys: missing"),
	)

	It("may fail when it is made, and may be nothing at all", func(ctx SpecContext) {
		_, err := stage.Run(ctx, drill.WithMonitor("unborn", func() (defence.Monitor, error) { return nil, errBroken }))
		Expect(err).To(MatchError(ContainSubstring("was made: the rules are broken")))
		_, err = stage.Run(ctx, drill.WithMonitor("nothing", func() (defence.Monitor, error) { return nil, nil }))
		Expect(err).To(BeAssignableToTypeOf(&lab.Failure{}))
	})

	It("spoils no other run on the stage", func(ctx SpecContext) {
		r, err := stage.Run(ctx)
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Score.String()).To(Equal("0.00"))
	})

	It("hears goodbye once in every run, also in one that is interrupted", func(ctx SpecContext) {
		var steps, closed int
		ctx2, cancel := context.WithCancel(ctx)
		_, err := stage.Watch(ctx2, drill.WithMonitor("polite", made(clumsy{
			step:  func(*defence.Batch) (defence.Answer, error) { steps++; cancel(); return defence.Answer{}, nil },
			close: func() error { closed++; return nil },
		})))
		Expect(err).To(MatchError(context.Canceled))
		Expect(steps).To(BeNumerically(">", 0))
		Expect(closed).To(Equal(1))
	})
})

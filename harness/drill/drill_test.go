package drill_test

import (
	"context"
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

const zaif = "zaif-api-keys-2018-01"

// open opens the shipped scenario with few customers.
func open(options ...drill.Option) *drill.Stage {
	GinkgoHelper()
	stage, err := drill.Open(zaif, append([]drill.Option{drill.WithScale(0.02)}, options...)...)
	Expect(err).NotTo(HaveOccurred())
	return stage
}

// recorder counts what a run consists of.
type recorder struct {
	commands, thefts int
	alerts           []defence.Alert
	fail             error
}

func (r *recorder) command(e *sim.Envelope, _ *mockexchange.Result, _ []mockexchange.Event) error {
	r.commands++
	if e.Actor == sim.Attacker {
		r.thefts++
	}
	return r.fail
}

func (r *recorder) alert(a *defence.Alert) error {
	r.alerts = append(r.alerts, *a)
	return nil
}

func (r *recorder) listen() drill.Option {
	return drill.WithObserver(drill.Observer{Command: r.command, Alert: r.alert})
}

var _ = Describe("A drill", func() {
	DescribeTable("refuses conditions that there are not",
		func(o drill.Option, says string) {
			_, err := drill.Open(zaif, o)
			Expect(err).To(MatchError(ContainSubstring(says)))
		},
		Entry("no population", drill.WithScale(0), "scale 0, expected a share"),
		Entry("more than everybody", drill.WithScale(1.01), "scale 1.01"),
		Entry("less than one in a million", drill.WithScale(1e-9), "scale 1e-09"),
		Entry("another variation", drill.WithVariation("recorded"), `variation "recorded", expected record or perturbed`),
		Entry("another lab", drill.WithLab("cloud"), `lab "cloud", expected embedded or containers`),
		Entry("a cleverer thief", drill.WithAdaptation(4), "adaptation 4, expected 0"),
		Entry("a duller one", drill.WithAdaptation(-1), "adaptation -1, expected 0"),
		Entry("an unknown defence", drill.WithDefence("guardrail"), `did you mean "guardrails"?`),
	)

	It("finds its venues by name", func() {
		stage, err := drill.Open(zaif, drill.WithScale(0.02))
		Expect(err).NotTo(HaveOccurred())
		w, number, ok := stage.Venue("zaif")
		Expect(ok).To(BeTrue())
		Expect(number).To(BeZero())
		Expect(w).To(BeIdenticalTo(stage.World()))
		Expect(stage.Worlds()).To(HaveLen(1))
		_, _, ok = stage.Venue("minato")
		Expect(ok).To(BeFalse())
	})

	It("suggests the scenario that was meant", func() {
		_, err := drill.Open("zaif-api-key-2018-01")
		var unknown *yamldoc.UnknownError
		Expect(errors.As(err, &unknown)).To(BeTrue())
		Expect(unknown.Nearest).To(Equal(zaif))
	})

	It("says in its result what it ran under", func(ctx SpecContext) {
		salt, err := sim.ParseSalt("5ca1ab1e0ddba11f00dcafe5e1ec7ed1")
		Expect(err).NotTo(HaveOccurred())
		r, err := drill.Run(ctx, zaif, drill.WithScale(0.02), drill.WithSeed(3), drill.WithVariation("perturbed"),
			drill.WithSalt(salt), drill.WithAdaptation(1), drill.WithEngine("v9"), drill.WithDefence("static-limits"))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Seed).To(BeEquivalentTo(3))
		Expect(r.Scale.String()).To(Equal("0.02"))
		Expect([]string{r.Variation, r.SaltCommitment, r.Lab, r.Engine, r.Defence.Name}).To(Equal([]string{"perturbed", salt.Commitment(), "embedded", "v9", "static-limits"}))
		Expect(r.Adaptation).To(Equal(1))
		Expect(r.Reproduce).To(Equal("exdrill run zaif-api-keys-2018-01 --defence static-limits --seed 3 --variation perturbed --salt " + salt.Commitment() + " --scale 0.02 --adaptation 1"))
	})

	It("is the same whenever it is run", func(ctx SpecContext) {
		first, err := open(drill.WithSeed(5), drill.WithDefence("random")).Run(ctx)
		Expect(err).NotTo(HaveOccurred())
		second, err := open(drill.WithSeed(5), drill.WithDefence("random")).Run(ctx)
		Expect(err).NotTo(HaveOccurred())
		Expect(second.Log.Head).To(Equal(first.Log.Head))
		Expect(second.Score).To(Equal(first.Score))
	})

	It("lets several defences share a stage, and gives each what it would get alone", func(ctx SpecContext) {
		stage := open()
		for _, name := range []string{"none", "guardrails", "history"} {
			shared, err := stage.Run(ctx, drill.WithDefence(name))
			Expect(err).NotTo(HaveOccurred())
			alone, err := open(drill.WithDefence(name)).Run(ctx)
			Expect(err).NotTo(HaveOccurred())
			Expect(shared.Log.Head).To(Equal(alone.Log.Head))
			Expect(shared.Score).To(Equal(alone.Score))
			Expect(shared.Harm).To(Equal(alone.Harm))
		}
	})

	It("tells an observer of every command and alert, and anybody of the time", func(ctx SpecContext) {
		var heard recorder
		var times []int64
		stage := open(drill.WithDefence("history"))
		r, err := stage.Run(ctx, heard.listen(), drill.WithObserver(drill.Observer{Progress: func(now int64) { times = append(times, now) }}))
		Expect(err).NotTo(HaveOccurred())
		Expect(heard.commands).To(BeEquivalentTo(r.Outcome.Commands))
		Expect(heard.thefts).To(BeNumerically(">", 200))
		Expect(heard.alerts).To(HaveLen(len(r.Outcome.Alerts)))
		Expect(heard.alerts).NotTo(BeEmpty())
		Expect(times).NotTo(BeEmpty())
		for i := 1; i < len(times); i++ {
			Expect(times[i]).To(BeNumerically(">=", times[i-1]))
		}
		Expect(times[len(times)-1]).To(BeNumerically("<=", stage.End()))
	})

	It("ends with its observer", func(ctx SpecContext) {
		full := errors.New("the disk is full")
		_, err := open().Run(ctx, (&recorder{fail: full}).listen())
		Expect(err).To(MatchError(full))
	})

	It("goes by in peace where that is asked for", func(ctx SpecContext) {
		var heard recorder
		stage := open()
		o, err := stage.Watch(ctx, heard.listen(), drill.WithoutAttack())
		Expect(err).NotTo(HaveOccurred())
		Expect(heard.thefts).To(BeZero())
		Expect(o.Honest).To(BeNumerically(">", 10_000))
	})

	It("stops when it is interrupted, and can be run again", func(ctx SpecContext) {
		stage := open()
		interrupted, cancel := context.WithCancel(ctx)
		began := false
		_, err := stage.Run(interrupted, drill.WithObserver(drill.Observer{Progress: func(int64) { began = true; cancel() }}), drill.WithDefence("guardrails"))
		Expect(err).To(MatchError(context.Canceled))
		Expect(began).To(BeTrue())
		_, err = stage.Run(ctx, drill.WithDefence("guardrails"))
		Expect(err).NotTo(HaveOccurred())
	}, NodeTimeout(time.Minute))
})

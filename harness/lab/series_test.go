package lab

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

const zaif = "zaif-api-keys-2018-01"

// series builds a small world of the shipped scenario.
func series(seed uint64) *Series {
	GinkgoHelper()
	sc, err := scenarios.Load(zaif)
	Expect(err).NotTo(HaveOccurred())
	s, err := NewSeries(Conditions{
		Scenario: sc, Seed: seed, Scale: sim.Whole / 50, Variation: draw.Record, Lab: Embedded, Engine: "v1",
	})
	Expect(err).NotTo(HaveOccurred())
	return s
}

func shipped(s *Series, name string) *defence.Defence {
	GinkgoHelper()
	d, err := bundle.Load(name, s.World().Scenario)
	Expect(err).NotTo(HaveOccurred())
	return d
}

// counted is a defence whose monitors are counted: one for every run.
func counted(name string, posture control.Posture) (d *defence.Defence, runs func() int) {
	var mutex sync.Mutex
	n := 0
	return defence.New(name, posture, func() (defence.Monitor, error) {
			mutex.Lock()
			defer mutex.Unlock()
			n++
			return &diary{}, nil
		}), func() int {
			mutex.Lock()
			defer mutex.Unlock()
			return n
		}
}

// talker is a program outside of ours: as far as the lab knows.
func talker(posture control.Posture, note func(string)) *defence.Defence {
	d := defence.New("talker", posture, func() (defence.Monitor, error) { return &noisy{note: note}, nil })
	d.Watch.External = true
	return d
}

// noisy tells when its run begins and when it is over.
type noisy struct {
	diary
	note func(string)
}

func (n *noisy) Hello(*defence.Hello) error { n.note("begun"); return nil }
func (n *noisy) Close() error               { n.note("over"); return nil }

// tape notes what a run consists of.
type tape struct {
	envelopes []sim.Envelope
	results   []mockexchange.Result
	events    []mockexchange.Event
}

func (t *tape) observer() Observer {
	return Observer{Command: func(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error {
		t.envelopes = append(t.envelopes, *e)
		t.results = append(t.results, *r)
		t.events = append(t.events, events...)
		return nil
	}}
}

var _ = Describe("A series", func() {
	It("lets no two runs of one program go side by side", func() {
		s := series(1)
		s.conditions.Workers = 4
		var mutex sync.Mutex
		var heard []string
		d := talker(control.Posture{control.KeyAllowList{}}, func(what string) {
			mutex.Lock()
			defer mutex.Unlock()
			heard = append(heard, what)
		})
		_, err := s.Score(context.Background(), d)
		Expect(err).NotTo(HaveOccurred())
		Expect(heard).To(Equal([]string{"begun", "over", "begun", "over"}))
	})

	It("plays what its defences share once", func(ctx SpecContext) {
		s := series(1)
		d, runs := counted("watcher", nil)
		_, err := s.Score(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		Expect(runs()).To(Equal(1), "a monitor alone is its own part")
		Expect(s.played.runs).To(HaveLen(3), "defended, undefended, closed day")
		_, err = s.Score(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		Expect(runs()).To(Equal(1))
		_, err = s.Score(ctx, shipped(s, "none"))
		Expect(err).NotTo(HaveOccurred())
		Expect(s.played.runs).To(HaveLen(3))
		both, runs := counted("both", control.Posture{control.KeyAllowList{}})
		_, err = s.Score(ctx, both)
		Expect(err).NotTo(HaveOccurred())
		Expect(runs()).To(Equal(2), "defended, and the monitor alone")
		Expect(s.played.runs).To(HaveLen(6))
	})

	It("uses a recorded run as a twin too, and records again when asked again", func(ctx SpecContext) {
		s := series(1)
		var first, second tape
		a, err := s.Score(ctx, shipped(s, "history"), first.observer())
		Expect(err).NotTo(HaveOccurred())
		b, err := s.Score(ctx, shipped(s, "history"), second.observer())
		Expect(err).NotTo(HaveOccurred())
		Expect(a.Outcome.Head).To(Equal(b.Outcome.Head))
		Expect(second.results).To(Equal(first.results))
		Expect(s.played.runs).To(HaveLen(3))
	})

	It("plays a posture once, whatever the defences are called that have it", func(ctx SpecContext) {
		s := series(1)
		hold := control.Posture{control.FirstSeenHold{For: time.Hour}}
		one, err := s.Score(ctx, defence.New("one", hold, nil))
		Expect(err).NotTo(HaveOccurred())
		other, err := s.Score(ctx, defence.New("other", hold, nil))
		Expect(err).NotTo(HaveOccurred())
		longer, err := s.Score(ctx, defence.New("one", control.Posture{control.FirstSeenHold{For: 2 * time.Hour}}, nil))
		Expect(err).NotTo(HaveOccurred())
		Expect(other.Outcome).To(BeIdenticalTo(one.Outcome))
		Expect(longer.Outcome).NotTo(BeIdenticalTo(one.Outcome))
		Expect([]string{one.Result.Defence.Name, other.Result.Defence.Name}).To(Equal([]string{"one", "other"}))
	})

	It("plays a defence that names the thief once more without him", func(ctx SpecContext) {
		s := series(1)
		stolen := s.World().Truth.Keys[0]
		var began atomic.Int64
		daily := defence.New("daily", nil, func() (defence.Monitor, error) {
			began.Add(1)
			return &diary{answer: func(now int64) (a defence.Answer) {
				a.WakeAt = now + int64(24*time.Hour)
				a.Alerts = []defence.Alert{{Keys: []uint32{stolen}}}
				return a
			}}, nil
		})
		scored, err := s.Score(ctx, daily)
		Expect(err).NotTo(HaveOccurred())
		Expect(began.Load()).To(BeEquivalentTo(2))
		Expect(scored.Result.Detection.Alerts.True).NotTo(BeZero())
		Expect(*scored.Result.Detection.Chance).To(BeEquivalentTo(sim.Whole))
		Expect(scored.Result.Detection.DetectedAt).To(BeZero())
		alone, err := s.ScoreDefended(ctx, daily)
		Expect(err).NotTo(HaveOccurred())
		Expect(alone.Result.Detection).To(Equal(scored.Result.Detection))
	})

	It("is not spoilt by somebody else's interrupt", func(ctx SpecContext) {
		s := series(1)
		gone, cancel := context.WithCancel(ctx)
		begun := make(chan struct{})
		var once sync.Once
		slow := defence.New("slow", nil, func() (defence.Monitor, error) {
			return &diary{answer: func(int64) defence.Answer {
				once.Do(func() { close(begun); cancel() })
				return defence.Answer{}
			}}, nil
		})
		var group sync.WaitGroup
		defer group.Wait()
		group.Go(func() {
			defer GinkgoRecover()
			_, err := s.Score(gone, slow)
			Expect(err).To(MatchError(context.Canceled))
		})
		<-begun
		_, err := s.Score(ctx, slow)
		Expect(err).NotTo(HaveOccurred())
	}, NodeTimeout(time.Minute))

	It("ends all runs when one fails, and says who failed", func(ctx SpecContext) {
		s := series(1)
		broken := defence.New("broken", nil, func() (defence.Monitor, error) { return nil, errors.New("no rules") })
		_, err := s.Score(ctx, broken)
		var failure *Failure
		Expect(errors.As(err, &failure)).To(BeTrue())
		Expect(failure.Of).To(Equal(OfDefence))
		Expect(failure.Reproduce).To(Equal("exdrill run zaif-api-keys-2018-01 --defence broken --seed 1 --scale 0.02"))
	})

	It("does not begin when it is interrupted before", func(ctx SpecContext) {
		s := series(1)
		gone, cancel := context.WithCancel(ctx)
		cancel()
		_, err := s.Score(gone, shipped(s, "none"))
		Expect(err).To(MatchError(context.Canceled))
		Expect(s.played.runs).To(BeEmpty())
	})
})

var _ = Describe("A run", Ordered, func() {
	var s *Series
	var t tape
	var outcome *Outcome

	BeforeAll(func(ctx SpecContext) {
		s = series(2)
		var err error
		outcome, err = s.Play(ctx, shipped(s, "oracle"), false, t.observer())
		Expect(err).NotTo(HaveOccurred())
	})

	It("goes forward in time and numbers its telemetry without gaps", func() {
		for i := 1; i < len(t.envelopes); i++ {
			Expect(t.envelopes[i].At).To(BeNumerically(">=", t.envelopes[i-1].At))
		}
		for i, e := range t.events {
			Expect(e.Seq).To(BeEquivalentTo(i + 1))
		}
		Expect(len(t.envelopes)).To(BeEquivalentTo(outcome.Commands))
	})

	It("lets the oracle act at once, on the truth", func() {
		first := slices.IndexFunc(t.envelopes, func(e sim.Envelope) bool { return e.Actor == sim.Attacker })
		Expect(first).To(BeNumerically(">", 0))
		Expect(outcome.Actions).NotTo(BeEmpty())
		Expect(outcome.Actions[0].At - t.envelopes[first].At).To(BeNumerically("<=", int64(10*time.Second)))
		for _, a := range outcome.Actions {
			Expect(a.Code).To(Equal("ok"))
		}
	})

	It("brings customers' deposits through the chain, one transaction a block", func() {
		credited := 0
		for _, e := range t.events {
			if e.Type == mockexchange.DepositCredited {
				credited++
			}
		}
		Expect(credited).To(BeNumerically(">", 10))
	})
})

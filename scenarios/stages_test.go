package scenarios_test

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// stages are those that specs have opened. Specs that ask for the same drawing at
// the same scale share its worlds, its undefended run and its closed day; nothing
// that runs on a stage changes it. Worlds at full size are not kept.
var stages = map[string]*drill.Stage{}

// open gives the stage of a scenario's record.
func open(id string, seed uint64, scale float64) *drill.Stage {
	GinkgoHelper()
	return opened(id, seed, scale, draw.Record, sim.Salt{})
}

// variant gives the stage of a scenario that is drawn anew, with a salt or with none.
func variant(id string, seed uint64, scale float64, salt sim.Salt) *drill.Stage {
	GinkgoHelper()
	return opened(id, seed, scale, draw.Perturbed, salt)
}

func opened(id string, seed uint64, scale float64, variation string, salt sim.Salt) *drill.Stage {
	GinkgoHelper()
	key := fmt.Sprint(id, " ", seed, " ", scale, " ", variation, " ", salt.Commitment())
	if stage, found := stages[key]; found {
		return stage
	}
	stage, err := drill.Open(id, drill.WithSeed(seed), drill.WithScale(scale), drill.WithVariation(variation), drill.WithSalt(salt))
	Expect(err).NotTo(HaveOccurred())
	if scale < 1 {
		stages[key] = stage
	}
	return stage
}

// soaking says that repetitions are not spared.
var soaking = os.Getenv("EXDRILL_SOAK") == "1"

// drawings are the seeds of a spec: a few, and all of them in the soak.
func drawings(few, all uint64) (seeds []uint64) {
	if soaking {
		few = all
	}
	for seed := range few {
		seeds = append(seeds, seed+1)
	}
	return seeds
}

// some are a few of a list, spread over it from its first to its last, and all of
// it in the soak.
func some[T any](few int, all []T) (list []T) {
	if soaking || len(all) <= few {
		return all
	}
	for i := range few {
		list = append(list, all[i*(len(all)-1)/(few-1)])
	}
	return list
}

// against is a scored run on a stage.
func against(ctx SpecContext, stage *drill.Stage, d drill.Option) *drill.Result {
	GinkgoHelper()
	r, err := stage.Run(ctx, d)
	Expect(err).NotTo(HaveOccurred())
	return r
}

// standing is a bundle of one control and nothing else.
func standing(control string) drill.Option {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	for name, text := range map[string]string{
		"defence.yaml": "name: standing\nversion: 1\ndescription: one standing limit\n",
		"posture.yaml": "controls: {" + control + "}\n",
	} {
		Expect(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)).To(Succeed())
	}
	return drill.WithDefence(dir)
}

// bundleOf is a bundle of these files.
func bundleOf(files map[string]string) drill.Option {
	GinkgoHelper()
	dir := GinkgoT().TempDir()
	for name, text := range files {
		Expect(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)).To(Succeed())
		Expect(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)).To(Succeed())
	}
	return drill.WithDefence(dir)
}

// watching is a monitor under a chain watch that takes so long, and nothing else.
func watching(name string, after time.Duration, make defence.Factory) drill.Option {
	return drill.WithLoaded(name, func(*scenarios.Scenario) (*defence.Defence, error) {
		return defence.New(name, control.Posture{control.ChainWatch{After: after}}, make), nil
	})
}

// spared is what a defence keeps from the thief, in parts per million of what
// he takes where nobody defends.
func spared(r *drill.Result) int64 {
	GinkgoHelper()
	Expect(r.Loss.Undefended).To(BeNumerically(">", 0))
	return int64(money.Whole * (1 - float64(r.Loss.Net)/float64(r.Loss.Undefended)))
}

// spares is what a defence keeps from the thief as spared has it, without the runs
// that only a score takes.
func spares(ctx SpecContext, stage *drill.Stage, d drill.Option) int64 {
	GinkgoHelper()
	none := against(ctx, stage, drill.WithDefence("none"))
	o, err := stage.Watch(ctx, d)
	Expect(err).NotTo(HaveOccurred())
	return int64(money.Whole * (1 - float64(o.Tally.Net())/float64(none.Loss.Undefended)))
}

// billed is how often each kind of harm is on a defence's bill.
func billed(r *drill.Result) map[string]int64 {
	count := map[string]int64{}
	for _, item := range r.Harm.Items {
		if item.Count != 0 || item.Price != 0 {
			count[item.Kind] = item.Count
		}
	}
	return count
}

// instant reads a time of a specification.
func instant(text string) int64 {
	GinkgoHelper()
	t, err := time.Parse(time.RFC3339, text)
	Expect(err).NotTo(HaveOccurred())
	return t.UnixNano()
}

// told checks the texts of a scenario: a brief without spoilers, a story with
// every source and the figures that matter, and both in two languages.
func told(id string, spoilers, figures []string) {
	GinkgoHelper()
	s := load(id)
	for _, language := range []string{"en", "ja"} {
		brief, story := s.Brief(language), s.Story(language)
		for _, word := range spoilers {
			Expect(brief).NotTo(ContainSubstring(word), "%s, brief, %s", id, language)
		}
		for _, source := range s.Incident.Sources {
			if source.ID != (scenarios.Name{}) && source.Address != "not recorded" {
				Expect(story).To(ContainSubstring(source.Address), "%s, story, %s", id, language)
			}
		}
		for _, figure := range figures {
			Expect(story).To(ContainSubstring(figure), "%s, story, %s", id, language)
		}
	}
	right, wrong := 0, 0
	for _, c := range s.Lesson.Containments {
		if c.Right {
			right++
		} else {
			wrong++
		}
		Expect(c.Because.In("ja")).NotTo(Equal(c.Because.In("en")))
	}
	Expect(min(right, wrong, len(s.Lesson.Questions), len(s.Lesson.Hints))).To(BeNumerically(">=", 1))
	Expect(s.Title.In("ja")).NotTo(Equal(s.Title.In("en")))
}

// listener hears every event of a run, with the command behind it.
type listener func(e *sim.Envelope, ev *mockexchange.Event)

func (l listener) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	for i := range events {
		l(e, &events[i])
	}
	return nil
}

// hear plays a run for a listener alone.
func hear(ctx SpecContext, stage *drill.Stage, l listener, options ...drill.Option) {
	GinkgoHelper()
	_, err := stage.Watch(ctx, append(options, drill.WithObserver(drill.Observer{Command: l.command}))...)
	Expect(err).NotTo(HaveOccurred())
}

// surge is when a surge of the scenario lasts, in virtual nanoseconds.
func surge(s *drill.Stage, number int) (from, to int64) {
	g := &s.World().Scenario.Population.Surges[number]
	return g.Start.Unix, g.End.Unix
}

const hour = int64(3_600_000_000_000)

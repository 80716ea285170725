//go:build linux

package scenarios_test

import (
	"encoding/json"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/confine"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/specneed"
	"github.com/exdrill/exdrill/scenarios"
)

// spy reads over the shoulder of whoever started it: what files he has open,
// and in one of them, the result of a run that was kept, when the thief comes.
// An hour earlier it takes the coins away.
const spy = `import glob, json, os, sys

def first_action():
    for path in filter(os.path.isfile, glob.glob("/proc/%d/fd/*" % os.getppid())):
        try:
            with open(path) as f:
                return json.load(f)["first_action"]
        except (OSError, ValueError, TypeError, KeyError):
            continue

print("{}", flush=True) if json.loads(sys.stdin.readline()) else None
at, done = first_action(), False
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "bye":
        break
    answer, due = {}, at and at - 3600 * 10**9
    if due and not done:
        if message["now"] >= due:
            done, answer = True, {"actions": [{"name": "rotate_hot_key"}, {"name": "sweep_to_cold"}]}
        else:
            answer = {"wake_at": due}
    print(json.dumps(answer), flush=True)
`

var _ = Describe("A program that looks at its parent", Label("embedded", "cheat"), func() {
	BeforeEach(func() {
		if why := confine.Unavailable(); why != "" {
			Skip("SKIPPED, NOT TESTED: " + why)
		}
	})

	It("would win if nothing confined it, and finds nothing", func(ctx SpecContext) {
		stage, none := firstAttacked(ctx, "coincheck-nem-2018-01")
		kept, err := os.CreateTemp(GinkgoT().TempDir(), "result")
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(kept.Close)
		Expect(json.NewEncoder(kept).Encode(map[string]any{"first_action": int64(none.Detection.FirstActionAt)})).To(Succeed())

		confined, free := bothWays(spy, func(d drill.Option) *drill.Result { return against(ctx, stage, d) })
		Expect(free.Score).To(BeNumerically(">", none.Score+500), "a spy that wins, so that this spec can fail")
		Expect(free.Unconfined).NotTo(BeEmpty())
		Expect(confined.Score).To(Equal(none.Score))
		Expect(confined.Log.Head).To(Equal(none.Log.Head))
		Expect(confined.Unconfined).To(BeEmpty())
	})

	It("is no worse off for it if it is honest", func(ctx SpecContext) {
		watch, err := os.ReadFile("../harness/cmd/exdrill/starters/python/watch.py")
		Expect(err).NotTo(HaveOccurred())
		watched := func(d drill.Option) *lab.Outcome {
			o, err := open("zaif-api-keys-2018-01", 1, 0.02).Watch(ctx, d)
			Expect(err).NotTo(HaveOccurred())
			return o
		}
		confined, free := bothWays(string(watch), watched)
		Expect(confined.Tally.Alerts).NotTo(BeEmpty())
		Expect(confined.Actions).NotTo(BeEmpty())
		Expect(confined.Head).To(Equal(free.Head))
	})
})

// bothWays runs a Python program confined, and with nothing to confine it.
func bothWays[R any](program string, run func(drill.Option) R) (confined, free R) {
	GinkgoHelper()
	python := "/usr/bin/python3" // the system's begins sooner than others
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	specneed.Program("python3")
	folder := GinkgoT().TempDir()
	for name, text := range map[string]string{
		"defence.yaml": "name: program\nversion: 1\ndescription: a program\nprocess: [" + python + ", ./watch.py]\n", "watch.py": program,
	} {
		Expect(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600)).To(Succeed())
	}
	play := func(free bool) R {
		return run(drill.WithLoaded("program", func(sc *scenarios.Scenario) (*defence.Defence, error) {
			d, err := bundle.Load(folder, sc)
			if err == nil && free {
				d.Watch.Maker.(*protocol.Maker).Program.Free = true
				d = d.Derived("program", "nothing confines it") // or it would have the other's run
			}
			return d, err
		}))
	}
	return play(false), play(true)
}

// firstAttacked opens the first variant of a scenario in which a thief comes.
func firstAttacked(ctx SpecContext, id string) (*drill.Stage, *drill.Result) {
	GinkgoHelper()
	for seed := uint64(1); ; seed++ {
		Expect(seed).To(BeNumerically("<", 50))
		stage := variant(id, seed, 0.02, sim.Salt{})
		if none := against(ctx, stage, drill.WithDefence("none")); none.Detection.FirstActionAt != 0 {
			return stage, none
		}
	}
}

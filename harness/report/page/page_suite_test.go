package page_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
)

func TestPage(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Page")
}

// lived plays each drill that specs look at once.
var lived = struct {
	sync.Mutex
	runs map[string]*page.Run
}{runs: make(map[string]*page.Run)}

// played is a run at a small scale.
func played(scenario, guard string) *page.Run {
	GinkgoHelper()
	lived.Lock()
	defer lived.Unlock()
	if r := lived.runs[scenario+guard]; r != nil {
		return r
	}
	stage, err := drill.Open(scenario, drill.WithScale(0.01))
	Expect(err).NotTo(HaveOccurred())
	c := timeline.NewChronicle(stage.Worlds())
	r, err := stage.Run(context.Background(), drill.WithDefence(guard), drill.WithObserver(c.Observer()))
	Expect(err).NotTo(HaveOccurred())
	kept := &page.Run{Result: &r.Result, Timeline: c.Compose(&r.Result, r.Outcome, r.Undefended), Brief: "# A title\n\nIt is *Saturday*.\n\n## What you see\n\n- a log,\n  late\n- mail\n"}
	lived.runs[scenario+guard] = kept
	return kept
}

func written(r *page.Run, language string) string {
	GinkgoHelper()
	var b bytes.Buffer
	Expect(page.WriteRun(&b, r, language)).To(Succeed())
	return b.String()
}

// What thieves hold, and what defences are.
var (
	holds = map[string]string{"zaif-api-keys-2018-01": "api_keys", "coincheck-nem-2018-01": "signing_key", "payday": "none"}
	kinds = map[string]string{"guardrails": "posture", "sentinel": "monitor", "halt-everything": "monitor"}
)

// row is a run of a store.
func row(scenario, guard string, seed uint64, level int, points float64) *runs.Row {
	loss := score.Amount(1_000_000 - 10_000*max(points, 0))
	r := &runs.Row{
		Identity: runs.Identity{
			Scenario: scenario, ScenarioDigest: scenario, Defence: guard, DefenceDigest: guard, Seed: seed,
			Scale: 100_000, Variation: "perturbed", Lab: "embedded", Adaptation: level, Engine: "v1",
		},
		Attack: scenario != "payday", Score: score.Points(points * 100), Loss: loss, Undefended: 1_000_000,
		Harm: score.Amount(10_000 + seed*100), ClosedDay: 100_000, Currency: "JPY", Availability: 990_000, Passed: true, WallMS: 40,
	}
	if !r.Attack {
		r.Loss, r.Undefended = 0, 0
	}
	r.Result = &score.Result{
		Scenario: score.ScenarioRef{Holds: holds[scenario]}, Defence: score.DefenceRef{Kind: kinds[guard]},
		Loss: score.Loss{Undefended: r.Undefended, Net: r.Loss},
		Harm: score.Harm{
			Total: r.Harm, ClosedDay: r.ClosedDay, Items: []score.HarmItem{{Kind: "order_refused", Count: 1, Price: r.Harm}},
			ClosedDayItems: []score.HarmItem{{Kind: "withdrawal_late", Count: 1, Price: r.ClosedDay}},
		},
	}
	return r
}

// benchmark is a store with three defences, levels, and a sweep.
func benchmark(shift float64) (list []*runs.Row) {
	for seed := uint64(1); seed <= 10; seed++ {
		for i, scenario := range []string{"zaif-api-keys-2018-01", "coincheck-nem-2018-01", "payday"} {
			wave := float64(seed%4) + float64(7*i)
			for level := 0; level <= 3; level++ {
				list = append(list,
					row(scenario, "guardrails", seed, level, 82-wave-float64(level*level)*4+shift),
					row(scenario, "sentinel", seed, level, 64+wave-float64(level)*3),
					row(scenario, "halt-everything", seed, level, -70+wave))
			}
		}
		for i, value := range []string{"10", "3", "5"} {
			r := row("zaif-api-keys-2018-01", "sentinel[rules.dead_key.threshold="+value+"]", seed, 0, 60-float64(10*i))
			r.Harm += score.Amount(4_000 * i)
			list = append(list, r)
		}
	}
	return list
}

func writtenBench(language string) string {
	GinkgoHelper()
	b, err := page.NewBench("runs.db", benchmark(0), "oracle")
	Expect(err).NotTo(HaveOccurred())
	Expect(b.Since("last-week.db", benchmark(-3))).To(Succeed())
	b.AddYear(bill.Default(), "oracle")
	Expect(b.AddStability("oracle")).To(Succeed())
	var out bytes.Buffer
	Expect(page.WriteBench(&out, b, language)).To(Succeed())
	return out.String()
}

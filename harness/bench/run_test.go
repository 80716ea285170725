package bench_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// small is a benchmark of a few seconds: two scenarios, three defences.
func small(seeds ...uint64) *bench.Plan {
	return &bench.Plan{
		Scenarios: []string{"payday", "zaif-api-keys-2018-01"}, Defences: []string{"none", "static-limits", "guardrails"},
		Seeds: seeds, Salts: []sim.Salt{{}}, Levels: []int{0}, Variation: "perturbed", Scale: 10_000, Lab: "embedded", Engine: "spec",
	}
}

func jobs(p *bench.Plan) []bench.Job {
	GinkgoHelper()
	list, err := p.Jobs()
	Expect(err).NotTo(HaveOccurred())
	return list
}

func openStore(path string) *runs.Store {
	GinkgoHelper()
	s, err := runs.Open(path)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(s.Close)
	return s
}

func temporary(name string) string { return filepath.Join(GinkgoT().TempDir(), name) }

// table is everything that a benchmark prints but what it cost.
func table(p *bench.Plan, s *runs.Store) string {
	GinkgoHelper()
	rows, err := bench.RowsOf(jobs(p), s)
	Expect(err).NotTo(HaveOccurred())
	for _, r := range rows {
		r.WallMS = 0
	}
	m, err := bench.NewMatrix(rows)
	Expect(err).NotTo(HaveOccurred())
	var text bytes.Buffer
	Expect(report.WriteBenchmark(&text, report.JSON, &report.Benchmark{Matrix: m, Board: bench.Board(m, rows, "oracle")}, report.Options{})).To(Succeed())
	return text.String()
}

// benchInto runs a benchmark and says so after every run.
func benchInto(path string) int {
	s, err := runs.Open(path)
	if err == nil {
		var list []bench.Job
		p := small(1)
		if list, err = p.Jobs(); err == nil {
			err = bench.Do(context.Background(), p, list, s, 2, func(done, all int, _ *runs.Row) { fmt.Println("done", done, "of", all) })
		}
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

var _ = Describe("a benchmark", func() {
	It("prints the same table whatever the workers, the order and the shards", func(ctx SpecContext) {
		p := small(1)
		one := openStore(temporary("one.db"))
		Expect(bench.Do(ctx, p, jobs(p), one, 1, nil)).To(Succeed())
		want := table(p, one)
		Expect(want).To(ContainSubstring("guardrails"))

		backwards := jobs(p)
		slices.Reverse(backwards)
		three := openStore(temporary("three.db"))
		Expect(bench.Do(ctx, p, backwards, three, 3, nil)).To(Succeed())
		Expect(table(p, three)).To(Equal(want))

		whole, seen := openStore(temporary("whole.db")), 0
		for n := range 3 {
			part := openStore(temporary(fmt.Sprintf("part%d.db", n)))
			mine := bench.Shard{Number: n + 1, Of: 3}.Jobs(jobs(p))
			seen += len(mine)
			Expect(bench.Do(ctx, p, mine, part, 2, nil)).To(Succeed())
			_, err := whole.Merge(part)
			Expect(err).NotTo(HaveOccurred())
		}
		Expect(seen).To(Equal(len(jobs(p))), "each job falls to one shard")
		Expect(table(p, whole)).To(Equal(want))
	})

	It("goes on where it was interrupted, and repeats nothing", func(ctx SpecContext) {
		p := small(1)
		s := openStore(temporary("runs.db"))
		interrupted, stop := context.WithCancel(ctx)
		made := 0
		err := bench.Do(interrupted, p, jobs(p), s, 1, func(_, _ int, r *runs.Row) {
			if r != nil {
				if made++; made == 2 {
					stop()
				}
			}
		})
		Expect(err).To(MatchError(context.Canceled))
		first := -1
		Expect(bench.Do(ctx, p, jobs(p), s, 1, func(done, all int, r *runs.Row) {
			if first < 0 {
				first = done
			}
			if r != nil {
				made++
			}
			Expect(all).To(Equal(6))
		})).To(Succeed())
		Expect(first).To(BeNumerically(">=", 2))
		Expect(made).To(Equal(6))
	})

	It("loses no finished run when it is killed, and repeats none", Label("slow"), func(ctx SpecContext) {
		path := temporary("runs.db")
		child := exec.CommandContext(ctx, os.Args[0])
		child.Env = append(os.Environ(), asBench+"="+path)
		out, err := child.StdoutPipe()
		Expect(err).NotTo(HaveOccurred())
		Expect(child.Start()).To(Succeed())
		said := bufio.NewScanner(out)
		for said.Scan() && said.Text() != "done 2 of 6" {
			Expect(said.Text()).To(HavePrefix("done "))
		}
		Expect(child.Process.Kill()).To(Succeed())
		for said.Scan() {
			// What it said before it died counts.
			continue
		}
		Expect(child.Wait()).To(HaveOccurred())

		p, s := small(1), openStore(path)
		kept, made := -1, 0
		Expect(bench.Do(ctx, p, jobs(p), s, 2, func(done, _ int, r *runs.Row) {
			if kept < 0 {
				kept = done
			}
			if r != nil {
				made++
			}
		})).To(Succeed())
		Expect(kept).To(BeNumerically(">=", 2))
		Expect(made).To(Equal(6 - kept))
		undisturbed := openStore(temporary("undisturbed.db"))
		Expect(bench.Do(ctx, p, jobs(p), undisturbed, 2, nil)).To(Succeed())
		Expect(table(p, s)).To(Equal(table(p, undisturbed)))
	})

	It("counts a defence that fails as the worst score, and goes on", func(ctx SpecContext) {
		p := small(1)
		p.Scenarios = []string{"payday"}
		p.Overridden = func(sc *scenarios.Scenario, name string) (*defence.Defence, error) {
			if name == "guardrails" {
				return defence.New("guardrails", nil, func() (defence.Monitor, error) { return broken{}, nil }), nil
			}
			return bundle.Load(name, sc)
		}
		s := openStore(temporary("runs.db"))
		Expect(bench.Do(ctx, p, jobs(p), s, 1, nil)).To(Succeed())
		rows, err := bench.RowsOf(jobs(p), s)
		Expect(err).NotTo(HaveOccurred())
		m, err := bench.NewMatrix(rows)
		Expect(err).NotTo(HaveOccurred())
		Expect(m.Cell("payday", "guardrails").Failed).To(Equal(1))
		Expect(m.Cell("payday", "guardrails").Mean).To(Equal(-100.0))
		Expect(m.Cell("payday", "none").Mean).To(Equal(100.0))
	})

	It("refuses two defences of one name and what does not exist before anything runs", func() {
		p := small(1)
		p.Overridden = func(*scenarios.Scenario, string) (*defence.Defence, error) { return defence.New("mine", nil, nil), nil }
		_, err := p.Jobs()
		Expect(err).To(MatchError(ContainSubstring("none and static-limits are both called mine")))
		p = small(1)
		p.Scenarios = append(p.Scenarios, "no-such-day")
		_, err = p.Jobs()
		Expect(err).To(MatchError(ContainSubstring("no-such-day")))
	})

	DescribeTable("reads parts of the work", func(text string, want bench.Shard) {
		Expect(bench.ParseShard(text)).To(Equal(want))
	}, Entry(nil, "3/20", bench.Shard{Number: 3, Of: 20}), Entry(nil, "1/1", bench.Shard{Number: 1, Of: 1}))
	DescribeTable("refuses other parts", func(text string) {
		_, err := bench.ParseShard(text)
		Expect(err).To(HaveOccurred())
	}, Entry(nil, "0/3"), Entry(nil, "4/3"), Entry(nil, "3"), Entry(nil, "a/b"), Entry(nil, "1/2x"))
})

// broken is a monitor that gives up.
type broken struct{}

func (broken) Hello(*defence.Hello) error { return nil }

func (broken) Step(*defence.Batch) (defence.Answer, error) {
	return defence.Answer{}, errors.New("it sent half a line")
}

func (broken) Close() error { return nil }

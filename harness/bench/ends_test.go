package bench_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("both ends of what people are like", func() {
	It("test the order with the same runs, in which controls cost less and more", func(ctx SpecContext) {
		p := small(1)
		p.Scenarios, p.Defences = []string{"payday"}, []string{"none", "patience"}
		p.Overridden = func(sc *scenarios.Scenario, name string) (*defence.Defence, error) {
			if name == "none" {
				return bundle.Load(name, sc)
			}
			return defence.New(name, control.Posture{control.FirstSeenHold{For: 12 * time.Hour}}, nil), nil
		}
		store := openStore(temporary("runs.db"))
		Expect(bench.Do(ctx, p, jobs(p), store, 2, nil)).To(Succeed())
		rows, err := bench.RowsOf(jobs(p), store)
		Expect(err).NotTo(HaveOccurred())
		told := 0
		ends, err := bench.PlayEnds(ctx, p, jobs(p), 2, func(done, all int, _ *runs.Row) {
			Expect(done).To(BeNumerically("<=", all))
			told = done
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(told).To(Equal(4))
		Expect(ends).To(HaveLen(2))
		harm := func(list []*runs.Row) int64 {
			Expect(list).To(HaveLen(2))
			Expect(list[1].Defence).To(Equal("patience"))
			Expect(list[0].Harm).To(BeZero(), "nobody is kept from anything")
			return int64(list[1].Harm)
		}
		Expect(harm(ends[0].Rows)).To(BeNumerically("<", harm(rows)))
		Expect(harm(ends[1].Rows)).To(BeNumerically(">", harm(rows)))
		s, err := bench.Stable(rows, ends, bench.NewMatrix)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.Stands).To(ContainElements(ends[0].When, ends[1].When))
	})

	It("are those of custody, too, whose machines and people keep pay-outs waiting", func(ctx SpecContext) {
		p := small(1)
		p.Scenarios, p.Defences = []string{"payday"}, []string{"quorum"}
		p.Overridden = func(_ *scenarios.Scenario, name string) (*defence.Defence, error) {
			return defence.New(name, control.Posture{control.Multisig{M: 2, N: 3, Separate: true, People: 2}}, nil), nil
		}
		ends, err := bench.PlayEnds(ctx, p, jobs(p), 2, nil)
		Expect(err).NotTo(HaveOccurred())
		late := func(o *bench.Otherwise) (value float64) {
			for _, item := range o.Rows[0].Result.Harm.Items {
				if item.Kind == impact.WithdrawalLate.String() {
					value = float64(item.Price)
				}
			}
			return value
		}
		Expect(late(&ends[1])).To(BeNumerically(">", 12*late(&ends[0])), "customers alone come to less than three times")
	})
})

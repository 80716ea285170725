package scenarios_test

import (
	"fmt"
	"math"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// prejudiced is a defence that accuses keys by how their first event looks and
// never by what they do: its numbers, its place in the delivery, its time within
// a second and a step, which of its fields are filled.
type prejudiced struct {
	seen    map[uint32]bool
	accused map[string]map[uint32]bool // by prejudice
}

func newPrejudiced() *prejudiced {
	p := &prejudiced{seen: map[uint32]bool{}, accused: map[string]map[uint32]bool{}}
	for _, name := range prejudices {
		p.accused[name] = map[uint32]bool{}
	}
	return p
}

var prejudices = []string{"even key", "even account", "even number in the log", "even place in the batch", "first half of its second", "first half of its step", "many fields"}

func (p *prejudiced) Hello(*defence.Hello) error { return nil }

func (p *prejudiced) Close() error { return nil }

func (p *prejudiced) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Auth != mockexchange.AuthKey || e.Key == 0 || p.seen[e.Key] {
			continue
		}
		p.seen[e.Key] = true
		for n, guilty := range []bool{
			e.Key%2 == 0, e.Account%2 == 0, e.Seq%2 == 0, i%2 == 0,
			e.At%1e9 < 5e8, e.At%10e9 < 5e9, filledFields(e) > 3,
		} {
			p.accused[prejudices[n]][e.Key] = guilty
		}
	}
	return a, nil
}

var _ = Describe("A defence that judges by ids, order, timing and presence of fields", Label("embedded", "slow", "scenario:"+zaifKeys), func() {
	It("accuses a thief's keys as often as any others", func(ctx SpecContext) {
		stolen, honest := map[string][2]float64{}, map[string][2]float64{} // accused and all
		for _, seed := range drawings(13, 20) {
			p := newPrejudiced()
			stage, err := drill.Open(zaifKeys, drill.WithSeed(300+seed), drill.WithScale(0.02))
			Expect(err).NotTo(HaveOccurred())
			_, err = stage.Watch(ctx, drill.WithMonitor("prejudiced", func() (defence.Monitor, error) { return p, nil }))
			Expect(err).NotTo(HaveOccurred())
			taken := map[uint32]bool{}
			for _, k := range stage.World().Dump {
				taken[k.Key] = k.Live
			}
			for _, name := range prejudices {
				for key, guilty := range p.accused[name] {
					count := honest
					if taken[key] {
						count = stolen
					}
					c := count[name]
					c[0], c[1] = c[0]+float64(index(guilty)), c[1]+1
					count[name] = c
				}
			}
		}
		// Chance keeps all seven differences of shares within 2.69 standard errors
		// of them in 95 of 100 cases (Bonferroni).
		for _, name := range prejudices {
			s, h := stolen[name], honest[name]
			share, other := s[0]/s[1], h[0]/h[1]
			pooled := (s[0] + h[0]) / (s[1] + h[1])
			off := 2.69 * math.Sqrt(pooled*(1-pooled)*(1/s[1]+1/h[1]))
			AddReportEntry(fmt.Sprintf("%s: %.3f of %.0f stolen keys, %.3f of %.0f others", name, share, s[1], other, h[1]))
			Expect(s[1]).To(BeNumerically(">", 1000))
			Expect(math.Abs(share-other)).To(BeNumerically("<=", off), name)
		}
	})
})

package scenarios_test

import (
	"bytes"
	"fmt"
	"math"
	"sync/atomic"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
)

// rehearsed has the program and played all seeds beforehand: it knows each by
// what hello says of it, and takes every coin out of reach ten minutes before
// the first theft, with new keys for what staff brings back. What it does not know it leaves alone.
type rehearsed struct {
	table  map[greeting]time.Duration
	assets []string
	at     int64
	known  *atomic.Int64
}

// greeting is what a hello tells of a variant.
type greeting struct {
	venue string
	start int64 // virtual nanoseconds
}

// rehearse fills the table for a scenario: how long after the start the theft
// begins, on every seed up to the last one.
func rehearse(scenario string, last uint64) map[greeting]time.Duration {
	GinkgoHelper()
	sc, err := drill.Scenario(scenario)
	Expect(err).NotTo(HaveOccurred())
	table := make(map[greeting]time.Duration)
	for seed := uint64(1); seed <= last; seed++ {
		v, attack := draw.Variant(sc, draw.Options{Seed: seed})
		if attack {
			start := v.Clock.Start.Unix
			table[greeting{v.Venues[0].Name.Text, start}] = time.Duration(v.Campaign.Onset.Earliest.Unix - start)
		}
	}
	return table
}

func (m *rehearsed) Hello(h *defence.Hello) error {
	s, err := protocol.NewSession(h)
	if err != nil || bytes.Contains(s.Hello(), []byte("sha256")) || bytes.Contains(s.Hello(), []byte("salt")) {
		return fmt.Errorf("it is told of a salt: %s %w", s.Hello(), err)
	}
	for i := range h.Assets {
		m.assets = append(m.assets, h.Assets[i].Code)
	}
	if after, known := m.table[greeting{h.Venue, h.Now}]; known {
		m.known.Add(1) // runs go on side by side
		m.at = h.Now + int64(after-10*time.Minute)
	}
	return nil
}

func (m *rehearsed) Close() error { return nil }

func (m *rehearsed) Step(b *defence.Batch) (a defence.Answer, _ error) {
	switch {
	case m.at == 0:
	case b.Now < m.at:
		a.WakeAt = m.at
	default:
		m.at = 0
		for _, asset := range m.assets {
			a.Actions = append(a.Actions, defence.Action{Name: "rotate_hot_key", Asset: asset}, defence.Action{Name: "sweep_to_cold", Asset: asset})
		}
	}
	return a, nil
}

// saltOf reads a salt; no digits are none.
func saltOf(digits string) sim.Salt {
	GinkgoHelper()
	if digits == "" {
		return sim.Salt{}
	}
	s, err := sim.ParseSalt(digits)
	Expect(err).NotTo(HaveOccurred())
	return s
}

// Chance is off by 1 / sqrt(seeds); the bound is 4.2 times that, as among the
// variants of two scenarios.
var _ = Describe("The variants of one seed with two salts", Label("embedded"), func() {
	It("have nothing to do with each other, nor with the next seed's", func() {
		seeds := len(drawings(40, 200))
		most := 4.2 / math.Sqrt(float64(seeds))
		ids := []string{coincheck}
		if soaking {
			ids = append(ids, zaifKeys, threeCommas)
		}
		for _, id := range ids {
			var worlds [][]drawn
			for _, digits := range []string{"", "5ca1ab1e0ddba11f00dcafe5e1ec7ed1", "5ca1ab1e0ddba11f00dcafe5e1ec7ed0"} {
				all := salted(load(id), seeds+1, saltOf(digits))
				worlds = append(worlds, all[:seeds], all[1:])
			}
			for _, f := range hopes {
				for i, a := range worlds {
					for _, b := range worlds[:i] {
						var left, right []float64
						for n := range a {
							left, right = append(left, f.of(&a[n])), append(right, f.of(&b[n]))
						}
						Expect(math.Abs(correlation(left, right))).To(BeNumerically("<", most), "%s: %s", id, f.name)
					}
				}
			}
		}
	})
})

var _ = Describe("A defence that rehearsed every seed", Label("scenario:coincheck-nem-2018-01", "embedded"), func() {
	It("wins where nothing is salted, and gains nothing by it where it is", func(ctx SpecContext) {
		last, salts := uint64(40), []string{"5ca1ab1e0ddba11f00dcafe5e1ec7ed1"}
		if soaking {
			last, salts = 1000, append(salts, "fee1deadc0ffee0123b01dface5ca1ed")
		}
		table := rehearse(coincheck, last)
		Expect(len(table)).To(BeNumerically(">", last*7/10))
		var known atomic.Int64
		cheat := drill.WithMonitor("rehearsed", func() (defence.Monitor, error) { return &rehearsed{table: table, known: &known}, nil })
		variants := func(salts ...string) (cheated, none float64) {
			played := 0.0
			for _, seed := range drawings(1, 20) {
				for _, digits := range salts {
					stage := variant(coincheck, seed, 0.005, saltOf(digits))
					cheated += points(ctx, stage, cheat)
					none += points(ctx, stage, drill.WithDefence("none"))
					played++
				}
			}
			return cheated / played, none / played
		}
		cheated, none := variants("")
		Expect(cheated).To(BeNumerically(">=", none+20))
		Expect(known.Load()).To(BeNumerically(">", 0))

		known.Store(0)
		cheated, none = variants(salts...)
		Expect(cheated).To(BeNumerically("<=", none+5))
		Expect(known.Load()).To(BeZero(), "no salted variant is one of a seed without")
	})
})

package scenarios_test

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// Telemetry must not betray the thief by accident: by how ids are numbered, by
// the grain of his times, by where his events stand in the log, by which fields
// are filled. What he does may betray him, so his events are compared only with
// honest ones of the same kind (type, request, way of logging in) in the same
// hour; everything else that the log shows of them is given to a classifier.
var _ = Describe("The telemetry of", Label("embedded", "slow"), func() {
	seeds, scale := len(drawings(12, 50)), 0.05
	if soaking {
		scale = 0.1
	}

	for _, told := range []struct {
		scenario string
		burst    bool // he acts in bursts that are documented: that requests follow each other fast then is no accident
	}{
		{zaifKeys, false},
		{"binance-via-2018-03", true},
		{"binance-sys-2018-07", true},
	} {
		It(told.scenario+" does not tell the thief from honest customers by metadata", Label("scenario:"+told.scenario), func(ctx SpecContext) {
			samples := make([]sample, seeds)
			for i := range samples {
				stage, err := drill.Open(told.scenario, drill.WithSeed(uint64(100+i)), drill.WithScale(scale))
				Expect(err).NotTo(HaveOccurred())
				world := stage.World()
				w := &witness{
					accounts: len(world.Genesis.Accounts), keys: len(world.Genesis.Keys), weight: world.AccountWeight,
				}
				_, err = stage.Watch(ctx, drill.WithObserver(drill.Observer{Command: w.command}))
				Expect(err).NotTo(HaveOccurred())
				samples[i] = w.seen
			}
			even := func(e *trace) {
				if told.burst {
					e.bins[gap] = 0
				}
			}
			mean, half := crossValidated(samples, even)
			AddReportEntry("AUC", fmt.Sprintf("%.4f ± %.4f over %d seeds", mean, half, seeds))
			Expect(math.Abs(mean-0.5)).To(BeNumerically("<=", half), "AUC %.4f ± %.4f", mean, half)

			// The same classifier finds a leak where there is one: had the thief's
			// times no fractions of a second, he would stand out.
			leaky, _ := crossValidated(samples, func(e *trace) {
				even(e)
				if e.thief {
					e.bins[subSecond] = 0
				}
			})
			Expect(leaky).To(BeNumerically(">", 0.8))
		})
	}
})

// The features, each cut into eight bins.
const (
	subSecond = iota // where in its second the event lies
	inStep           // where in a step of ten seconds
	sequence         // its number in the log, modulo 8
	accountID        // where the account's number lies among all
	keyID            // and the key's
	orderID          // numbers of orders and withdrawals, modulo 8
	network          // the lowest byte of the address
	gap              // time since the request before it
	filled           // which descriptive fields are not empty, hashed
	features
)

// trace is one event as the classifier sees it.
type trace struct {
	thief bool
	group string // events are compared within it
	bins  [features]uint8
}

type sample []trace

// witness turns the events of customers' commands into traces. Market makers
// and momentum traders, whom every venue knows by name, are no customers.
type witness struct {
	accounts, keys int
	weight         []int64 // by account: 0 for those
	last           int64
	seen           sample
}

func (w *witness) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	since := e.At - w.last
	if len(events) > 0 {
		w.last = e.At
	}
	for i := range events {
		ev := &events[i]
		if e.Actor != sim.Attacker && !w.customer(e.Actor) {
			continue
		}
		t := trace{thief: e.Actor == sim.Attacker}
		t.group = fmt.Sprint(ev.Type, ev.Op, ev.Auth, ev.Code, ev.At/3_600_000_000_000)
		t.bins = [features]uint8{
			subSecond: uint8(ev.At % 1e9 * 8 / 1e9),
			inStep:    uint8(ev.At % 10e9 * 8 / 10e9),
			sequence:  uint8(ev.Seq % 8),
			accountID: uint8(int(ev.Account) * 7 / w.accounts),
			keyID:     uint8(int(ev.Key) * 7 / w.keys),
			orderID:   uint8((ev.OrderID + uint64(ev.Withdrawal)) % 8),
			network:   uint8(ev.Source) / 32,
			gap:       uint8(min(bits.Len64(uint64(max(since, 0)/1_000_000))/2, 7)),
			filled:    filledFields(ev),
		}
		w.seen = append(w.seen, t)
	}
	return nil
}

func (w *witness) customer(a sim.Actor) bool {
	account := a.Account()
	return account > 0 && w.weight[account-1] > 0
}

// filledFields folds which descriptive fields an event fills into three bits.
func filledFields(e *mockexchange.Event) uint8 {
	mask := uint8(0)
	for i, yes := range []bool{e.Source != 0, e.Key != 0, e.Account != 0, e.Label != "", e.Memo != 0, e.Control != 0} {
		if yes {
			mask ^= uint8(i*5+3) & 7
		}
	}
	return mask
}

// crossValidated trains on all seeds but one and tests on that one, for each.
// It gives the mean area under the curve and half of its 95 % interval.
func crossValidated(samples []sample, tamper func(*trace)) (mean, half float64) {
	kept := make([]sample, len(samples))
	tables := make([]odds, len(samples))
	var all odds
	for i, s := range samples {
		kept[i] = comparable(s, tamper)
		tables[i].learn(kept[i])
		all.add(&tables[i], 1)
	}
	var areas []float64
	for i := range kept {
		rest := all
		rest.add(&tables[i], -1)
		if a, ok := area(kept[i], &rest); ok {
			areas = append(areas, a)
		}
	}
	var sum, squares float64
	for _, a := range areas {
		sum += a
	}
	mean = sum / float64(len(areas))
	for _, a := range areas {
		squares += (a - mean) * (a - mean)
	}
	t := 1.96 + 2.5/float64(len(areas)-1) // Student's, 95 %, within two hundredths from 9 degrees of freedom on
	return mean, t * math.Sqrt(squares/float64(len(areas)-1)/float64(len(areas)))
}

// comparable keeps the groups in which both thief and customers acted.
func comparable(s sample, tamper func(*trace)) (kept sample) {
	both := make(map[string][2]bool)
	for _, t := range s {
		b := both[t.group]
		b[index(t.thief)] = true
		both[t.group] = b
	}
	for _, t := range s {
		if b := both[t.group]; b[0] && b[1] {
			if tamper != nil {
				tamper(&t)
			}
			kept = append(kept, t)
		}
	}
	return kept
}

func index(thief bool) int {
	if thief {
		return 1
	}
	return 0
}

// odds counts how often each bin of each feature was seen, by label: a naive
// Bayes classifier.
type odds [features][8][2]float64

func (o *odds) learn(s sample) {
	for _, t := range s {
		for f, bin := range t.bins {
			o[f][bin][index(t.thief)]++
		}
	}
}

func (o *odds) add(other *odds, sign float64) {
	for f := range o {
		for b := range o[f] {
			for l := range o[f][b] {
				o[f][b][l] += sign * other[f][b][l]
			}
		}
	}
}

// suspicion is the logarithm of the odds that an event is the thief's.
func (o *odds) suspicion(t *trace) (sum float64) {
	for f, bin := range t.bins {
		var totals [2]float64
		for b := range o[f] {
			totals[0] += o[f][b][0] + 1
			totals[1] += o[f][b][1] + 1
		}
		sum += math.Log((o[f][bin][1] + 1) / totals[1] * totals[0] / (o[f][bin][0] + 1))
	}
	return sum
}

// area is the area under the curve, over all pairs within a group.
func area(s sample, o *odds) (a float64, ok bool) {
	groups := make(map[string][2][]float64)
	for i := range s {
		g := groups[s[i].group]
		l := index(s[i].thief)
		g[l] = append(g[l], o.suspicion(&s[i]))
		groups[s[i].group] = g
	}
	var won, pairs float64
	for _, g := range groups {
		slices.Sort(g[0])
		for _, v := range g[1] {
			below, found := slices.BinarySearch(g[0], v)
			equal := 0
			for found && below+equal < len(g[0]) && g[0][below+equal] == v {
				equal++
			}
			won += float64(below) + float64(equal)/2
		}
		pairs += float64(len(g[0]) * len(g[1]))
	}
	return won / pairs, pairs > 0
}

package scenarios_test

import (
	"fmt"
	"math"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// telltale is what gives a thief away because he really did so, with its source.
type telltale struct {
	features []int
	past     []int // of accounts among the owners of such keys, likewise
	people   []int // of accounts among all people
	record   bool  // only there: variants draw it anew
	source   string
}

// Telemetry must not betray the thief by accident: by how ids are numbered, by
// the grain of his times and amounts, by where he calls from, by how victims
// lived before. What he does may betray him, so his events are compared only
// with honest ones of the same kind (type, request, way of logging in, answer),
// feature by feature; and the accounts that he will rob with others.
var _ = Describe("The telemetry of", Label("embedded", "slow"), func() {
	for _, told := range []struct {
		scenario string
		few, all uint64 // drawings outside of the soak, 0 for none, and in it
		told     []telltale
	}{
		{zaifKeys, 4, 50, []telltale{
			{[]int{network}, nil, nil, false, "four addresses of a hosting company abroad (S17)"},
			{[]int{keyAge}, nil, nil, false, "an old list: keys of 2014 to 2016 (S17, S18)"},
		}},
		{"binance-via-2018-03", 4, 50, []telltale{
			{[]int{gap, density}, nil, nil, false, "120 keys and 31 accounts within two minutes (S12, BN)"},
			{[]int{inMinute, inHour}, nil, nil, true, "14:58 and 14:59 (S12, BN)"},
			{[]int{keyAge}, []int{pastByKey, pastReads, pastKeysHeld}, nil, false, "keys made with logins phished since 22 February, unused until then (S12, BN)"},
		}},
		{"binance-sys-2018-07", 4, 50, []telltale{
			{[]int{gap, density}, nil, nil, false, "irregular trades of a number of API users within minutes (S2, BR)"},
			{[]int{inMinute, inHour}, nil, nil, true, "in the minutes before 20:18 (S2, BR)"},
		}},
		{binanceAccounts, 3, 50, []telltale{
			{[]int{gap, density}, nil, nil, false, "21 withdrawals that one transaction pays (S93)"},
			{[]int{inMinute, inHour}, nil, nil, true, "in the minutes before 17:15:24 (S92, S93)"},
		}},
		// A drawing takes 22 s and 270 MB: of four exchanges with 100,000 keys.
		{"threecommas-2022-10", 0, 16, []telltale{
			{[]int{gap, density, inHour}, nil, nil, false, "thousands of trades of one account to and fro (S31, S32)"},
			{[]int{keyAge}, nil, nil, false, "most of his requests are of a few keys, whose age is an accident"},
			{nil, nil, []int{pastLogins, pastOrders, pastTurnover, pastFarOrders, pastFills, pastWithdrawals, pastSent, pastDeposits, pastComplaints}, false, "owners who had not used their keys for two years (S32, S36)"},
		}},
	} {
		for _, variation := range []string{draw.Record, draw.Perturbed} {
			spec := func(ctx SpecContext) {
				seeds := drawings(told.few, told.all)
				w, p := watched(ctx, told.scenario, variation, seeds)
				var known, past, people []int
				for _, t := range told.told {
					if !t.record || variation == draw.Record {
						known, past, people = append(known, t.features...), append(past, t.past...), append(people, t.people...)
					}
				}
				eventsAtChance(w, known)
				pastsAtChance(p, past, people)
			}
			labels := Label("scenario:" + told.scenario)
			if told.few == 0 {
				labels = Label("scenario:"+told.scenario, "soak")
			}
			It(fmt.Sprintf("%s does not tell the thief from honest customers by metadata (%s)", told.scenario, variation), labels, spec)
		}
	}
})

// family is how many areas are compared with a half in all specs of this kind
// together: of events, and of accounts among owners and among all people, in five
// scenarios, and of records in three, each in two variations. Intervals hold for all
// of them at once, or the soak would fail one correct program of three.
const family = ((int(features)+2*int(pastFeatures))*5 + int(recordFeatures)*3) * 2

// slack is how far beyond its interval an area may lie. A few drawings see leaks
// through which anybody could look; small ones take the soak.
func slack() float64 {
	if soaking {
		return 0
	}
	return 0.05
}

// watched plays drawings, one after the other, in which the attacker comes.
func watched(ctx SpecContext, id, variation string, seeds []uint64) (w [][]*witness, p [][]*pasts) {
	GinkgoHelper()
	scale := 0.05
	if soaking {
		scale = 0.1
	}
	for _, seed := range seeds {
		stage, err := drill.Open(id, drill.WithSeed(100+seed), drill.WithScale(scale), drill.WithVariation(variation))
		Expect(err).NotTo(HaveOccurred())
		worlds := stage.Worlds()
		if !worlds[0].Attack {
			continue
		}
		seen, past := make([]*witness, len(worlds)), make([]*pasts, len(worlds))
		for v, world := range worlds {
			seen[v], past[v] = newWitness(world), newPasts(world)
		}
		_, err = stage.Watch(ctx, drill.WithObserver(drill.Observer{Command: func(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
			past[e.Venue].command(e, events)
			seen[e.Venue].command(e, events)
			return nil
		}}))
		Expect(err).NotTo(HaveOccurred())
		w, p = append(w, seen), append(p, past)
	}
	return w, p
}

// eventsAtChance expects that nothing that a thief's events show beside what
// they say tells them from honest ones, but for what is known of him.
func eventsAtChance(drawings [][]*witness, known []int) {
	GinkgoHelper()
	by := func(f int, tamper func(*labelled)) (all [][]labelled) {
		for _, venues := range drawings {
			var one []labelled
			for v, w := range venues {
				one = append(one, at(v, w.by(f, tamper))...)
			}
			all = append(all, one)
		}
		return all
	}
	var leaks []string
	for f, name := range featureNames {
		mean, half := interval(crossValidated(by(f, nil)), family)
		if math.Abs(mean-0.5) > half+slack() && !slices.Contains(known, f) {
			mean, half = jackknifed(by(f, nil), family)
		}
		AddReportEntry(name, fmt.Sprintf("AUC %.4f ± %.4f over %d drawings", mean, half, len(drawings)))
		if !slices.Contains(known, f) && math.Abs(mean-0.5) > half+slack() {
			leaks = append(leaks, fmt.Sprintf("%s: AUC %.4f ± %.4f", name, mean, half))
		}
	}
	Expect(leaks).To(BeEmpty())
	// A leak is found where there is one: had a third of his times no fractions of
	// a second, he would stand out.
	n := 0
	mean, half := interval(crossValidated(by(subSecond, func(l *labelled) {
		if n++; l.thief && n%3 == 0 {
			l.bin = 0
		}
	})), family)
	Expect(mean).To(BeNumerically(">", 0.5+slack()), "AUC %.4f ± %.4f of a leak", mean, half)
}

// pastsAtChance expects that nothing that accounts showed before the thief came
// tells whom he will rob, but for what is known of them: neither among the owners of
// such keys nor, but for their keys, among all people.
func pastsAtChance(drawings [][]*pasts, known, ofPeople []int) {
	GinkgoHelper()
	by := func(f int, among func(*pasts) []bool, tamper func(*labelled)) (all [][]labelled) {
		for _, venues := range drawings {
			var one []labelled
			for v, p := range venues {
				one = append(one, at(v, p.by(f, among(p), tamper))...)
			}
			all = append(all, one)
		}
		return all
	}
	owners, people := (*pasts).suspects, (*pasts).people
	var leaks []string
	for f, name := range pastNames {
		mean, half := interval(crossValidated(by(f, owners, nil)), family)
		AddReportEntry(name+" among owners", fmt.Sprintf("AUC %.4f ± %.4f", mean, half))
		if !slices.Contains(known, f) && math.Abs(mean-0.5) > half+slack() {
			leaks = append(leaks, fmt.Sprintf("%s among owners: AUC %.4f ± %.4f", name, mean, half))
		}
		if slices.Contains([]int{pastByKey, pastReads, pastAgeOfKey, pastAgeOfAccount, pastKeysHeld}, f) {
			continue // of owners of old keys, whom the record names
		}
		mean, half = interval(crossValidated(by(f, people, nil)), family)
		AddReportEntry(name+" among people", fmt.Sprintf("AUC %.4f ± %.4f", mean, half))
		if !slices.Contains(ofPeople, f) && math.Abs(mean-0.5) > half+slack() {
			leaks = append(leaks, fmt.Sprintf("%s among people: AUC %.4f ± %.4f", name, mean, half))
		}
	}
	Expect(leaks).To(BeEmpty())
	// A life of their own would be found: had they logged in all the time, for instance.
	mean, half := interval(crossValidated(by(pastLogins, people, func(l *labelled) {
		if l.thief {
			l.bin = bins - 1
		}
	})), family)
	Expect(mean).To(BeNumerically(">", 0.5+slack()), "AUC %.4f ± %.4f of victims who log in all the time", mean, half)
}

// at keeps what happens at one venue from being compared with another.
func at(venue int, all []labelled) []labelled {
	for i := range all {
		all[i].like.cell |= uint64(venue) << 56
	}
	return all
}

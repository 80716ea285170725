package perturb

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// pause parts the transfers of a step into bursts: what follows sooner belongs
// together.
const pause = int64(30 * time.Minute)

// probe is the most that a first transfer is, of the next one, if it only tries
// whether the key works; parts per million.
const probe = sim.Whole / 100

// pattern redraws how a step sends its coins. Each burst sends what it sent before
// within about as long as before, in other pieces, at other times.
func (v *perturbation) pattern(s *scenarios.Step) {
	if !v.bounds.Order || len(s.Transfers) == 0 {
		return
	}
	if !s.Takes() {
		v.destinations(s.Transfers)
		return
	}
	var all []scenarios.Transfer
	next := s.Transfers[0].At.Unix
	for i, burst := range bursts(s.Transfers) {
		if i > 0 {
			next += v.near(burst[0].At.Unix-all[len(all)-1].At.Unix, sim.Whole/2)
		}
		all = append(all, v.burst(burst, next)...)
		next = all[len(all)-1].At.Unix
	}
	s.Transfers = all
}

// bursts parts transfers where nothing happens for long.
func bursts(all []scenarios.Transfer) (list [][]scenarios.Transfer) {
	begin := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || all[i].At.Unix-all[i-1].At.Unix > pause {
			list, begin = append(list, all[begin:i]), i
		}
	}
	return list
}

// burst redraws one from a time on. A probe stays in front, or is left out.
func (v *perturbation) burst(old []scenarios.Transfer, start int64) (drawn []scenarios.Transfer) {
	if len(old) == 1 && v.parts(1) == 1 {
		one := old[0]
		v.at(&one, start)
		return []scenarios.Transfer{one}
	}
	gaps := v.gaps(old)
	if v.probes(old) {
		first := old[0]
		if old = old[1:]; v.chance.Chance(sim.Whole * 3 / 4) {
			v.at(&first, start)
			drawn, start = append(drawn, first), start+gaps[0]
		}
		gaps = gaps[1:]
	}
	amounts := v.pieces(old)
	for i, amount := range amounts {
		t := old[i%len(old)]
		t.Amount, t.Inputs, t.Outputs = amount, nil, nil
		if i > 0 {
			start += gaps[(i-1)%len(gaps)]
		}
		v.at(&t, start)
		drawn = append(drawn, t)
	}
	return drawn
}

// at sends a transfer from a time on.
func (v *perturbation) at(t *scenarios.Transfer, start int64) {
	by := time.Duration(start - t.At.Unix)
	if t.Until != nil {
		until := *t.Until
		v.move(&until, by)
		t.Until = &until
	}
	v.move(&t.At, by)
}

// gaps are the times between transfers, in a drawn order and redrawn; at least one.
func (v *perturbation) gaps(all []scenarios.Transfer) []int64 {
	gaps := make([]int64, len(all)-1)
	for i := range gaps {
		gaps[i] = v.near(all[i+1].At.Unix-all[i].At.Unix, sim.Whole/2)
	}
	shuffle(v.chance, gaps)
	return append(gaps, int64(time.Minute))[:max(len(gaps), 1)]
}

// probes reports whether the first of several transfers only tries.
func (v *perturbation) probes(all []scenarios.Transfer) bool {
	if len(all) < 3 {
		return false
	}
	_, first, ok := v.units(&all[0].Amount)
	_, next, fits := v.units(&all[1].Amount)
	least, _ := money.MulDiv(next, probe, sim.Whole, money.Down)
	return ok && fits && first <= least
}

// pieces parts what transfers send together anew, into about as many.
func (v *perturbation) pieces(all []scenarios.Transfer) []scenarios.Amount {
	total := int64(0)
	u, _, ok := v.units(&all[0].Amount)
	for i := range all {
		_, units, reads := v.units(&all[i].Amount)
		total, ok = total+units, ok && reads
	}
	n := v.parts(v.near(int64(len(all)), v.bounds.Counts.PPM))
	if !ok || total < n {
		return []scenarios.Amount{all[0].Amount} // Build complains, or there is hardly anything
	}
	weights := make([]int64, n)
	for i := range weights {
		weights[i] = sim.Whole/4 + v.chance.Exponential(sim.Whole)
	}
	amounts := make([]scenarios.Amount, n)
	for i, units := range scenarios.Split(total, weights) {
		amounts[i] = all[0].Amount
		amounts[i].Text = u.Trimmed(max(units, 1))
	}
	return amounts
}

// destinations redraws which of his addresses the thief uses when.
func (v *perturbation) destinations(all []scenarios.Transfer) {
	order := v.chance.Permutation(len(all))
	old := slices.Clone(all)
	for i, n := range order {
		all[i].To, all[i].Outputs = old[n].To, old[n].Outputs
	}
	gaps := v.gaps(all)
	for i := 1; i < len(all); i++ {
		v.at(&all[i], all[i-1].At.Unix+gaps[i-1])
	}
}

// sequence redraws which coins are taken first: steps that take others follow in
// another order, each as long as before.
func (v *perturbation) sequence() {
	var steps []*scenarios.Step
	for i := range v.sc.Campaign.Steps {
		if s := &v.sc.Campaign.Steps[i]; len(s.Transfers) > 0 && s.Takes() {
			steps = append(steps, s)
		}
	}
	if !v.bounds.Order || len(steps) < 2 {
		return
	}
	start := steps[0].Transfers[0].At.Unix
	gaps := make([]int64, len(steps)-1)
	for i := range gaps {
		last := steps[i].Transfers[len(steps[i].Transfers)-1]
		gaps[i] = max(steps[i+1].Transfers[0].At.Unix-last.Latest().Unix, int64(time.Minute))
	}
	shuffle(v.chance, gaps)
	for i, n := range v.chance.Permutation(len(steps)) {
		all := steps[n].Transfers
		by := start - all[0].At.Unix
		for j := range all {
			v.at(&all[j], all[j].At.Unix+by)
		}
		if i < len(gaps) {
			last := all[len(all)-1]
			start = last.Latest().Unix + gaps[i]
		}
	}
}

// Package perturb redraws a scenario, so that knowing the record by heart wins
// the record alone.
//
// What a defence is told before a variant begins says in which currency it is and
// nothing else: assets, prices, the date and how often it is asked are drawn
// from the same bounds for all scenarios. When something happens is drawn apart
// from all of that. What cannot be hidden is what a venue is: who reads its telemetry
// for an hour knows its kinds of people and chains, and the scenario by them in six
// cases of ten (by its currency alone in 2.5), but not the hour of an attack, nor
// whether there is one.
package perturb

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Scenario redraws a scenario within the bounds that it sets itself: when it
// begins, when in it something happens, names, addresses, key dates, counts, amounts
// and order, and sometimes whether an attack comes at all. The facts stay as documented and hold for
// the record only. The scenario given is left alone.
func Scenario(sc *scenarios.Scenario, s *sim.Stream) (perturbed *scenarios.Scenario, attack bool) {
	v := &perturbation{bounds: &sc.Variation, chance: s, sc: sc.Clone(), zone: sc.Clock.Zone.Location()}
	attack = v.sc.Compromise != nil && !s.Chance(v.bounds.NoAttack.PPM)
	v.entry()
	v.scaleLoot()
	v.calendar()
	v.night()
	if v.bounds.Markets {
		v.markets()
	}
	v.attack()
	v.habits()
	v.stretch()
	v.population()
	v.cadence()
	if v.bounds.Addresses {
		v.networks()
	}
	if v.bounds.Names {
		v.names()
	}
	v.machines()
	v.deceit()
	v.vendorLabels()
	v.bursts()
	v.staff()
	return v.sc, attack
}

// perturbation is a scenario in the middle of being redrawn.
type perturbation struct {
	bounds *scenarios.Variation
	chance *sim.Stream
	sc     *scenarios.Scenario
	zone   *time.Location
	hours  time.Duration    // by which times have moved further on than days
	scale  int64            // all that there is to steal, as a multiple of the record's, parts per million
	levels map[string]int64 // by market: how much further its prices are off, parts per million
	manner manner
}

// either draws a whole number up to bound to either side.
func (v *perturbation) either(bound int64) int64 { return v.chance.Between(-bound, bound) }

// near draws a number around n, as far off as the share says; something stays
// at least 1. Large ones are drawn to the last digit, or they would end in noughts
// where nobody else's do.
func (v *perturbation) near(n, share int64) int64 {
	if most, ok := money.MulDiv(n, share, sim.Whole, money.Nearest); ok && n > sim.Whole {
		return max(n+v.either(most), 1)
	}
	if n <= 0 {
		return n
	}
	drawn, ok := money.MulDiv(n, sim.Whole+v.either(share), sim.Whole, money.Nearest)
	if !ok {
		return n
	}
	return max(drawn, 1)
}

// count redraws a count and makes it exact.
func (v *perturbation) count(n scenarios.Number) scenarios.Number {
	n.Exactly(v.near(n.Value, v.bounds.Counts.PPM))
	return n
}

// amount redraws money.
func (v *perturbation) amount(a scenarios.Amount) scenarios.Amount {
	return v.off(a, v.bounds.Amounts.PPM)
}

// off redraws money, as far off as the share says.
func (v *perturbation) off(a scenarios.Amount, share int64) scenarios.Amount {
	if u, units, ok := v.units(&a); ok {
		a.Text = u.Trimmed(v.near(units, share))
	}
	return a
}

// scaleLoot draws how much there is to steal: as often more as less than the record.
func (v *perturbation) scaleLoot() {
	v.scale = sim.Whole
	if most := v.bounds.Size.PPM; most > sim.Whole {
		v.scale = v.chance.Between(sim.Whole, most)
		if v.chance.Chance(sim.Whole / 2) {
			v.scale = sim.Whole * sim.Whole / v.scale
		}
	}
}

// loot redraws what there is to steal, or what goes along with that.
func (v *perturbation) loot(a scenarios.Amount) scenarios.Amount {
	if a = v.sized(a); v.manner.greed > 0 {
		a = v.scaled(a, v.manner.greed)
	}
	return v.amount(a)
}

// sized is an amount times the size of all that there is to steal.
func (v *perturbation) sized(a scenarios.Amount) scenarios.Amount { return v.scaled(a, v.scale) }

// units reads money. What cannot be read is left for Build to complain of.
func (v *perturbation) units(a *scenarios.Amount) (u money.Unit, units int64, ok bool) {
	from := v.sc.Asset(a.Asset.Text)
	if from == nil {
		return u, 0, false
	}
	u = money.Unit{Code: from.Code.Text, Decimals: uint8(from.Decimals.Value)}
	units, err := u.Parse(a.Text)
	return u, units, err == nil
}

// population redraws how many people there are of each kind and how busy they are,
// so that an hour of ordinary life does not tell where one is, and those honest
// groups that a detector is most easily tuned to.
func (v *perturbation) population() {
	orders := v.multiple(2) // of what people trade at a time
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Markets {
			size := &v.sc.Venues[i].Markets[j].Depth.Size
			*size = v.scaled(*size, orders)
		}
	}
	for i := range v.sc.Population.Groups {
		g := &v.sc.Population.Groups[i]
		if g.Scalable {
			g.Count.Exactly(max(timesOf(g.Count.Value, v.multiple(2)), 1))
		}
		if r := g.Rates; r != nil {
			for _, rate := range []*scenarios.Rate{&r.Logins, &r.Reads, &r.Orders, &r.Withdrawals, &r.Deposits, &r.Complaints} {
				rate.Micro = timesOf(rate.Micro, v.multiple(2))
			}
		}
		if g.Amounts != nil && g.Scalable { // a hundred thousand owners of more would own more coins than can be counted
			g.Amounts.Order.Median = v.scaled(g.Amounts.Order.Median, orders)
		}
		if h := g.Habits; h != nil {
			h.Market.PPM = min(timesOf(h.Market.PPM, v.multiple(2)), mostAtMarket)
		}
		v.programs(g)
		if g.Kind.Text == scenarios.KindForgottenBot || g.Kind.Text == scenarios.KindVendorBot {
			g.Count = v.count(g.Count)
			g.Sources.Addresses = v.count(g.Sources.Addresses)
		}
		if g.Sources.Vendors != nil {
			*g.Sources.Vendors = v.count(*g.Sources.Vendors)
			v.vendorMoves(g)
		}
	}
	v.surges()
}

// cadence redraws how often the venue pays out and looks at its wallets, how often
// the chains find a block, and how often monitors are asked: every scenario's from
// the same bounds where a monitor is told of it.
func (v *perturbation) cadence() {
	v.sc.Latencies.Step.Value = time.Duration(v.chance.Between(leastStep, mostStep)) * time.Second
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		v.pace(&venue.PayOutEvery)
		every := &venue.ReconcileEvery.Value // an hour of them is counted at a glance
		*every = time.Duration(timesOf(int64(*every/time.Second), v.multiple(3))) * time.Second
		for j := range venue.Assets {
			if c := venue.Assets[j].Chain; c != nil {
				v.pace(&c.BlockInterval)
			}
		}
	}
}

// Seconds between a monitor's steps, at least and at most: around those of the
// records, which take 10 and 30.
const leastStep, mostStep = 8, 20

// pace redraws how often something happens, to the second.
func (v *perturbation) pace(d *scenarios.Duration) {
	d.Value = time.Duration(v.near(int64(d.Value/time.Second), v.bounds.Counts.PPM)) * time.Second
}

// vendorMoves redraws where a group's vendors move, and lets no more move than there are.
func (v *perturbation) vendorMoves(g *scenarios.Group) {
	for i := range v.sc.Population.Moves {
		if m := &v.sc.Population.Moves[i]; m.Group.Text == g.Name.Text {
			m.Vendors.Value = min(m.Vendors.Value, g.Sources.Vendors.Value)
			m.Sources.Addresses = v.count(m.Sources.Addresses)
		}
	}
}

// programs redraws how many market makers and momentum traders there are, and how
// often they look: nobody else is as regular, so an hour of them would tell where
// one is. All of it is synthetic, and others are as likely.
func (v *perturbation) programs(g *scenarios.Group) {
	if q := g.Quotes; q != nil {
		g.Count.Exactly(v.oneEverywhere(max(timesOf(g.Count.Value, v.multiple(2)), fewestMakers), g.Venues))
		v.looks(&q.Every, 3)
		q.Move.PPM = timesOf(q.Move.PPM, v.multiple(2))
	}
	if g.Presents != nil {
		v.looks(&g.Presents.Every, 2)
		g.Presents.Jitter.Value = min(g.Presents.Jitter.Value, g.Presents.Every.Value/2)
	}
	if f := g.Follows; f != nil {
		g.Count.Exactly(max(timesOf(g.Count.Value, v.multiple(2)), 1))
		v.looks(&f.Every, 3)
		f.Every.Value = min(f.Every.Value, max(f.Over.Value, quickest))
	}
}

// vendorLabels redraws how many keys name their vendor: how a vendor's customers make
// their keys is the venue's business, and nobody has counted them.
func (v *perturbation) vendorLabels() {
	for i := range v.sc.Venues {
		if share := v.sc.Venues[i].VendorLabels; share != nil {
			share.PPM = v.chance.Between(leastLabelled, mostLabelled)
		}
	}
}

// How many keys of vendors' name them, parts per million: nearly none, where most
// customers copy keys, to nearly all, where vendors have them made by a login.
const leastLabelled, mostLabelled = 100_000, 950_000

// oneEverywhere is a number of makers, or the next at which every venue that has
// any has one: nobody lists a coin in whose book nobody quotes, and a venue without
// makers is not the one of the record with other figures.
func (v *perturbation) oneEverywhere(n int64, at []scenarios.Name) int64 {
	weights := v.sc.Weights(at)
	for {
		bare := false
		for i, part := range v.sc.Spread(n, at...) {
			bare = bare || part == 0 && weights[i] > 0
		}
		if !bare {
			return n
		}
		n++
	}
}

// mostAtMarket is the largest share of orders at the market's price.
const mostAtMarket = sim.Whole * 7 / 10

// Fewer makers would each have to keep too much of a book up to date.
const fewestMakers = 4

// quickest is the least time between two looks: a simulation spends its time on
// each, as in the record that looks most often.
const quickest = 5 * time.Second

// looks redraws how often a program looks, up to so many times as often or seldom.
func (v *perturbation) looks(every *scenarios.Duration, most int64) {
	every.Value = max(time.Duration(timesOf(int64(every.Value/time.Second), v.multiple(most)))*time.Second, min(every.Value, quickest))
}

// multiple draws how many times as much of something there is, up to so many
// times as much or as little, in parts per million.
func (v *perturbation) multiple(most int64) int64 {
	times := v.chance.Between(sim.Whole, most*sim.Whole)
	if v.chance.Chance(sim.Whole / 2) {
		times = sim.Whole * sim.Whole / times
	}
	return times
}

// timesOf multiplies by parts per million.
func timesOf(n, times int64) int64 {
	product, ok := money.MulDiv(n, times, sim.Whole, money.Nearest)
	if !ok {
		return n
	}
	return product
}

// scaled is money times parts per million.
func (v *perturbation) scaled(a scenarios.Amount, times int64) scenarios.Amount {
	if u, units, ok := v.units(&a); ok && units > 0 {
		a.Text = u.Trimmed(max(timesOf(units, times), 1))
	}
	return a
}

// surges redraws by how much life goes faster.
func (v *perturbation) surges() {
	for i := range v.sc.Population.Surges {
		s := &v.sc.Population.Surges[i]
		for _, times := range []*scenarios.Ratio{s.Logins, s.Reads, s.Orders, s.Withdrawals, s.Deposits, s.Complaints} {
			if times != nil {
				times.PPM = v.near(times.PPM, v.bounds.Counts.PPM)
			}
		}
	}
}

// bursts redraws how often many go for one coin at once, and how many they are.
func (v *perturbation) bursts() {
	for i := range v.sc.Population.Groups {
		if b := v.sc.Population.Groups[i].Bursts; b != nil {
			b.Every.Value = time.Duration(timesOf(int64(b.Every.Value), v.multiple(2)))
			b.Times.PPM = timesOf(b.Times.PPM, v.multiple(2))
		}
	}
}

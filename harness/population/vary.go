package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// Vary redraws a scenario within the bounds that it sets itself: calendar and
// hour, names, addresses, key dates, counts, amounts and order, and sometimes
// whether an attack comes at all. The facts stay as documented and hold for
// the record only. The scenario given is left alone.
func Vary(sc *scenarios.Scenario, s *sim.Stream) (varied *scenarios.Scenario, attack bool) {
	v := &variation{bounds: &sc.Variation, chance: s, sc: sc.Clone()}
	attack = v.sc.Compromise != nil && !s.Chance(v.bounds.NoAttack.PPM)
	v.calendar()
	v.attack()
	v.crowd()
	if v.bounds.Addresses {
		v.networks()
	}
	if v.bounds.Names {
		v.names()
	}
	return v.sc, attack
}

// variation is a scenario in the middle of being redrawn.
type variation struct {
	bounds *scenarios.Variation
	chance *sim.Stream
	sc     *scenarios.Scenario
	levels map[string]int64 // by market: how much further its prices are off, parts per million
}

// either draws a whole number up to bound to either side.
func (v *variation) either(bound int64) int64 { return v.chance.Between(-bound, bound) }

// near draws a number around n, as far off as the share says; something stays
// at least 1.
func (v *variation) near(n, share int64) int64 {
	if n <= 0 {
		return n
	}
	drawn, ok := money.MulDiv(n, sim.Whole+v.either(share), sim.Whole, money.Nearest)
	if !ok {
		return n
	}
	return max(drawn, 1)
}

// calendar moves everything by days, what happens to the exchange and what it
// does by hours besides, and the dates of the keys in question by days of their own.
func (v *variation) calendar() {
	days := time.Duration(v.either(v.bounds.Calendar.Value)) * 24 * time.Hour
	hours := time.Duration(v.either(v.bounds.Hours.Value)) * time.Hour
	keys := time.Duration(v.either(v.bounds.KeyDates.Value)) * 24 * time.Hour
	zone := time.FixedZone(v.sc.Clock.Zone.Name, v.sc.Clock.Zone.Offset)
	move(v.sc, days, zone)
	move(v.sc.Campaign, hours, zone)
	move(&v.sc.Statements, hours, zone)
	for i := range v.sc.History.Alerts {
		move(&v.sc.History.Alerts[i].At, hours, zone)
	}
	for i := range v.sc.History.Actions {
		move(&v.sc.History.Actions[i].At, hours, zone)
		move(v.sc.History.Actions[i].CreatedUntil, keys, zone)
		move(v.sc.History.Actions[i].Since, hours, zone)
		move(v.sc.History.Actions[i].Until, hours, zone)
	}
	if k := v.sc.Compromise; k.Credentials() {
		move(&k.Complaints.Start, hours, zone)
		move(&k.Cohort.Created, keys, zone)
		move(&k.Dump.Created, keys, zone)
		v.before(&k.Dump.DeletedOn, keys, zone)
		for i := range k.Own {
			v.before(&k.Own[i].Opened, keys, zone)
		}
	}
	clamp(v.sc.Campaign, &v.sc.Clock)
	clamp(&v.sc.History.Alerts, &v.sc.Clock)
	v.occasions(hours, zone)
}

// before moves days that must be over when the clock starts, at most up to there.
func (v *variation) before(d *scenarios.Days, by time.Duration, zone *time.Location) {
	room := time.Duration(v.sc.Clock.Start.Unix - day - d.Last.End).Truncate(24 * time.Hour)
	move(d, min(by, room), zone)
}

// occasions moves surges, vendors and prices by hours: the day's event comes
// at another time, all of it together.
func (v *variation) occasions(hours time.Duration, zone *time.Location) {
	shift := func(root any) {
		move(root, hours, zone)
		clamp(root, &v.sc.Clock)
	}
	shift(&v.sc.Population.Surges)
	shift(&v.sc.Population.Moves)
	for i := range v.sc.Venues {
		shift(&v.sc.Venues[i].Migrations)
		for j := range v.sc.Venues[i].Markets {
			shift(&v.sc.Venues[i].Markets[j].Price.Moves)
		}
	}
}

// attack redraws how much there is to steal and how it is done.
func (v *variation) attack() {
	k := v.sc.Compromise
	v.coins()
	v.transfers()
	if !k.Credentials() {
		return
	}
	k.Dump.Deleted = v.count(k.Dump.Deleted)
	live := int64(0)
	for i := range k.Victims {
		c := &k.Victims[i]
		c.Accounts = v.count(c.Accounts)
		c.OpenOrders = v.count(c.OpenOrders)
		c.Total = v.amount(c.Total)
		live += c.Accounts.Value
	}
	k.Dump.Live.Exactly(live)
	k.Dump.Keys.Exactly(live + k.Dump.Deleted.Value)
	k.Cohort.Keys.Exactly(max(v.near(k.Cohort.Keys.Value, v.bounds.Counts.PPM), live))
	k.Sources.Addresses = v.count(k.Sources.Addresses)
	v.foreign(k)
	if v.sc.Campaign != nil {
		for i := range v.sc.Campaign.Steps {
			v.step(&v.sc.Campaign.Steps[i])
		}
	}
	v.redress()
}

// transfers redraws the amounts that are sent on chains.
func (v *variation) transfers() {
	if v.sc.Campaign == nil {
		return
	}
	for i := range v.sc.Campaign.Steps {
		for j := range v.sc.Campaign.Steps[i].Transfers {
			t := &v.sc.Campaign.Steps[i].Transfers[j]
			t.Amount = v.amount(t.Amount)
			v.shape(t)
		}
	}
}

// step redraws a step's counts, one for each account that there is now.
func (v *variation) step(s *scenarios.Step) {
	if s.Params != nil && s.Params.Count != nil {
		*s.Params.Count = v.count(*s.Params.Count)
	}
	v.deal(s.Params)
	if len(s.Counts) == 0 {
		return
	}
	counts := make([]scenarios.Number, v.size(s))
	order := make([]uint32, len(s.Counts))
	for i := range order {
		order[i] = uint32(i)
	}
	if v.bounds.Order {
		order = v.chance.Permutation(len(s.Counts))
	}
	for i := range counts {
		counts[i] = v.count(s.Counts[order[i%len(order)]])
	}
	s.Counts = counts
}

// crowd redraws those honest groups that a detector is most easily tuned to.
func (v *variation) crowd() {
	for i := range v.sc.Population.Groups {
		g := &v.sc.Population.Groups[i]
		if g.Kind.Text == scenarios.KindForgottenBot || g.Kind.Text == scenarios.KindVendorBot {
			g.Count = v.count(g.Count)
			g.Sources.Addresses = v.count(g.Sources.Addresses)
		}
		if g.Sources.Vendors != nil {
			*g.Sources.Vendors = v.count(*g.Sources.Vendors)
			v.leavers(g)
		}
	}
	v.surges()
}

// leavers redraws where a group's vendors move, and lets no more move than there are.
func (v *variation) leavers(g *scenarios.Group) {
	for i := range v.sc.Population.Moves {
		if m := &v.sc.Population.Moves[i]; m.Group.Text == g.Name.Text {
			m.Vendors.Value = min(m.Vendors.Value, g.Sources.Vendors.Value)
			m.Sources.Addresses = v.count(m.Sources.Addresses)
		}
	}
}

// surges redraws by how much life goes faster.
func (v *variation) surges() {
	for i := range v.sc.Population.Surges {
		s := &v.sc.Population.Surges[i]
		for _, times := range []*scenarios.Ratio{s.Logins, s.Reads, s.Orders, s.Withdrawals, s.Deposits, s.Complaints} {
			if times != nil {
				times.PPM = v.near(times.PPM, v.bounds.Counts.PPM)
			}
		}
	}
}

// count redraws a count and makes it exact.
func (v *variation) count(n scenarios.Number) scenarios.Number {
	n.Exactly(v.near(n.Value, v.bounds.Counts.PPM))
	return n
}

// amount redraws money. What cannot be read is left for Build to complain of.
func (v *variation) amount(a scenarios.Amount) scenarios.Amount {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			from := &v.sc.Venues[i].Assets[j]
			if from.Code.Text != a.Asset.Text {
				continue
			}
			u := money.Unit{Code: from.Code.Text, Decimals: uint8(from.Decimals.Value)}
			if units, err := u.Parse(a.Text); err == nil {
				a.Text = u.Trimmed(v.near(units, v.bounds.Amounts.PPM))
			}
			return a
		}
	}
	return a
}

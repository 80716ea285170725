package casefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// moment is one line of the timeline.
type moment struct {
	at        int64
	who, what string
}

func (v *writer) timeline() {
	v.heading(v.labels.timeline + " (" + v.sc.Clock.Zone.Name + ")")
	g := layout.NewGrid(0, 0, 68)
	for _, m := range v.moments() {
		g.Row(v.clock(m.at, "2006-01-02 15:04"), m.who, m.what)
	}
	g.Print(v.w)
}

// clock writes a moment as the venue's clocks show it.
func (v *writer) clock(at int64, layout string) string {
	z := v.sc.Clock.Zone
	return time.Unix(0, at).In(time.FixedZone(z.Name, z.Offset)).Format(layout)
}

// begins is when a step begins at the earliest, in virtual nanoseconds.
func (v *writer) begins(c *scenarios.Campaign, s *scenarios.Step) int64 {
	if s.At.Start.Onset {
		return c.Onset.Earliest.Unix
	}
	return s.At.Start.Unix
}

// transfer is what the thief does at a transfer's time: he sends, changes the host
// that is to have it sent, or waits until he can.
func (v *writer) transfer(s *scenarios.Step, t *scenarios.Transfer) string {
	amount, l := v.figure(t.Amount.Text)+" "+t.Amount.Asset.Text, &v.labels
	switch {
	case t.Host != nil && !asksToPay(s.Technique.Text):
		return fmt.Sprintf(l.alters, t.Host, s.Technique)
	case s.Technique.Text == (technique.TakeOverWallet{}).Info().Name:
		return fmt.Sprintf(l.waits, amount, s.Technique)
	}
	return fmt.Sprintf(l.sends, amount, s.Technique)
}

// asksToPay says of a technique on a host that what it does there is to have money sent.
func asksToPay(name string) bool {
	return name == (technique.SpendFromServer{}).Info().Name || name == (technique.MoveHouseFunds{}).Info().Name
}

// moments is the record in the order of time.
func (v *writer) moments() (list []moment) {
	sc, l := v.sc, &v.labels
	add := func(at int64, who, what string) { list = append(list, moment{at, who, what}) }
	add(sc.Clock.Start.Unix, l.clock, l.begins)
	if c := sc.Campaign; c != nil {
		if v.clock(c.Onset.Earliest.Unix, "02 15:04") != v.clock(c.Onset.Latest.Unix, "02 15:04") {
			add(c.Onset.Earliest.Unix, l.attacker, fmt.Sprintf(l.onset, v.clock(c.Onset.Latest.Unix, "15:04")))
		}
		for i := range c.Steps {
			s := &c.Steps[i]
			if s.At != nil {
				add(v.begins(c, s), l.attacker, fmt.Sprintf(l.step, s.ID, s.Technique, v.clock(s.At.End.Unix, "2006-01-02 15:04")))
			}
			for _, t := range s.Transfers {
				add(t.At.Unix, l.attacker, v.transfer(s, &t))
			}
		}
		add(c.Until.Unix, l.attacker, v.recordEnds(c))
	}
	for i := range sc.Population.Surges {
		u := &sc.Population.Surges[i]
		add(u.Start.Unix, l.customers, fmt.Sprintf(l.surges, u.Name, v.clock(u.End.Unix, "2006-01-02 15:04")))
	}
	for i := range sc.Population.Moves {
		add(sc.Population.Moves[i].At.Unix, l.customers, fmt.Sprintf(l.moves, sc.Population.Moves[i].Name))
	}
	for _, a := range sc.History.Alerts {
		add(a.At.Unix, v.venue(a.Venue), l.notices+a.Title.In(v.language))
	}
	for i := range sc.History.Actions {
		a := &sc.History.Actions[i]
		add(a.At.Unix, v.venue(a.Venue), v.action(a))
	}
	for _, s := range sc.Statements {
		who := l.exchange
		if s.By != nil {
			who = s.By.Text
		}
		add(s.At.Unix, who, l.says+s.Says.In(v.language))
	}
	v.migrations(add)
	add(sc.Clock.End.Unix, l.clock, fmt.Sprintf(l.ends, fmt.Sprintf("%g h", sc.Clock.Tail.Value.Hours())))
	slices.SortStableFunc(list, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	return list
}

// recordEnds says what follows the record of an attack, if anything does.
func (v *writer) recordEnds(c *scenarios.Campaign) string {
	for i := range c.Steps {
		if c.Steps[i].Counterfactual {
			return v.labels.recordEnds
		}
	}
	return v.labels.attackEnds
}

// action says what the exchange did: the action's name as the vocabulary has
// it, and what it was about.
func (v *writer) action(a *scenarios.Action) string {
	l := &v.labels
	var about []string
	if a.Asset != nil {
		about = append(about, a.Asset.Text)
	}
	if a.Market != nil {
		about = append(about, a.Market.Text)
	}
	if a.CreatedUntil != nil {
		about = append(about, fmt.Sprintf(l.keysUntil, v.clock(a.CreatedUntil.Unix, "2006-01-02 15:04")))
	}
	if a.Abused {
		about = append(about, l.abused)
	}
	if a.Connected {
		about = append(about, l.connected)
	}
	if a.HandedOver {
		about = append(about, l.handedOver)
	}
	about = append(about, v.named(a.Names)...)
	if len(a.Remove) > 0 {
		about = append(about, l.losing+joinNames(a.Remove))
	}
	if a.NewOnly {
		about = append(about, l.newOnly)
	}
	about = append(about, v.trades(a)...)
	if a.Counterfactual {
		about = append(about, l.counterfactual)
	}
	if len(about) == 0 {
		return a.Action.Text
	}
	return a.Action.Text + ": " + strings.Join(about, ", ")
}

// named says which accounts an action is about.
func (v *writer) named(names *scenarios.Name) []string {
	if names == nil {
		return nil
	}
	switch names.Text {
	case scenarios.AlertProfiting:
		return []string{v.labels.profiting}
	case scenarios.AlertComplaining:
		return []string{v.labels.complaining}
	case scenarios.AlertRobbed:
		return []string{v.labels.robbed}
	case scenarios.AlertCounterparties:
		return []string{v.labels.counterparties}
	}
	return nil
}

// trades says which trades an action undoes or makes good, and with how much.
func (v *writer) trades(a *scenarios.Action) (about []string) {
	l := &v.labels
	if a.Since != nil {
		about = append(about, fmt.Sprintf(l.since, v.clock(a.Since.Unix, "2006-01-02 15:04")))
	}
	if a.Until != nil {
		about = append(about, fmt.Sprintf(l.until, v.clock(a.Until.Unix, "2006-01-02 15:04")))
	}
	if a.PriceAbove != nil {
		about = append(about, fmt.Sprintf(l.above, v.figure(a.PriceAbove.Text)+" "+a.PriceAbove.Asset.Text))
	}
	if a.Total != nil {
		about = append(about, fmt.Sprintf(l.total, v.figure(a.Total.Text)+" "+a.Total.Asset.Text))
	}
	if a.Share != nil {
		about = append(about, fmt.Sprintf(l.feeShare, percent(a.Share)))
	}
	return about
}

func joinNames(names []scenarios.Name) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = n.Text
	}
	return strings.Join(parts, ", ")
}

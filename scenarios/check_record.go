package scenarios

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func (c *checker) history() {
	h := &c.s.History
	var last Time
	for i := range h.Alerts {
		a := &h.Alerts[i]
		c.within("at", a.At, false)
		c.at(Places(a.Venue)...)
		c.known("selection", a.Names, []string{AlertComplaining, AlertDrained, AlertProfiting, AlertRobbed, AlertCounterparties})
		c.gain(a.Names)
	}
	for i := range h.Actions {
		a := &h.Actions[i]
		c.within("at", a.At, false)
		if a.At.Unix < last.Unix {
			c.bad(a.At.Pos, "at is "+a.At.Text, "a time that is not before the action above, "+last.Text, "")
		}
		last = a.At
		c.action(a)
	}
	last = Time{}
	for i := range c.s.Statements {
		s := &c.s.Statements[i]
		c.within("at", s.At, true)
		if s.At.Unix < last.Unix {
			c.bad(s.At.Pos, "at is "+s.At.Text, "a time that is not before the statement above, "+last.Text, "")
		}
		last = s.At
		c.known("claim", s.Claim, []string{ClaimAssetsSafe, ClaimServicesStopped, ClaimCauseKnown, ClaimReopening, ClaimNothingWrong})
	}
}

func (c *checker) action(a *Action) {
	if a.Asset != nil {
		c.known("asset", *a.Asset, c.codes)
	}
	c.at(Places(a.Venue)...)
	if a.Market != nil {
		c.known("market", *a.Market, c.symbols())
	}
	if a.CreatedUntil != nil && a.CreatedUntil.Unix > c.s.Clock.End.Unix {
		c.bad(a.CreatedUntil.Pos, "created_until is "+a.CreatedUntil.Text, "a time before the clock ends, "+c.s.Clock.End.Text, "")
	}
	if a.Names != nil {
		c.selected(a)
	}
	for _, right := range a.Remove {
		c.known("right", right, []string{"read", "trade", "withdraw"})
	}
	c.redress(a)
}

// selected checks an action upon accounts that are found in the run.
func (c *checker) selected(a *Action) {
	c.known("selection", *a.Names, []string{AlertProfiting, AlertComplaining, AlertRobbed, AlertCounterparties})
	if !slices.Contains(uponAccounts(), a.Action.Text) {
		c.bad(a.Names.Pos, "names stands beside "+a.Action.Text, "it beside "+strings.Join(uponAccounts(), ", "), "")
	}
	c.gain(*a.Names)
}

// uponAccounts are the actions whose accounts can be found in the run.
func uponAccounts() []string {
	return []string{"hold", "approve", "reject", "freeze_accounts", "unfreeze_accounts", actionRollback, actionCompensate}
}

// gain complains of accounts that profited where nothing says what that is.
func (c *checker) gain(n Name) {
	if n.Text == AlertProfiting && c.s.History.Gain == nil {
		c.bad(n.Pos, "names is "+AlertProfiting, "gain: in history, which says what a profit is", "")
	}
}

func (c *checker) facts() {
	seen := map[string]yamldoc.Position{}
	for i := range c.s.Facts {
		f := &c.s.Facts[i]
		c.unique("fact", f.Name, seen)
		c.known("kind", f.Kind, []string{FactMeasured, FactRecorded})
		c.known("subject", f.About, []string{AboutAttack, AboutResponse})
		if f.Asset != nil {
			c.known("asset", *f.Asset, c.codes)
		}
		c.at(Places(f.Venue)...)
		switch f.Kind.Text {
		case FactMeasured:
			c.measured(f)
		case FactRecorded:
			if f.Measure != nil {
				c.bad(f.Measure.Pos, "measure stands in a recorded fact", "kind: measured, or nothing here", "")
			}
		}
	}
}

func (c *checker) measured(f *Fact) {
	c.within("as_of", f.AsOf, true)
	if f.Measure == nil {
		c.bad(f.Name.Pos, "measure is missing", "it in a measured fact", "")
	}
	if f.Expected.Kind > FigureTime {
		c.bad(f.Expected.Pos, "expected is "+yamldoc.Quoted(f.Expected.Text), "a whole number or a time in a measured fact", "")
	}
}

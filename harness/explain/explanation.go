package explain

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
)

// Explanation says why a run went as it did: what made each alert fire, what
// each action changed, and what stood in the way of honest customers. Times are
// virtual nanoseconds, events are positions in their venue's audit log.
type Explanation struct {
	Alerts    []AlertReason  `json:"alerts"`
	Actions   []ActionEffect `json:"actions"`
	Obstacles []Obstacle     `json:"obstacles"`
	Findings  []Finding      `json:"findings,omitempty"` // of controls that look for something
	Rules     []RuleReason   `json:"rules,omitempty"`    // of those that were asked about

	Zone     string `json:"-"` // of the venue
	Currency string `json:"-"` // in which values are
	Decimals uint8  `json:"-"`
}

// AlertReason is an alert with what made it fire.
type AlertReason struct {
	defence.Alert
	Why *Window `json:"why"` // null where the monitor gives no reasons
}

// Window is the events that made a rule fire.
type Window struct {
	Group     []sigma.GroupValue `json:"group,omitempty"` // what they have in common
	From      int64              `json:"from"`
	Until     int64              `json:"until"`
	Measured  string             `json:"measured,omitempty"` // what they came to
	Threshold string             `json:"threshold,omitempty"`
	Events    []uint64           `json:"events"` // at most 1,000
}

// windowOf is what made a rule fire.
func windowOf(f *rules.Finding) *Window {
	return &Window{Group: f.Group, From: f.From, Until: f.Until, Measured: f.Measured, Threshold: f.Threshold, Events: f.Events}
}

// ActionEffect is an action with what it changed.
type ActionEffect struct {
	At      int64          `json:"at"`
	Venue   string         `json:"venue,omitempty"`
	Action  defence.Action `json:"action"`
	Code    string         `json:"code"`
	Changed uint32         `json:"changed"`
	Effects []Effect       `json:"effects"` // what the audit log shows of it
}

// Effect is a kind of events that an action brought about.
type Effect struct {
	Type  string   `json:"type"`
	Count int      `json:"count"`
	First []uint64 `json:"first"` // the first of them
}

// Obstacle is a control of the posture or an action that stood in the way of
// honest customers. The items of all obstacles add up to those of the result's
// harm.
type Obstacle struct {
	Venue     string           `json:"venue,omitempty"`
	Control   string           `json:"control"`
	Standing  bool             `json:"standing"` // a control; otherwise an action
	Customers int              `json:"customers"`
	Times     int              `json:"times"`
	Items     []score.HarmItem `json:"items"`
	Examples  []ObstacleSample `json:"examples"`
}

// ObstacleSample is one customer who met an obstacle: what was done to him, and
// the event that tells of it.
type ObstacleSample struct {
	Kind    string       `json:"kind"`
	Seq     uint64       `json:"seq"`
	At      int64        `json:"at"`
	Account uint32       `json:"account"`
	Type    string       `json:"type"`
	Code    string       `json:"code"`
	Value   score.Amount `json:"value"` // what was at stake for him
	Price   score.Amount `json:"price"` // weighted as on the bill
}

// obstaclesOf lists what stood in the way of honest customers in a run, the
// dearest first.
func obstaclesOf(t *score.Tally, severalVenues bool) []Obstacle {
	list := []Obstacle{}
	for _, o := range impact.Obstacles(t.Impacts) {
		one := Obstacle{
			Control: o.By.String(), Standing: o.By.Standing(), Customers: o.Customers(), Times: len(o.Cases),
			Items: score.HarmItems(&o.Items),
		}
		if severalVenues {
			one.Venue = o.Venue
		}
		for i := range o.Cases {
			one.example(&o.Cases[i])
		}
		list = append(list, one)
	}
	return list
}

// example keeps a case if it is another customer's than those that there are.
func (o *Obstacle) example(c *impact.Impact) {
	same := func(s ObstacleSample) bool { return s.Account == c.Account }
	if len(o.Examples) == Samples || slices.ContainsFunc(o.Examples, same) {
		return
	}
	o.Examples = append(o.Examples, ObstacleSample{
		Kind: c.Kind.String(), Seq: c.Seq, At: c.At, Account: c.Account, Type: c.Type.String(), Code: c.Code.String(),
		Value: score.Amount(c.Unweighted), Price: score.Amount(c.Price),
	})
}

// Samples is how many examples explanations keep of one thing.
const Samples = 3

// RuleReason says why a rule fired or stayed silent.
type RuleReason struct {
	Venue string `json:"venue,omitempty"`
	Rule  string `json:"rule"`
	Title string `json:"title"`
	Kind  string `json:"kind"`
	sigma.Stats
	NeverSeen []string          `json:"never_seen"`
	Windows   *sigma.Correlated `json:"windows,omitempty"`   // of correlations
	Threshold string            `json:"threshold,omitempty"` // of correlations
	Closest   *sigma.Closest    `json:"closest,omitempty"`   // absent if no event reached a window
}

// ruleReasonOf is what a rule tells about itself.
func ruleReasonOf(x *sigma.Explanation, venue string) RuleReason {
	r := RuleReason{
		Venue: venue, Rule: x.Rule.Label(), Title: x.Rule.Title, Kind: x.Rule.Kind(), Stats: x.Stats, NeverSeen: append([]string{}, x.NeverSeen...),
	}
	// Lists are never null.
	r.Selections, r.Fields = append([]sigma.Counted{}, x.Selections...), append([]sigma.Counted{}, x.Fields...)
	if x.Rule.Correlates() {
		r.Windows, r.Threshold, r.Closest = &x.Windows, x.Threshold, x.Closest
	}
	return r
}

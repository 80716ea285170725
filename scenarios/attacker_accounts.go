package scenarios

import (
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// AttackerAccounts is a class of accounts that the attacker opened himself long before, each
// with one key that may read and trade. They are not in the dump.
type AttackerAccounts struct {
	Name     Name          `key:"name"`
	Venue    *Name         `key:"venue,optional"` // needed where there are several
	Accounts Number        `key:"accounts"`
	Opened   Days          `key:"opened"`
	Holdings Table[Amount] `key:"holdings"` // what they own together, by asset, in equal parts
	Withdraw bool          `key:"withdraw"` // their keys may withdraw, too
}

// attackerAccounts checks the attacker's own accounts.
func (c *checker) attackerAccounts(k *Compromise) {
	seen := map[string]yamldoc.Position{}
	for i := range k.Victims {
		seen[k.Victims[i].Name.Text] = k.Victims[i].Name.Pos
	}
	for i := range k.AttackerAccounts {
		o := &k.AttackerAccounts[i]
		c.unique("class of accounts", o.Name, seen)
		c.freeName(o.Name)
		c.positive("accounts", o.Accounts.Value, o.Accounts.Stated)
		c.atMost("accounts", o.Accounts, 100_000)
		c.days(o.Opened)
		c.past("opened", o.Opened)
		if o.Venue == nil && len(c.s.Venues) > 1 {
			c.complain(o.Name.Pos, "venue is missing", "it where there are several venues", "")
		}
		c.knownVenues(Places(o.Venue)...)
		c.attackerHoldings(o)
	}
}

// attackerHoldings checks that a class of own accounts holds what its venue keeps.
func (c *checker) attackerHoldings(o *AttackerAccounts) {
	var codes []string
	here := c.s.Weights(Places(o.Venue))
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Assets {
			if here[i] > 0 {
				codes = append(codes, c.s.Venues[i].Assets[j].Code.Text)
			}
		}
	}
	for i := range o.Holdings {
		if c.known("asset", o.Holdings[i].Key, codes) {
			c.inAsset("the amount", o.Holdings[i].Value, o.Holdings[i].Key.Text)
		}
	}
}

// keySet is keys that a step can be about, with how many there are at each venue.
type keySet struct {
	name string
	keys []int64
}

// keySets lists them.
func (c *checker) keySets() []keySet {
	k := c.s.Compromise
	if k == nil {
		return []keySet{{OnAll, nil}, {OnLive, nil}, {OnDeleted, nil}}
	}
	live := make([]int64, len(c.s.Venues))
	classes := make([]keySet, 0, len(k.Victims)+len(k.AttackerAccounts))
	for i := range k.Victims {
		keys := c.s.Spread(k.Victims[i].Accounts.Value, Places(k.Victims[i].Venue)...)
		for v := range live {
			live[v] += keys[v]
		}
		classes = append(classes, keySet{k.Victims[i].Name.Text, keys})
	}
	if len(live) == 1 {
		live[0] = k.Dump.Live.Value
	}
	deleted := c.s.Spread(k.Dump.Deleted.Value)
	all := make([]int64, len(live))
	for v := range all {
		all[v] = live[v] + deleted[v]
	}
	if len(live) == 1 {
		all[0] = k.Dump.Keys.Value
	}
	sets := append([]keySet{{OnAll, all}, {OnLive, live}, {OnDeleted, deleted}}, classes...)
	if k.Dump.Published != nil {
		sets = append(sets, keySet{OnPublished, c.s.Spread(k.Dump.Published.Value)})
	}
	for i := range k.AttackerAccounts {
		sets = append(sets, keySet{k.AttackerAccounts[i].Name.Text, c.s.Spread(k.AttackerAccounts[i].Accounts.Value, Places(k.AttackerAccounts[i].Venue)...)})
	}
	return sets
}

// partners checks that a step's keys have partners wherever they are.
func (c *checker) partners(step *Step, keys []int64) {
	if step.With == nil {
		return
	}
	var names []string
	var own *AttackerAccounts
	if k := c.s.Compromise; k != nil {
		for i := range k.AttackerAccounts {
			names = append(names, k.AttackerAccounts[i].Name.Text)
			if k.AttackerAccounts[i].Name.Text == step.With.Text {
				own = &k.AttackerAccounts[i]
			}
		}
	}
	if !c.known("class of own accounts", *step.With, names) || own == nil {
		return
	}
	there := c.s.Weights(Places(own.Venue))
	for v := range keys {
		if keys[v] > 0 && there[v] == 0 {
			c.complain(step.With.Pos, "with is "+yamldoc.Quoted(step.With.Text)+", which is not at "+c.s.Venues[v].Name.Text+", where "+
				strconv.FormatInt(keys[v], 10)+" of the keys are", "a class that is there, or venue: in the step", "")
		}
	}
}

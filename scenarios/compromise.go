package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Compromise is what the attacker holds: customers' API keys, where position is
// user_credential, hot wallets' keys, where it is signing_key, or the build server
// and accounts of his own, where it is approval_path.
type Compromise struct {
	Sources          Sources            `key:"sources,optional"` // where he calls from
	Cohort           Cohort             `key:"cohort,optional"`
	Dump             Dump               `key:"dump,optional"`
	Victims          []Victims          `key:"victims,optional" check:"unique=class_of_victims"` // owners of the dump's live keys, in classes
	Logins           []StolenLogins     `key:"logins,optional" check:"unique=class_of_victims"`  // customers at whose logins he gets, in classes
	Complaints       Complaints         `key:"complaints,optional"`
	AttackerAccounts []AttackerAccounts `key:"own,optional"` // accounts of the attacker's, in classes

	EngineLog *Name `key:"engine_log,optional"` // what altered code does with its log: lies, leaves_out

	Signing
}

// Cohort is the wider set of keys that the stolen ones are part of: those that
// a venue could suspect. Its other keys are data without an actor.
type Cohort struct {
	Name      Name   `key:"name"`
	Group     Name   `key:"group" check:"group"`      // population group that owns the keys, one each
	Keys      Number `key:"keys" check:"most=200000"` // live ones, those of the dump included; drawn within the range
	Created   Days   `key:"created" check:"past"`
	Withdraw  Share  `key:"withdraw"`   // of keys that may withdraw
	HonestUse Share  `key:"honest_use"` // of keys that their owners still use

	// Of the owners who do not use their keys any more, those who do nothing at
	// all while the clock runs: data, not actors.
	Idle *Share `key:"idle,optional"`

	ForVendor bool `key:"for_vendor,optional"` // the keys were made for a bot vendor, one of the group's that has vendors
}

// Dump is the stolen keys. Keys were created on both ends of Created, and the
// oldest deletion falls on the first day of DeletedOn.
type Dump struct {
	Keys      Number `key:"keys" check:"most=200000"`
	Deleted   Number `key:"deleted" check:"most=200000"` // deleted by their owners before the attack
	Live      Number `key:"live" check:"most=200000"`
	Created   Days   `key:"created" check:"days"`
	DeletedOn Days   `key:"deleted_on" check:"past"`

	Published *Number `key:"published,optional"` // keys that somebody showed in public, live ones and deleted ones alike
}

// Owners is a class of customers who are robbed, and what they own.
type Owners struct {
	Name     Name         `key:"name"`
	Venue    *Name        `key:"venue,optional" check:"venue"` // absent for every venue, each having its share of them
	Accounts Number       `key:"accounts" check:"positive most=200000"`
	Total    Amount       `key:"total"`                  // what they own together, in the currency
	Spread   Ratio        `key:"spread"`                 // how unevenly it is spread, as in Heavy
	Holdings Table[Share] `key:"holdings" check:"asset"` // what it is made of, by asset
}

// Victims is a class of accounts behind live keys of the dump, one key each.
type Victims struct {
	Owners
	Withdraw bool `key:"withdraw"` // their keys may withdraw
}

// StolenLogins is a class of customers whose passwords he has, and what gets him
// past their second factors. They are members of the cohort's group beside the
// cohort; none of their keys is in the dump.
type StolenLogins struct {
	Owners
	Holds Name `key:"holds"`
}

// What an attacker may hold of a customer's login.
const (
	HoldsPassword = "password" // nothing more: of customers without a second factor
	HoldsSession  = "session"  // what the venue left in the customer's browser: a live session that has passed the factor
	HoldsCode     = "code"     // codes that the customer types into his page, each as his steps come to log in
	HoldsPhone    = "phone"    // the customer's number, on a card of his own: of customers whose codes come by message
)

// Complaints is how victims notice. Delays count from the first loss of an
// account, or from Start if that is later.
type Complaints struct {
	Start Time  `key:"start" check:"clock"`
	Share Share `key:"share"` // of robbed accounts whose owners complain at all
	Delay Delay `key:"delay"`

	Trades bool `key:"trades,optional"` // trades that they did not make alarm them as well, not withdrawals alone
}

// Size is how many keys the named sets have.
func (k *Compromise) Size(sets []Name) (n int) {
	for _, set := range sets {
		switch set.Text {
		case OnAll:
			n += int(k.Dump.Keys.Value)
		case OnLive:
			n += int(k.Dump.Live.Value)
		case OnDeleted:
			n += int(k.Dump.Deleted.Value)
		case OnPublished:
			if k.Dump.Published != nil {
				n += int(k.Dump.Published.Value)
			}
		}
		for i := range k.Victims {
			if k.Victims[i].Name.Text == set.Text {
				n += int(k.Victims[i].Accounts.Value)
			}
		}
		for i := range k.Logins {
			if k.Logins[i].Name.Text == set.Text {
				n += int(k.Logins[i].Accounts.Value)
			}
		}
		for i := range k.AttackerAccounts {
			if k.AttackerAccounts[i].Name.Text == set.Text {
				n += int(k.AttackerAccounts[i].Accounts.Value)
			}
		}
	}
	return n
}

// attack checks what the attacker holds and does, or that there is none.
func (c *checker) attack() {
	s := c.s
	position := s.Incident.Position
	none := position.Text == PositionNone
	for _, section := range []struct {
		name  string
		there bool
	}{{"compromise", s.Compromise != nil}, {"campaign", s.Campaign != nil}} {
		if section.there == none {
			expected := "the section " + section.name
			if none {
				expected = "no section " + section.name
			}
			c.complain(position.Pos, "position is "+yamldoc.Quoted(position.Text), expected, "")
		}
	}
	if s.Compromise != nil {
		c.compromise(s.Compromise)
	}
	if s.Campaign != nil {
		c.campaign(s.Campaign)
	}
}

func (c *checker) compromise(k *Compromise) {
	c.heldByPosition(k)
	c.signing(k)
	c.approvalPath(k)
	if c.s.ApprovalPath() {
		c.callerSources(&k.Sources)
		c.attackerAccounts(k)
	}
	if !k.Credentials() {
		return
	}
	c.callerSources(&k.Sources)
	c.dump(k)
	c.victims(k)
	c.logins(k)
	c.attackerAccounts(k)
}

// heldByPosition checks that what the attacker holds is what his position says.
func (c *checker) heldByPosition(k *Compromise) {
	position := c.s.Incident.Position
	if !slices.Contains([]string{PositionUserCredential, PositionSigningKey, PositionApprovalPath}, position.Text) {
		return
	}
	credential, signing, approval := PositionUserCredential, PositionSigningKey, PositionApprovalPath
	for _, part := range []struct {
		name      string
		there     bool
		positions []string
		optional  bool
	}{
		{"sources", k.Sources.Network.Pos.Line > 0, []string{credential, approval}, false},
		{"cohort", k.Cohort.Name.Pos.Line > 0, []string{credential}, false},
		{"dump", k.Dump.Keys.Pos.Line > 0, []string{credential}, false},
		{"victims", k.Victims != nil, []string{credential}, false},
		{"complaints", k.Complaints.Start.Pos.Line > 0, []string{credential}, false},
		{"hosts", k.Hosts != nil, []string{signing, approval}, false},
		{"wallets", k.Wallets != nil, []string{signing, approval}, false},
		{"since", k.Since != nil, []string{signing, approval}, false},
		{"addresses", k.Addresses != nil, []string{signing, approval}, position.Text == approval},
		{"own", k.AttackerAccounts != nil, []string{credential, approval}, position.Text == credential},
		{"logins", k.Logins != nil, []string{credential}, true},
		{"engine_log", k.EngineLog != nil, []string{approval}, false},
	} {
		if (c.s.SigningPath() || c.s.AtDesk()) && !part.there && slices.Contains([]string{"sources", "own", "engine_log"}, part.name) {
			continue // whoever alters what people sign needs none of it
		}
		here := slices.Contains(part.positions, position.Text)
		switch {
		case here && !part.there && !part.optional:
			c.complain(position.Pos, part.name+" is missing in compromise", "it where position is "+position.Text, "")
		case !here && part.there:
			c.complain(position.Pos, part.name+" stands in compromise", "it only where position is "+strings.Join(part.positions, " or "), "")
		}
	}
}

func (c *checker) dump(k *Compromise) {
	d := &k.Dump
	if d.Keys.Value != d.Deleted.Value+d.Live.Value && d.Deleted.Pos.Line > 0 && d.Live.Pos.Line > 0 {
		c.complain(d.Keys.Pos, "keys is "+strconv.FormatInt(d.Keys.Value, 10),
			"deleted and live together, "+strconv.FormatInt(d.Deleted.Value+d.Live.Value, 10), "")
	}
	if d.Live.Value > k.Cohort.Keys.Lo && k.Cohort.Keys.Pos.Line > 0 {
		c.complain(d.Live.Pos, "live is "+strconv.FormatInt(d.Live.Value, 10),
			"at most the keys of the cohort, "+strconv.FormatInt(k.Cohort.Keys.Lo, 10), "")
	}
	if d.Published != nil {
		c.atMost("published", *d.Published, d.Keys.Value)
	}
	outside := d.Created.First.Start < k.Cohort.Created.First.Start || d.Created.Last.End > k.Cohort.Created.Last.End
	if outside && k.Cohort.Created.First.Pos.Line > 0 && k.Cohort.Created.Last.Pos.Line > 0 && d.Created.Last.Pos.Line > 0 {
		c.complain(d.Created.First.Pos, "keys of the dump were created from "+d.Created.First.Text+" to "+d.Created.Last.Text,
			"days within those of the cohort, "+k.Cohort.Created.First.Text+" to "+k.Cohort.Created.Last.Text, "")
	}
}

// freeName complains of a class that has the name of another set of keys.
func (c *checker) freeName(n Name) {
	if slices.Contains([]string{OnAll, OnLive, OnDeleted, OnPublished}, n.Text) {
		c.complain(n.Pos, "name is "+yamldoc.Quoted(n.Text), "another word than all, live, deleted or published", "")
	}
}

func (c *checker) victims(k *Compromise) {
	sum := int64(0)
	for i := range k.Victims {
		v := &k.Victims[i]
		c.freeName(v.Name)
		c.inAsset("total", v.Total, c.s.Currency.Text)
		c.addsUp("holdings", v.Holdings)
		sum += v.Accounts.Value
	}
	if live := k.Dump.Live; len(k.Victims) > 0 && sum != live.Value {
		c.complain(live.Pos, "live is "+strconv.FormatInt(live.Value, 10),
			"as many keys as the victims have accounts, "+strconv.FormatInt(sum, 10), "")
	}
}

// logins checks the stolen logins.
func (c *checker) logins(k *Compromise) {
	seen := map[string]yamldoc.Position{}
	for i := range k.Victims {
		seen[k.Victims[i].Name.Text] = k.Victims[i].Name.Pos
	}
	for i := range c.s.Venues {
		if len(k.Logins) > 0 && c.s.Venues[i].Logins == nil {
			c.complain(k.Logins[0].Name.Pos, "logins stands in compromise, and "+c.s.Venues[i].Name.Text+" has none", "logins in the venue, too", "")
		}
	}
	for i := range k.Logins {
		l := &k.Logins[i]
		c.unique("class of victims", l.Name, seen)
		c.freeName(l.Name)
		c.known("hold", l.Holds, []string{HoldsPassword, HoldsSession, HoldsCode, HoldsPhone})
		c.inAsset("total", l.Total, c.s.Currency.Text)
		c.addsUp("holdings", l.Holdings)
	}
}

// AttackerAccounts is a class of accounts that the attacker opened himself long before, or
// bought, each with one key that may read and trade. They are not in the dump.
type AttackerAccounts struct {
	Name     Name          `key:"name"`
	Venue    *Name         `key:"venue,optional" check:"venue"` // needed where there are several
	Accounts Number        `key:"accounts" check:"positive most=100000"`
	Opened   Days          `key:"opened" check:"past"`
	Holdings Table[Amount] `key:"holdings"` // what they own together, by asset, in equal parts
	Withdraw bool          `key:"withdraw"` // their keys may withdraw, too

	// The group whose members they live like until he first uses them: they read
	// and trade, and pay nothing in or out. Nobody lives there without it.
	LivesAs *Name `key:"lives_as,optional" check:"group"`
}

// attackerAccounts checks the attacker's own accounts.
func (c *checker) attackerAccounts(k *Compromise) {
	seen := map[string]yamldoc.Position{}
	for i := range k.Victims {
		seen[k.Victims[i].Name.Text] = k.Victims[i].Name.Pos
	}
	for i := range k.Logins {
		seen[k.Logins[i].Name.Text] = k.Logins[i].Name.Pos
	}
	for i := range k.AttackerAccounts {
		o := &k.AttackerAccounts[i]
		c.unique("class of accounts", o.Name, seen)
		c.freeName(o.Name)
		if o.Venue == nil && len(c.s.Venues) > 1 {
			c.complain(o.Name.Pos, "venue is missing", "it where there are several venues", "")
		}
		c.attackerHoldings(o)
		c.attackerLife(o)
	}
}

// attackerLife checks that own accounts live like customers whose programs trade.
func (c *checker) attackerLife(o *AttackerAccounts) {
	for i := range c.s.Population.Groups {
		g := &c.s.Population.Groups[i]
		if o.LivesAs == nil || g.Name.Text != o.LivesAs.Text {
			continue
		}
		if g.Kind.Text != KindPeople && g.Kind.Text != KindAPIBot {
			c.complain(o.LivesAs.Pos, "lives_as is "+yamldoc.Quoted(g.Name.Text)+", of kind "+g.Kind.Text, "a group of kind "+KindPeople+" or "+KindAPIBot, "")
		}
		here, there := c.s.Weights(Places(o.Venue)), c.s.Weights(g.Venues)
		for v := range here {
			if here[v] > 0 && there[v] == 0 {
				c.complain(o.LivesAs.Pos, "lives_as is "+yamldoc.Quoted(g.Name.Text)+", which is not at "+c.s.Venues[v].Name.Text, "a group that is there", "")
			}
		}
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
	for i := range k.Logins {
		sets = append(sets, keySet{k.Logins[i].Name.Text, c.s.Spread(k.Logins[i].Accounts.Value, Places(k.Logins[i].Venue)...)})
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

package scenarios

import (
	"net/netip"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Population is everybody who is honest.
type Population struct {
	HourlyProfiles Table[[]Number] `key:"rhythms"`                         // weights of the 24 hours of a day, the venue's time
	Networks       []Network       `key:"networks" check:"unique=network"` // where callers' addresses lie
	Holdings       Table[Share]    `key:"holdings" check:"asset"`          // what balances are made of, by asset; sums to 100 %
	Interest       Table[Share]    `key:"interest" check:"asset"`          // what orders, withdrawals and deposits are about, by asset
	Groups         []Group         `key:"groups" check:"unique=group"`
	Surges         []Surge         `key:"surges,optional" check:"unique=surge"`
	Moves          []Move          `key:"moves,optional" check:"unique=move"`
	Afterwards     *Afterwards     `key:"afterwards,optional"`
}

// Afterwards is a little life after the clock, up to the end of the tail or of
// the epilogue: some customers trade now and then, so that what was promised
// them has something to be about. Nothing of it is scored.
type Afterwards struct {
	Customers Number   `key:"customers" check:"positive most=1000000"` // how many, besides breakout traders
	Every     Duration `key:"every" check:"positive"`                  // one trades, on average
	Order     Heavy    `key:"order"`
}

// Kinds of networks.
const (
	NetworkHome    = "home"
	NetworkHosting = "hosting"
)

// Network is a range of addresses. Hosting companies have honest tenants, too.
type Network struct {
	Name   Name `key:"name"`
	Kind   Name `key:"kind"`
	Prefix Name `key:"prefix"` // "100.64.0.0/10"
}

// Kinds of population groups.
const (
	KindPeople       = "people"        // at the website, some with a program
	KindAPIBot       = "api_bot"       // one's own program, from one's own address
	KindVendorBot    = "vendor_bot"    // a vendor trades with many customers' keys from few addresses
	KindForgottenBot = "forgotten_bot" // a program that keeps presenting a key its owner deleted
	KindMarketMaker  = "market_maker"  // quotes every market; not a customer, has no intents
	KindMomentum     = "momentum"      // follows the price; not a customer, has no intents
	KindBreakout     = "breakout"      // wakes when a price leaps; not a customer, has no intents
)

// Group is a part of the population whose members act alike. Which sections
// there are depends on the kind.
type Group struct {
	Name          Name    `key:"name"`
	Kind          Name    `key:"kind"`
	Count         Number  `key:"count" check:"positive most=1000000"`
	Scalable      bool    `key:"scalable"`                      // shrinks with the scale of a run
	Venues        []Name  `key:"venues,optional" check:"venue"` // where its members are; absent for all venues, each having its share of them
	HourlyProfile *Name   `key:"rhythm,optional" check:"rhythm"`
	Sources       Sources `key:"sources"`

	Rates   *Rates   `key:"rates,optional"`   // people, api_bot, vendor_bot
	Amounts *Amounts `key:"amounts,optional"` // people, api_bot, vendor_bot
	Habits  *Habits  `key:"habits,optional"`  // people, api_bot, vendor_bot
	Keys    *Keys    `key:"keys,optional"`    // people, api_bot, vendor_bot, forgotten_bot
	Bursts  *Bursts  `key:"bursts,optional"`  // people, api_bot, vendor_bot; absent of those who hear of nothing together

	Presents *Presents `key:"presents,optional"` // forgotten_bot
	Quotes   *Quotes   `key:"quotes,optional"`   // market_maker
	Follows  *Follows  `key:"follows,optional"`  // momentum
	Leaps    *Leaps    `key:"leaps,optional"`    // breakout
}

// Sources says where a group's requests come from. With vendors, all customers
// of one share its addresses; without, everybody has so many of his own.
type Sources struct {
	Network   Name    `key:"network" check:"network"`
	Other     *Name   `key:"other,optional" check:"network"`      // a second network
	InOther   *Share  `key:"in_other,optional"`                   // share of members that are there
	Addresses Number  `key:"addresses" check:"positive most=255"` // a head, or a vendor
	Vendors   *Number `key:"vendors,optional" check:"positive most=1000"`
}

// Rates is how often a member does something. The rates of withdrawals and
// deposits include test sends and everything else below.
type Rates struct {
	Logins      Rate  `key:"logins"`
	Reads       Rate  `key:"reads"` // balances, books, trades, histories
	Orders      Rate  `key:"orders"`
	Cancels     Share `key:"cancels"` // of orders, by their owner
	Withdrawals Rate  `key:"withdrawals"`
	Deposits    Rate  `key:"deposits"`
	Complaints  Rate  `key:"complaints"` // to support, about something that is no theft
}

// Amounts is how much is moved, in the currency.
type Amounts struct {
	Balance    Heavy  `key:"balance"`
	Order      Heavy  `key:"order"`
	Withdrawal Heavy  `key:"withdrawal"`
	Deposit    Heavy  `key:"deposit"`
	Whales     Share  `key:"whales"`                         // share of members whose amounts are all larger
	WhaleTimes Number `key:"whale_times" check:"most=10000"` // that many times as large
}

// Habits is how members go about things.
type Habits struct {
	ByAPI     Share    `key:"by_api"`                           // share of orders, reads and withdrawals that a key makes, of those who have one
	Market    Share    `key:"market"`                           // share of orders at the market's price
	FirstTime Share    `key:"first_time"`                       // share of withdrawals to an address never paid before
	TestSend  Share    `key:"test_send"`                        // share of those that a small one precedes
	TestPause Pause    `key:"test_pause" check:"pause"`         // between the small one and the real one
	Tries     Number   `key:"tries" check:"positive most=1000"` // how often a refused withdrawal or order is tried in all
	TryAgain  Duration `key:"try_again"`                        // pause before the next try

	// How long after a program was told that its key is dead, or may not trade
	// any longer, its owner makes a new one; absent where nobody does.
	NewKey *Delay `key:"new_key,optional"`

	// Of owners of keys, those whom nobody sees as the clock starts, and who come
	// back at some time while it runs: programs are forgotten and started again.
	Resumes *Share `key:"resumes,optional"`
}

// Pause is a time drawn evenly between two bounds.
type Pause struct {
	Least Duration `key:"least"`
	Most  Duration `key:"most"`
}

// Keys is which API keys a group's members have.
type Keys struct {
	Share    Share `key:"share"`                         // of members that have one
	Created  Days  `key:"created" check:"past"`          // when
	Trade    Share `key:"trade"`                         // of keys that may trade
	Withdraw Share `key:"withdraw"`                      // of keys that may withdraw
	Deleted  *Days `key:"deleted,optional" check:"past"` // when their owners deleted them; absent while they live
}

// Presents is how a forgotten program goes on.
type Presents struct {
	Every  Duration `key:"every" check:"positive"`
	Jitter Duration `key:"jitter"` // more or less
}

// Quotes is how a market maker keeps its quotes.
type Quotes struct {
	Every Duration `key:"every" check:"positive"` // acts on a price or a fill within this, and rests about as long between two quotes
	Move  Share    `key:"move"`                   // of the fair price, before it quotes anew

	NewKey *Delay `key:"new_key,optional"` // as in Habits
}

// Follows is how a momentum trader trades.
type Follows struct {
	Every     Duration `key:"every" check:"positive"` // looks at the price
	Over      Duration `key:"over"`                   // compares with the price so long ago
	Threshold Share    `key:"threshold"`              // acts on a move of at least that much
	Order     Heavy    `key:"order"`

	NewKey *Delay `key:"new_key,optional"` // as in Habits
}

// Leaps is how those trade who wait for a price to leap away from what a coin is
// worth elsewhere. Some have left a stop order, some buy what rises and stand in
// the book with bids, some sell what is dear.
type Leaps struct {
	Threshold Share    `key:"threshold"`              // above the price elsewhere, from which on they hear of a trade
	Every     Duration `key:"every" check:"positive"` // looks at the book from then on
	Stay      Duration `key:"stay" check:"positive"`  // until the last of them loses interest
	Reach     Ratio    `key:"reach"`                  // of the price elsewhere, the most that buyers pay at first
	Stops     Share    `key:"stops"`                  // of members: a stop order alone, up to twice as far
	Arbitrage Share    `key:"arbitrage"`              // of members: sell what is dear
	Order     Heavy    `key:"order"`

	NewKey *Delay `key:"new_key,optional"` // as in Habits
}

func (c *checker) population() {
	p := &c.s.Population
	for i := range p.HourlyProfiles {
		c.rhythms = append(c.rhythms, p.HourlyProfiles[i].Key.Text)
		c.hourlyProfile(&p.HourlyProfiles[i])
	}
	c.ranges()
	c.addsUp("holdings", p.Holdings)
	c.addsUp("interest", p.Interest)
	for i := range p.Groups {
		g := &p.Groups[i]
		c.groups = append(c.groups, g.Name.Text)
		c.callerSources(&g.Sources)
		if !c.alone && !c.partial[g.Name] {
			c.sections(g)
		}
	}
	if c.alone {
		return
	}
	c.surges()
	c.moves()
}

// past complains of days that are not over when the clock starts.
func (c *checker) past(name string, d Days) {
	if start := c.s.Clock.Start; start.Pos.Line > 0 && d.Last.End >= start.Unix {
		c.complain(d.Last.Pos, name+" lasts until "+d.Last.Text, "a day before the clock starts, "+start.Text, "")
	}
}

func (c *checker) hourlyProfile(r *Row[[]Number]) {
	sum := int64(0)
	for _, n := range r.Value {
		sum += n.Value
		c.atMost("weight", n, 1_000_000)
	}
	if len(r.Value) != 24 || sum == 0 {
		c.complain(r.Key.Pos, "rhythm "+yamldoc.Quoted(r.Key.Text)+" has "+strconv.Itoa(len(r.Value))+" weights that add up to "+strconv.FormatInt(sum, 10),
			"24 weights, one an hour, not all 0", "")
	}
}

// ranges checks the networks.
func (c *checker) ranges() {
	var taken []netip.Prefix
	for i := range c.s.Population.Networks {
		n := &c.s.Population.Networks[i]
		c.networks = append(c.networks, n.Name.Text)
		c.known("kind", n.Kind, []string{NetworkHome, NetworkHosting})
		prefix, ok := c.prefix(n.Prefix)
		for _, other := range taken {
			if ok && other.Overlaps(prefix) {
				c.complain(n.Prefix.Pos, "prefix is "+yamldoc.Quoted(n.Prefix.Text), "a range that does not overlap "+other.String(), "")
			}
		}
		if ok {
			taken = append(taken, prefix)
		}
	}
}

// prefix checks a network's range of addresses.
func (c *checker) prefix(n Name) (p netip.Prefix, ok bool) {
	p, err := netip.ParsePrefix(n.Text)
	if err != nil || !p.Addr().Is4() || p.Masked() != p {
		c.complain(n.Pos, "prefix is "+yamldoc.Quoted(n.Text), `a range of IPv4 addresses such as "100.64.0.0/10"`, "")
		return p, false
	}
	return p, true
}

func (c *checker) callerSources(s *Sources) {
	if (s.Other == nil) != (s.InOther == nil) {
		c.complain(s.Network.Pos, "only one of other and in_other is given", "both or none", "")
	}
}

// sections checks that a group has what its kind needs and nothing else.
func (c *checker) sections(g *Group) {
	kinds := []string{KindPeople, KindAPIBot, KindVendorBot, KindForgottenBot, KindMarketMaker, KindMomentum, KindBreakout}
	if !c.known("kind", g.Kind, kinds) || g.Kind.Pos.Line == 0 {
		return
	}
	kind := g.Kind.Text
	customer := kind == KindPeople || kind == KindAPIBot || kind == KindVendorBot
	all := []struct {
		name         string
		there, wants bool
	}{
		{"rhythm", g.HourlyProfile != nil, customer},
		{"rates", g.Rates != nil, customer},
		{"amounts", g.Amounts != nil, customer},
		{"habits", g.Habits != nil, customer},
		{"keys", g.Keys != nil, customer || kind == KindForgottenBot},
		{"keys.deleted", g.Keys != nil && g.Keys.Deleted != nil, kind == KindForgottenBot},
		{"sources.vendors", g.Sources.Vendors != nil, kind == KindVendorBot},
		{"bursts", g.Bursts != nil, customer && g.Bursts != nil},
		{"presents", g.Presents != nil, kind == KindForgottenBot},
		{"quotes", g.Quotes != nil, kind == KindMarketMaker},
		{"follows", g.Follows != nil, kind == KindMomentum},
		{"leaps", g.Leaps != nil, kind == KindBreakout},
	}
	for _, section := range all {
		switch {
		case section.wants && !section.there:
			c.complain(g.Kind.Pos, section.name+" is missing", "it in a group of kind "+kind, "")
		case section.there && !section.wants:
			c.complain(g.Kind.Pos, section.name+" is given", "nothing of the kind in a group of kind "+kind, "")
		}
	}
	c.bursts(g.Bursts)
}

func (c *checker) pause(p Pause) {
	if p.Most.Value < p.Least.Value && p.Least.Pos.Line > 0 {
		c.complain(p.Most.Pos, "most is "+p.Most.Value.String(), "at least "+p.Least.Value.String(), "")
	}
}

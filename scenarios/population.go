package scenarios

// Population is everybody who is honest.
type Population struct {
	Rhythms  Table[[]Number] `key:"rhythms"`  // weights of the 24 hours of a day, the venue's time
	Networks []Network       `key:"networks"` // where callers' addresses lie
	Holdings Table[Share]    `key:"holdings"` // what balances are made of, by asset; sums to 100 %
	Interest Table[Share]    `key:"interest"` // what orders, withdrawals and deposits are about, by asset
	Groups   []Group         `key:"groups"`
	Surges   []Surge         `key:"surges,optional"`
	Moves    []Move          `key:"moves,optional"`
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
)

// Group is a part of the population whose members act alike. Which sections
// there are depends on the kind.
type Group struct {
	Name     Name    `key:"name"`
	Kind     Name    `key:"kind"`
	Count    Number  `key:"count"`
	Scalable bool    `key:"scalable"`        // shrinks with the scale of a run
	Venues   []Name  `key:"venues,optional"` // where its members are; absent for all venues, each having its share of them
	Rhythm   *Name   `key:"rhythm,optional"`
	Sources  Sources `key:"sources"`

	Rates   *Rates   `key:"rates,optional"`   // people, api_bot, vendor_bot
	Amounts *Amounts `key:"amounts,optional"` // people, api_bot, vendor_bot
	Habits  *Habits  `key:"habits,optional"`  // people, api_bot, vendor_bot
	Keys    *Keys    `key:"keys,optional"`    // people, api_bot, vendor_bot, forgotten_bot

	Presents *Presents `key:"presents,optional"` // forgotten_bot
	Quotes   *Quotes   `key:"quotes,optional"`   // market_maker
	Follows  *Follows  `key:"follows,optional"`  // momentum
}

// Sources says where a group's requests come from. With vendors, all customers
// of one share its addresses; without, everybody has so many of his own.
type Sources struct {
	Network   Name    `key:"network"`
	Other     *Name   `key:"other,optional"`    // a second network
	InOther   *Share  `key:"in_other,optional"` // share of members that are there
	Addresses Number  `key:"addresses"`         // a head, or a vendor
	Vendors   *Number `key:"vendors,optional"`
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
	Whales     Share  `key:"whales"`      // share of members whose amounts are all larger
	WhaleTimes Number `key:"whale_times"` // that many times as large
}

// Habits is how members go about things.
type Habits struct {
	ByAPI     Share    `key:"by_api"`     // share of orders, reads and withdrawals that a key makes, of those who have one
	Market    Share    `key:"market"`     // share of orders at the market's price
	FirstTime Share    `key:"first_time"` // share of withdrawals to an address never paid before
	TestSend  Share    `key:"test_send"`  // share of those that a small one precedes
	TestPause Pause    `key:"test_pause"` // between the small one and the real one
	Tries     Number   `key:"tries"`      // how often a refused withdrawal or order is tried in all
	TryAgain  Duration `key:"try_again"`  // pause before the next try

	// How long after a program was told that its key is dead, or may not trade
	// any longer, its owner makes a new one; absent where nobody does.
	NewKey *Delay `key:"new_key,optional"`
}

// Pause is a time drawn evenly between two bounds.
type Pause struct {
	Least Duration `key:"least"`
	Most  Duration `key:"most"`
}

// Keys is which API keys a group's members have.
type Keys struct {
	Share    Share `key:"share"`            // of members that have one
	Created  Days  `key:"created"`          // when
	Trade    Share `key:"trade"`            // of keys that may trade
	Withdraw Share `key:"withdraw"`         // of keys that may withdraw
	Deleted  *Days `key:"deleted,optional"` // when their owners deleted them; absent while they live
}

// Presents is how a forgotten program goes on.
type Presents struct {
	Every  Duration `key:"every"`
	Jitter Duration `key:"jitter"` // more or less
}

// Quotes is how a market maker keeps its quotes.
type Quotes struct {
	Every Duration `key:"every"` // looks at its quotes
	Move  Share    `key:"move"`  // of the fair price, before it quotes anew

	NewKey *Delay `key:"new_key,optional"` // as in Habits
}

// Follows is how a momentum trader trades.
type Follows struct {
	Every     Duration `key:"every"`     // looks at the price
	Over      Duration `key:"over"`      // compares with the price so long ago
	Threshold Share    `key:"threshold"` // acts on a move of at least that much
	Order     Heavy    `key:"order"`

	NewKey *Delay `key:"new_key,optional"` // as in Habits
}

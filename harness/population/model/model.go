// Package model is all about the people of a venue that never changes while
// they live: who holds which account, how often each does what in which phase
// of the clock and at which hour of the day, and what he takes the fair prices
// to be. Package draw fills it in, package population lives by it.
package model

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// Model is one venue's. Clones of a population share it, also between
// goroutines.
type Model struct {
	Seed       uint64 // of everybody's streams
	VenueSeed  uint64 // the venue's, which its secrets derive from
	Start, End int64  // of the clock, virtual nanoseconds
	Zone       int64  // local time less UTC, nanoseconds

	Coins   []Coin   // asset n is element n-1
	Markets []Market // market n is element n-1
	Prices  *FairPrices

	Profiles     []HourlyProfile
	Groups       []Group
	ArrivalRates []ArrivalRates
	Holders      []Holder // account n is element n-1
	Sources      []access.Source
	Logins       []access.Credential // account n is element n-1
	APIKeys      []access.Credential // key n is element n-1
	VendorMoves  []VendorMove
	Victims      []Victim
	Notice       Notice
	People       People
	Nudge        int64 // adoption of voluntary controls, times the usual, parts per million

	FirstPayments []FirstPayment // that customers mean to make, account by account

	Deposits [][]Deposit // asset n is element n-1, by time
	Onward   []Onward    // account by account

	Afterwards Afterwards

	Quotes   [][]Quote // of market makers, by their index
	Followed []uint16  // the market of each momentum trader
	Watched  []uint16  // the market of each breakout trader
	Watchers [][]int32 // market n is element n-1: its breakout traders, by their holders
}

// Afterwards is who trades on after the clock, and how.
type Afterwards struct {
	Who          []int32 // holders
	Until, Every int64   // virtual nanoseconds, nanoseconds
	Order        HeavyAmount
}

// Stream is one of somebody's streams of chance.
func (m *Model) Stream(i int, purpose uint64) sim.Stream {
	return sim.NewStream(m.Seed, sim.Customer(uint32(i+1)), purpose)
}

// What streams of chance are for. Each actor has one for every purpose, so
// that what is drawn for one never shifts what is drawn for another.
const (
	ForPlan        uint64 = iota + 1 // what an actor sets out to do
	ForDeposits                      // when and what he sends from outside
	ForRetries                       // when he tries again
	ForAddresses                     // where he withdraws to
	ForHolder                        // who he is
	ForKeys                          // which key he has
	ForOpening                       // when he opened his account
	ForMaking                        // when market makers and momentum traders look
	ForPrices                        // one market's fair price; the actor is the market
	ForAccounts                      // which account is whose
	ForIDs                           // which key has which id
	ForDump                          // the stolen keys
	ForBalances                      // what victims own
	ForNotice                        // when a victim notices
	ForVendorMoves                   // where a vendor moves to
	ForIdling                        // which owners do nothing
	ForRenewal                       // when an owner makes a new key
	ForChores                        // what the staff does with wallets, and when
	ForSignals                       // what programs wait for, their vendors' word or the news
	ForUrgency                       // how dear waiting is to whoever makes a withdrawal
	ForTraits                        // what somebody is like where a control stands in his way
	ForAdapting                      // how long he takes to come to terms with it
	ForWarning                       // when an owner reads that a withdrawal is held
	ForAfterwards                    // what somebody does after the clock
	ForPassingOn                     // which of his deposits he passes on, and when
	ForRotation                      // when an owner makes a new key in place of one that works
	ForLeaving                       // when somebody takes all that he has elsewhere
	ForNews                          // when somebody does what the news of an incident make him do
	ForLabels                        // whether a key names the vendor that it was made for
	ForBursts                        // when many of a group go for one coin at once
	ForLogins                        // which devices somebody logs in from, and where he travels
	ForResuming                      // when somebody comes back who was not there as the clock started
	ForReplacing                     // when somebody replaces his second factor
	ForStaff                         // what the staff does at its desks
)

// Holder is who an account's owner is.
type Holder struct {
	Group    uint16
	Rates    uint16      // in his group's first phase
	Index    uint32      // among the members of his group
	Key      uint32      // that he uses, 0 for none
	Victim   uint32      // index+1 into the model's victims, 0 for none
	Sources  SourceRange // his addresses
	Vendor   uint8       // who trades for him, from 1 on; 0 for nobody
	Move     uint8       // index+1 into the model's moves, 0 if he stays there
	Deposits uint32      // how many intents to deposit are numbered before all others
	Times    int64       // his amounts are so many times larger than others'

	SecondFactor, CanTrade, CanWithdraw bool

	Login Login // how he logs in, where the venue keeps a record of that

	Idle bool // does nothing unless something happens to his account
}

// Quote is one place in a book where a market maker keeps an order.
type Quote struct {
	Market uint16
	Side   market.Side
	Behind int64 // the fair price, parts per million
}

// Victim is an account behind a live stolen key.
type Victim struct {
	Account, Key uint32
	Class        int
	Balances     []int64 // that are there for the thief, beside what the owner's own plans need; base units, asset n is element n-1
}

// FirstPayment is a customer's plan to pay an address that he never paid before.
type FirstPayment struct {
	Account uint32
	Asset   uint16
	Address chain.Address
}

// Notice is how victims find out.
type Notice struct {
	Start  int64 // nobody notices before
	Share  int64 // of robbed owners who do anything, parts per million
	Median int64 // delay, nanoseconds
	Spread int64
	Trades bool // that they did not make alarm them, too
}

// Deposit is what an honest customer sends to the venue from outside.
type Deposit struct {
	Intent  uint32
	Account uint32
	Amount  int64 // base units
	At      int64 // when he sends it, virtual nanoseconds
	Value   int64 // the same in the currency, at the reference price
}

// Onward is a withdrawal of what somebody has deposited to that end.
type Onward struct {
	Intent    uint32
	Account   uint32
	Asset     uint16
	Amount    int64 // base units
	At        int64 // when he makes it, virtual nanoseconds
	Deposited int64 // when he sends the deposit
}

package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// cast is all about everybody that never changes. Clones of a population share
// it, also between goroutines.
type cast struct {
	seed       uint64 // of everybody's streams
	venue      uint64 // the venue's, which its secrets derive from
	start, end int64  // of the clock, virtual nanoseconds
	zone       int64  // local time less UTC, nanoseconds

	coins   []coin  // asset n is element n-1
	markets []trade // market n is element n-1
	prices  *FairPrices

	rhythms []rhythm
	groups  []group
	tempos  []tempo
	roles   []role // account n is element n-1
	sources []access.Source
	logins  []access.Credential // account n is element n-1
	keys    []access.Credential // key n is element n-1
	moves   []relocation
	victims []victimhood
	notices notices

	deposits [][]Deposit // asset n is element n-1, by time

	quotes   [][]Quote // of market makers, by their index
	followed []uint16  // the market of each momentum trader
}

// stream is one of somebody's streams of chance.
func (c *cast) stream(i int, purpose uint64) sim.Stream {
	return sim.NewStream(c.seed, sim.Customer(uint32(i+1)), purpose)
}

// role is who an account's owner is.
type role struct {
	group    uint16
	tempo    uint16 // in his group's first season
	index    uint32 // among the members of his group
	key      uint32 // that he uses, 0 for none
	victim   uint32 // index+1 into the cast's victims, 0 for none
	at       span   // his addresses
	move     uint8  // index+1 into the cast's moves, 0 if he stays there
	deposits uint32 // how many intents to deposit are numbered before all others
	times    int64  // his amounts are so many times larger than others'

	factor, canTrade, canWithdraw bool

	idle bool // does nothing unless something happens to his account
}

// trade is what people need to know of a market.
type trade struct {
	spec market.Spec
	unit int64 // price * quantity is divided by it

	// What market makers keep.
	levels      int64
	gap, spread int64 // parts per million of the price
	size        int64 // base units at each level
}

// Quote is one place in a book where a market maker keeps an order.
type Quote struct {
	Market uint16
	Side   market.Side
	Behind int64 // the fair price, parts per million
}

// tempo is how often a customer does what.
type tempo struct {
	gap    int64           // mean time between two arrivals, in average hours; 0 for never
	kinds  [arrivals]int64 // weights of what an arrival is
	visit  [chores]int64   // how often each is done in a visit, mean, parts per million
	rhythm int
}

// What an arrival can be.
const (
	visit   = iota // to the website: log in, look around, do things
	keyRead        // by the customer's program
	keyOrder
	keyWithdrawal
	arrivals
)

// What people do in a visit.
const (
	look = iota
	place
	withdraw
	grumble
	chores
)

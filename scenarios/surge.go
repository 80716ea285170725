package scenarios

// Surge is a stretch of time in which groups of customers live faster, or care
// for other things. What it leaves out stays as it is. The surges of one group
// do not overlap.
type Surge struct {
	Name   Name   `key:"name"`
	Groups []Name `key:"groups"` // people, api_bot, vendor_bot
	Start  Time   `key:"start"`
	End    Time   `key:"end"`

	// Rates, as multiples of the usual ones.
	Logins      *Ratio `key:"logins,optional"`
	Reads       *Ratio `key:"reads,optional"`
	Orders      *Ratio `key:"orders,optional"`
	Withdrawals *Ratio `key:"withdrawals,optional"`
	Deposits    *Ratio `key:"deposits,optional"`
	Complaints  *Ratio `key:"complaints,optional"`

	// Habits, in place of the usual ones.
	FirstTime *Share       `key:"first_time,optional"`
	TestSend  *Share       `key:"test_send,optional"`
	Buys      *Share       `key:"buys,optional"`     // of orders; half of them at other times
	Interest  Table[Share] `key:"interest,optional"` // what orders, withdrawals and deposits are about
}

// Move is bot vendors' change to new addresses: from that moment on all their
// customers' requests come from there.
type Move struct {
	Name    Name    `key:"name"`
	Group   Name    `key:"group"`   // vendor_bot
	Vendors Number  `key:"vendors"` // how many of the group's move
	At      Time    `key:"at"`
	Sources Sources `key:"sources"` // of each vendor, from then on
	Listed  Share   `key:"listed"`  // of customers with an allow-list who entered the new addresses in time
}

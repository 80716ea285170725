// Package market is an order book: what may be ordered, what rests, and who
// trades with whom. Better prices go first, and at one price whoever came
// first. The book moves no money. It says how much of an order's owner has to
// be reserved, and for every fill what each side gives, gets and pays in fees,
// so that the venue can post it to its ledger without asking again.
//
// # Rounding
//
// A fill's worth in the quote asset is rounded down once, and that one number
// is both what the buyer pays and what the seller receives, so nothing is lost
// between them. A buyer's reserve is rounded up at the limit price. The parts
// of an order, each rounded down, never cost more than the whole rounded up:
// the reserve always suffices, whatever the order is cut into. What the cuts
// leave over goes back to the buyer when the order is done.
//
// # Policies
//
// A book may stand under a Policy: bands that limit prices keep to, a range that
// executions keep to, a circuit breaker with auctions. All measure by what was
// traded in the book itself over a window of time, and by the price that the
// book opened with as long as nothing was. Orders carry the time, so a book
// reads no clock. Without a policy none of it costs anything.
package market

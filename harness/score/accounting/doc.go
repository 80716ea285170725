// Package accounting is the referee's ear: it listens to one run of one venue,
// from outside the defence's reach, and books what the thief took, what honest
// people suffered from the defence, and everything that a figure of the record
// may speak of. What it all came to is a score.Tally.
package accounting

// Package ledger is the venue's double-entry book-keeping. Value never appears
// and never vanishes: every posting takes an amount out of one pocket and puts
// it into another. What comes into the venue comes out of the pocket Outside,
// whose balance is therefore negative by exactly what the venue owes and owns.
//
// Accounts and assets have dense ids from 1, so balances lie in one slice and
// a posting is a few additions.
package ledger

// Package custody keeps the venue's coins: withdrawals on their way from a
// request to a block, deposits on theirs from a block to an account, hot and
// cold wallets and the transactions they sign. It moves no balances: it says
// what happened, and the venue posts it.
package custody

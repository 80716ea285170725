package technique

import "slices"

// Limits is what refusals taught the thief about amounts and prices, and about
// coins. It is shared by all his keys: a venue's rules are the same for
// everybody.
type Limits struct {
	good    map[subject]int64 // what was accepted after something greater had been refused
	givenUp []string          // coins that he could not withdraw
}

// subject is what a limit is about: withdrawals of a coin, orders on a market,
// or prices there.
type subject struct {
	op    Op
	name  string // of a coin or a market
	price bool   // of a price, not of an amount
	low   bool   // of a price below the market's
}

// giveUp notes a coin that cannot be withdrawn.
func (l *Limits) giveUp(coin string) {
	if !slices.Contains(l.givenUp, coin) {
		l.givenUp = append(l.givenUp, coin)
	}
}

// learned is the bound that he stays at; 0 when he knows of none.
func (l *Limits) learned(about subject) int64 { return l.good[about] }

// learn notes a bound, in place of an earlier one.
func (l *Limits) learn(about subject, good int64) {
	if l.good == nil {
		l.good = make(map[subject]int64)
	}
	l.good[about] = good
}

package score

import "github.com/exdrill/exdrill/mockexchange/money"

// Interim is what the run would come to if it ended now: the loss and the harm
// in base units of the currency, with everything that is still open priced as
// at the end. The accountant goes on listening. What it says at the end of the
// run is what Close says.
func (a *Accountant) Interim(now int64) (loss, harm int64) {
	c := a.Clone()
	c.impacts = nil
	end := min(now, c.truth.End)
	c.settleRequests(end)
	c.settleDeposits(end)
	c.settleFreezes(end)
	for _, row := range c.harm {
		harm = money.AddCapped(harm, row.Price)
	}
	return max(0, c.loot.taken-c.recovered()), harm
}

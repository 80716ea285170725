package population

import (
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// rules is what a venue says on its pages about how much leaves at once, and when.
// Each is 0 where it says nothing.
type rules struct {
	day         int64   // a customer's, in the currency
	perRequest  []int64 // by asset, from 0 on; base units
	perCustomer []int64 // the same, within the window
	window      int64   // nanoseconds
	unseen      int64   // that goes without anybody's approval, in the currency

	newKey int64 // for how long a new key is of no use and its owner's withdrawals wait, nanoseconds
}

// rulesOf reads them off the venue's settings.
func rulesOf(g *mockexchange.Genesis) rules {
	p := &g.Settings.Custody
	said := rules{newKey: g.Settings.Access.CredentialHold, day: p.DayLimit, window: p.VelocityLimits.Window}
	if p.ManualApproval.Quorum > 0 {
		said.unseen = p.ManualApproval.Above
	}
	for i := range g.Assets {
		request, _ := g.CoinAmount(p.VelocityLimits.PerRequest, uint16(i+1)) // bad ones are refused when the venue opens
		customer, _ := g.CoinAmount(p.VelocityLimits.PerCustomer, uint16(i+1))
		said.perRequest, said.perCustomer = append(said.perRequest, request), append(said.perCustomer, customer)
	}
	return said
}

const (
	aDay = int64(24 * time.Hour)
	// mostParts is into how many payments nobody divides more than one.
	mostParts = 24
)

// askLess has somebody ask for a part of what he was refused because it was too
// much, and for the rest later. He takes what the venue says that he can have, or
// half as much where it does not say, or that was too much, too. ok is false where
// he does not: whoever was refused on account of something else, whom the fees of
// further withdrawals would cost too much, and who does not care to.
func (p *Population) askLess(i int, e *reaction, r *mockexchange.Result) (ok bool) {
	if r.Code != reject.LimitExceeded || !p.model.Is(i, model.Splits) {
		return false
	}
	part, every := p.allowed(e, r.Control)
	if part == 0 || part >= e.amount {
		part = e.amount / 2
	}
	return p.divide(e, part, every)
}

// allowed is the most that a limit lets somebody have of a coin at once, and after
// how long he can have as much again; 0 for what the venue does not say.
func (p *Population) allowed(e *reaction, by reject.Control) (part, every int64) {
	switch n := e.asset - 1; {
	case by == reject.WithdrawalLimit:
		return p.model.FromCurrency(p.said.day, e.asset), aDay
	case by == reject.SetLimit:
		return 0, aDay
	case by != reject.VelocityLimits:
		return 0, 0
	case p.said.perCustomer[n] > 0 && (p.said.perRequest[n] == 0 || e.amount <= p.said.perRequest[n]):
		return p.said.perCustomer[n], p.said.window
	default:
		return p.said.perRequest[n], 0
	}
}

// divide lets somebody ask for a part now, and for as much again at intervals. ok
// is false, and nothing changes, where that is worth neither the fees nor the
// trouble.
func (p *Population) divide(e *reaction, part, every int64) (ok bool) {
	coin, whole := &p.model.Coins[e.asset-1], e.amount+e.rest
	if part = min(part, whole-coin.LeastWithdrawal()); part < coin.LeastWithdrawal() {
		return false
	}
	further := min((whole-1)/part, mostParts-1)
	if most, _ := money.MulDiv(whole, p.model.People[model.SplitFees], sim.Whole, money.Down); further*coin.Fee > most {
		return false
	}
	e.amount, e.rest, e.part, e.every = part, whole-part, part, max(e.every, every)
	return true
}

// nextPart plans the next part after one that the venue has taken.
func (p *Population) nextPart(now int64, i int, e reaction) int64 {
	if e.parts++; e.parts >= mostParts {
		return 0
	}
	coin, left := &p.model.Coins[e.asset-1], e.rest
	if e.amount = min(left, e.part); left-e.amount < coin.LeastWithdrawal() {
		e.amount = left
	}
	e.rest = left - e.amount
	if e.every == 0 {
		return p.goOn(now, i, e, tryAgain)
	}
	s := p.retryStream(i, &e, 0)
	e.kind, e.then, e.at = signIn, tryAgain, now+e.every+think(&s)
	return p.schedule(i, e)
}

// paysUnseen has a customer who knows from what sum on somebody has to approve a
// withdrawal, and for whom waiting is as dear as for others at least, pay in parts
// below that. ok is false where he does not; then nothing has happened.
func (p *Population) paysUnseen(now int64, i int, c *mockexchange.Command) (at sim.Attempt, ok bool) {
	m := &p.customers[i]
	if p.said.unseen == 0 || p.model.Value(c.Asset, c.Amount) <= p.said.unseen ||
		!p.model.Is(i, model.Splits) || !p.model.Adopts(i, model.KnowsRules) || p.model.Urgency(i, m.intents) < sim.Whole {
		return at, false
	}
	e := reaction{kind: tryAgain, intent: m.intents, asset: c.Asset, amount: c.Amount, to: c.Address, setOut: now}
	at = p.attempt(i, &e)
	if !p.divide(&e, p.model.FromCurrency(p.said.unseen, c.Asset), 0) {
		return at, false
	}
	e.try++
	at.PutOff = reject.ManualApproval
	m.putOff = p.goOn(now, i, e, tryAgain)
	*c = mockexchange.Command{Kind: mockexchange.ReadDeposits, Asset: c.Asset}
	p.sign(now, i, false, c)
	return at, true
}

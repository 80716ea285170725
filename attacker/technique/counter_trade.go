package technique

import (
	"fmt"
)

// CounterTrade trades a victim's key against an own account, to and fro: the
// own account rests an order at a price that is bad for the victim, the
// victim's key fills it, then the same in the other direction. Every round
// moves money from the victim to the thief. A round is four requests; every
// recount rounds there are a few more to look where he stands.
type CounterTrade struct{}

// Info describes it.
func (CounterTrade) Info() Info {
	return Info{
		Name:    "counter_trade",
		Summary: "Trades a victim's account against one of the thief's own, buying dear and selling cheap, thousands of times.",
		Effect:  "The victim's money goes to the thief's account bit by bit, by ordinary trades; no right to withdraw was needed.",
		Seen: "One account that trades hundreds or thousands of times on a market that hardly anybody uses, always with the " +
			"same counterparty, buying high and selling low.",
		ATTACK:  []string{"T1657", "T1550.001", "T1078"},
		AADAPT:  []string{"ADT3021.003", "ADT3021"},
		Partner: true,
	}
}

// Start takes Params.Market, Params.Rounds, Params.Quantity, Params.Price,
// Params.Spend, Params.Through and Params.Pause.
func (CounterTrade) Start(p Params) (Run, error) {
	if err := p.checkDeal(); err != nil {
		return nil, err
	}
	switch {
	case p.Rounds < 1:
		return nil, fmt.Errorf("rounds is %d, expected at least 1", p.Rounds)
	case p.Through < 0 || p.Through >= million:
		return nil, fmt.Errorf("through is %d, expected 0 to 999999 parts per million", p.Through)
	}
	if p.Through == 0 {
		p.Through = DefaultThrough
	}
	if p.Spend == 0 {
		p.Spend = million
	}
	return &countering{params: p}, nil
}

package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

// MoveHouseFunds sends coins out of the house's own account by the machine of
// somebody of the staff who may.
type MoveHouseFunds struct{}

// Info describes it.
func (MoveHouseFunds) Info() Info {
	return Info{
		Name:    "move_house_funds",
		Summary: "Sends the house's own coins away, at the desk of somebody of its staff whose machine he holds.",
		Effect: "The venue pays out of its hot wallet, as it does whenever it sends coins to where it trades. No customer is " +
			"debited, and no rule for customers' withdrawals is asked.",
		Seen: "A move like others of that desk, from its own machine: perhaps at an hour at which nobody works there, to an " +
			"address that the house never paid, first a small one and then much.",
		// Valid accounts: local; financial theft.
		ATTACK: []string{"T1078.003", "T1657"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute, or with exact the second"},
			{"transfers.host", "the desk whose machine he holds, which compromise has"},
			{"transfers.amount", "of a coin under wallets in compromise"},
		},
	}
}

// Start takes Params.Host, Params.Until and Params.Amount.
func (MoveHouseFunds) Start(p Params) (Run, error) {
	return &moveRun{params: p, insistence: insistence{next: p.Until}}, p.checkAtHost()
}

type moveRun struct {
	insistence
	params Params
}

func (r *moveRun) Ask(now int64, v View) Move {
	if v.Wallet == nil {
		return Move{}
	}
	if m, ok := r.wait(now); !ok {
		return m
	}
	return Move{Call: Call{Op: OpWork, Host: r.params.Host, Work: attacker.Work{
		Kind: attacker.MoveFunds, Asset: v.Wallet.Asset, Amount: r.params.Amount, To: v.Wallet.Own.Policy.Address(),
	}}}
}

// Tell has him ask again a few times, for half as much: there may be too little.
func (r *moveRun) Tell(now int64, v View, a Answer) {
	if a.Refusal != attacker.Accepted {
		r.params.Amount = max(r.params.Amount/2, 1)
	}
	r.hear(settled(a.Refusal), now+v.Chance.Between(int64(DefaultBackoff)/2, int64(DefaultBackoff)))
}

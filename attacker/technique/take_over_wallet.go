package technique

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// TakeOverWallet waits until a cold wallet of the venue's is his, as every public
// chain tells, and spends from it with a key of his own.
type TakeOverWallet struct{}

// Info describes it.
func (TakeOverWallet) Info() Info {
	return Info{
		Name:    "take_over_wallet",
		Summary: "Waits until a cold wallet is handed to him, and empties it.",
		Effect:  "The coins are gone with the next block, and no key of the venue's opens the wallet any more.",
		Seen: "The wallet has another owner on its chain; within minutes its coins leave in transactions that nobody at the " +
			"venue asked for.",
		ATTACK: []string{"T1657"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute from which on he looks whether the wallet is his"},
			{"transfers.amount", "what he takes when it is, or what is there if that is less"},
			{"transfers.outputs", "how many of his addresses it pays; 1 if left out"},
			{"params.pause", "between two looks; a minute if left out"},
		},
	}
}

// Start takes Params.Amount, Params.Until, Params.Pause between two looks, and
// Params.Outputs and Params.To as SignWithStolenKey does.
func (TakeOverWallet) Start(p Params) (Run, error) {
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	spend, err := SignWithStolenKey{}.Start(p)
	if err != nil {
		return nil, err
	}
	t, ok := spend.(*transferRun)
	if !ok {
		return nil, fmt.Errorf("%T spends nothing", spend)
	}
	t.from = func(w *SigningWallet) *Signatory {
		return &Signatory{Policy: w.Own.Policy, Keys: w.Own.Keys, Contract: w.Cold}
	}
	t.returns = false
	return &takeOverRun{spend: t, pause: int64(p.Pause)}, nil
}

type takeOverRun struct {
	spend *transferRun
	pause int64
	next  int64
	his   bool
}

func (r *takeOverRun) Ask(now int64, v View) Move {
	switch {
	case v.Wallet == nil || v.Wallet.Cold == chain.Address{}:
		return Move{}
	case r.his:
		return r.spend.Ask(now, v)
	case now < r.next:
		return Move{Until: r.next}
	}
	return Move{Call: Call{Op: OpOwner, Chain: v.Wallet.Asset, Address: v.Wallet.Cold}}
}

func (r *takeOverRun) Tell(now int64, v View, a Answer) {
	if r.his {
		r.spend.Tell(now, v, a)
		return
	}
	r.his = a.Refusal == attacker.Accepted && a.Owner == v.Wallet.Own.Policy.Address()
	r.next = now + max(r.pause, int64(DefaultWatch))
}

package technique

import (
	"errors"
	"strconv"

	"github.com/exdrill/exdrill/attacker"
)

// WithdrawApproved asks for a withdrawal that altered code approves: out of an
// account of the thief's own, of coins that it does not have.
type WithdrawApproved struct{}

// Info describes it.
func (WithdrawApproved) Info() Info {
	return Info{
		Name:    "withdraw_approved",
		Summary: "Withdraws coins that his account does not have, past a risk engine that he altered.",
		Effect:  "The venue pays out of its hot wallet by its own hand. No account is debited: the books know nothing of it.",
		Seen: "By the engine's log, ordinary withdrawals that were checked and are within every limit, or none at all. The chain shows spends " +
			"of which the log says nothing, or the ledger no debit; hot wallets run short sooner than the books say.",
		ATTACK: []string{"T1657", "T1565.001"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"on", "a class of his own accounts, which compromise has"},
			{"transfers.at", "the minute in which one of the accounts asks for it, the first for the first and so on"},
			{"transfers.amount", "what arrives: he asks for the venue's fee beside it"},
		},
	}
}

var errNoCoin = errors.New("asset is missing, expected the code of the coin to withdraw")

// Start takes Params.Asset, Params.Amount and Params.Until.
func (WithdrawApproved) Start(p Params) (Run, error) {
	if p.Asset == "" {
		return nil, errNoCoin
	}
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	return &withdrawApprovedRun{params: p, insistence: insistence{next: p.Until}}, nil
}

type withdrawApprovedRun struct {
	insistence
	params Params
}

func (r *withdrawApprovedRun) Ask(now int64, v View) Move {
	if v.Approval == nil {
		return Move{}
	}
	if m, ok := r.wait(now); !ok {
		return m
	}
	t := attacker.Transfer{Asset: r.params.Asset, Amount: r.params.Amount, Name: strconv.FormatUint(v.Approval.Mark, 16)}
	t.Address, _ = v.Addresses.Next(t.Asset)
	return Move{Call: Call{Op: OpWithdraw, Transfer: t}}
}

// Tell has him ask again a few times: he does not know whether the code that
// refuses him is still his.
func (r *withdrawApprovedRun) Tell(now int64, v View, a Answer) {
	r.hear(settled(a.Refusal), now+v.Chance.Between(int64(DefaultBackoff)/2, int64(DefaultBackoff)))
}

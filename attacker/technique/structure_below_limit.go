package technique

import (
	"cmp"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// StructureBelowLimit splits loot into pieces that each stay just below a
// limit, and sends them to as many addresses.
type StructureBelowLimit struct{}

// Info describes it.
func (StructureBelowLimit) Info() Info {
	return Info{
		Name:    "structure_below_limit",
		Summary: "Splits the loot into pieces just below a limit.",
		Effect:  "Nobody loses anything more. Whoever checks large payments alone, such as an exchange that they come to, checks none of these.",
		Seen:    "Nothing in the venue's own telemetry. The public chain shows many outputs of nearly the same size, all just below a round figure.",
		ATTACK:  []string{"T1657"},
		AADAPT:  []string{"ADT3004.001", "ADT3004.002", "ADT3028.003"},
		Takes: []Parameter{
			{"params.below", "the limit that every piece stays below"},
			{"params.pause", "between two transactions; 10m if left out"},
			{"transfers.at", "the minute of the first transaction"},
			{"transfers.amount", "all pieces together"},
			{"transfers.to", "the address of the first piece, from 1 on"},
			{"transfers.outputs", "the most pieces of one transaction"},
			{"transfers.exchange", "another exchange, of which to: is a deposit address of his"},
		},
	}
}

// Start takes Params.Amount, which all pieces are together, Params.Below,
// Params.Exchange and Params.To, the number of the address that the first piece
// goes to,
// Params.Outputs, the most pieces of one transaction (0 for no bound),
// Params.Until, the time of the first transaction, and Params.Pause, the time
// between two.
func (StructureBelowLimit) Start(p Params) (Run, error) {
	if err := p.checkTransfer(); err != nil {
		return nil, err
	}
	if p.Below < 2 {
		return nil, fmt.Errorf("below is %d, expected at least 2", p.Below)
	}
	p.Pause = cmp.Or(p.Pause, DefaultHop)
	r := &structureBelowLimitRun{seriesRun: newSeriesRun(p)}
	r.from, r.spend = func(w *SigningWallet) Signatory { return w.Own }, r.transaction
	return r, nil
}

type structureBelowLimitRun struct {
	seriesRun
	sent   int // pieces
	pieces int // of the transaction in progress
}

func (s *structureBelowLimitRun) transaction(v View, own *Signatory) *chain.Transaction {
	return s.query.spend(v.Wallet, own, s.outputs(v), 0, own.Policy.Address())
}

// Tell counts the pieces that were sent.
func (s *structureBelowLimitRun) Tell(now int64, v View, a Answer) {
	before := s.done
	if s.seriesRun.Tell(now, v, a); s.done > before {
		s.sent += s.pieces
	}
}

// outputs is the pieces of the next transaction, of what is planned or of what
// is there if that is less.
func (s *structureBelowLimitRun) outputs(v View) (list []chain.Output) {
	left := min(s.left, s.query.spendable(v.Wallet))
	s.paid = 0
	for left > 0 && (s.params.Outputs == 0 || len(list) < s.params.Outputs) {
		size := s.piece(left, v)
		list = append(list, chain.Output{To: v.Wallet.destination(s.params.Exchange, s.params.To+s.sent+len(list)), Amount: size})
		left -= size
		s.paid += size
	}
	s.pieces = len(list)
	return list
}

// piece is up to a hundredth below the limit, or the rest; a rest that would be
// dust is filled up from the piece before it.
func (s *structureBelowLimitRun) piece(left int64, v View) int64 {
	size := s.params.Below - 1 - v.Chance.Between(0, s.params.Below/100)
	if left <= size {
		return left
	}
	if rest := left - size; dust(v.Wallet, rest) {
		size = max(size-(v.Wallet.Fee-rest), 1)
	}
	return size
}

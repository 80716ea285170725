package custody

import (
	"encoding/binary"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// WalletLog says how what happens to a venue's wallets gets into its log. An
// exchange has no single book of it: its node reports what blocks show, if
// anybody listens; its wallet server ships its own records now and then; and
// what people do by hand they write down when they get to it. The zero value
// hears nothing of the node and of everything else at once.
type WalletLog struct {
	Spends ChainFeed `json:"spends,omitzero"`

	// How long after the fact the log has it.
	Moves        Delay `json:"moves,omitzero"`        // between the venue's own wallets, by the wallet server
	Ceremonies   Delay `json:"ceremonies,omitzero"`   // out of cold storage, by those who held it
	Payments     Delay `json:"payments,omitzero"`     // of the house, by the treasurer, who books them then too
	Replacements Delay `json:"replacements,omitzero"` // of a pay-out's transaction by another, by the wallet server
	Reports      Delay `json:"reports,omitzero"`      // of a reconciliation, after chain and books were read

	// Replaced is the share of pay-outs whose transaction is signed anew with a
	// higher fee before any block has it, in parts per million. Their
	// withdrawals name the first one.
	Replaced int64 `json:"replaced,omitempty"`
}

// ChainFeed is what the venue's node reports of spends from its addresses, own
// ones too, to whoever watches. The zero value reports nothing.
type ChainFeed struct {
	On    bool  `json:"on,omitempty"`
	After int64 `json:"after,omitempty"` // nanoseconds after the block
}

// ChainWatch looks for a record of the venue's own of every spend from its
// addresses, and raises its voice where there is none. The zero value does not.
type ChainWatch struct {
	On    bool  `json:"on,omitempty"`
	After int64 `json:"after,omitempty"` // nanoseconds after the block; what is on record by then is known
	// Hops is how often what such a spend paid is followed on, from one address to
	// the next; 0 for not at all.
	Hops uint32 `json:"hops,omitempty"`
}

// Feed is the chain feed under a policy: the venue's own, or a watch's.
func (p *Policy) Feed() ChainFeed {
	if p.WalletLog.Spends.On || !p.ChainWatch.On {
		return p.WalletLog.Spends
	}
	return ChainFeed{On: true, After: p.ChainWatch.After}
}

// Watch is how long after a block somebody has looked for a record of what it
// shows; not ok if nobody looks. An automatic sweep looks for itself.
func (p *Policy) Watch() (after int64, ok bool) {
	switch {
	case p.ChainWatch.On && p.AutomaticSweep.On:
		return min(p.ChainWatch.After, p.AutomaticSweep.After), true
	case p.AutomaticSweep.On:
		return p.AutomaticSweep.After, true
	}
	return p.ChainWatch.After, p.ChainWatch.On
}

// Delay is how long something takes, in nanoseconds: from Least to Most, both
// included.
type Delay struct {
	Least int64 `json:"least,omitempty"`
	Most  int64 `json:"most,omitempty"`
}

// Of is how long it takes in the case of one transaction. The same transaction
// always takes as long, and any two have nothing to do with each other.
func (d Delay) Of(tx chain.Hash) int64 { return d.From(binary.BigEndian.Uint64(tx[:])) }

// From is how long it takes in a case with an even number of 64 bits.
func (d Delay) From(even uint64) int64 { return d.Least + int64(even%uint64(d.Most-d.Least+1)) }

// Check says what is impossible about the log, nil if nothing is.
func (l *WalletLog) Check() error {
	for _, d := range []struct {
		name string
		Delay
	}{
		{"moves", l.Moves},
		{"ceremonies", l.Ceremonies},
		{"payments", l.Payments},
		{"replacements", l.Replacements},
		{"reports", l.Reports},
		{"the chain feed", Delay{l.Spends.After, l.Spends.After}},
	} {
		if d.Least < 0 || d.Most < d.Least || d.Most > longest {
			return fmt.Errorf("delay of %s from %d to %d, expected 0 to %d, the most not below the least", d.name, d.Least, d.Most, longest)
		}
	}
	if l.Replaced < 0 || l.Replaced > money.Whole {
		return fmt.Errorf("share of pay-outs that are replaced %d, expected 0 to %d", l.Replaced, money.Whole)
	}
	return nil
}

// IsReplaced reports whether a pay-out's transaction will be replaced.
func (l *WalletLog) IsReplaced(tx chain.Hash) bool {
	return l.Replaced > 0 && int64(binary.BigEndian.Uint64(tx[8:16])%money.Whole) < l.Replaced
}

package ledger

// Kind says what value in a pocket is there for.
type Kind uint8

// The kinds of pocket. The first two exist once for every account, the others
// once for the venue.
const (
	Free        Kind = iota // an account's, at its disposal
	Locked                  // an account's, reserved for open orders and waiting withdrawals
	House                   // the venue's own
	Fees                    // earned from customers and not yet taken into House
	Withdrawing             // asked for and on its way out, not yet in a block
	Depositing              // seen on a chain, not yet credited
	Outside                 // the counter-entry of everything that ever came in; never positive
	Protection              // the venue's own, set aside for customers who lose by somebody else's crime
	kinds
)

var kindNames = [kinds]string{
	Free: "free", Locked: "locked", House: "house", Fees: "fees",
	Withdrawing: "withdrawing", Depositing: "depositing", Outside: "outside", Protection: "protection",
}

// String is the kind's name in reports.
func (k Kind) String() string {
	if k < kinds {
		return kindNames[k]
	}
	return "unknown_kind"
}

// Kinds is how many kinds there are, for loops and tables over them.
const Kinds = int(kinds)

// Pocket is a place where value lies.
type Pocket struct {
	Kind    Kind
	Account uint32 // whose it is, from 1; Free and Locked only, ignored for the others
}

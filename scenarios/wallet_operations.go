package scenarios

// WalletOperations is what the staff of a venue does with its wallets from day
// to day, and how it gets into the log that a defence sees. A venue without it
// does nothing of the kind, hears nothing of its node, and writes everything
// down at once.
type WalletOperations struct {
	// ChainFeed is what monitoring hears of the node that watches the venue's
	// addresses; none where nobody had thought of it.
	ChainFeed *ChainFeed `key:"chain_feed"`

	// How long after the fact the log has it.
	MovesLogged        Pause `key:"moves_logged" check:"pause"`        // between own wallets, by the wallet server
	CeremoniesLogged   Pause `key:"ceremonies_logged" check:"pause"`   // out of cold storage, by hand
	PaymentsLogged     Pause `key:"payments_logged" check:"pause"`     // of the house, by hand
	ReplacementsLogged Pause `key:"replacements_logged" check:"pause"` // of a pay-out's transaction, by the wallet server

	Reported Pause `key:"reported" check:"pause"` // of a reconciliation, after chain and books were read

	Replaced    Share    `key:"replaced"`    // of pay-outs, whose transaction is signed anew with a higher fee
	Consolidate Duration `key:"consolidate"` // how often coins are brought together; 0s for never
	Rebalance   Duration `key:"rebalance"`   // how often hot and cold get their shares again; 0s for never

	HousePays   Duration `key:"house_pays"` // how often the house pays somebody outside, on average; 0s for never
	HousePay    Heavy    `key:"house_pay"`  // and what, in the currency
	TestPays    Share    `key:"test_pays"`  // of these, preceded by a small one
	NewPayees   Share    `key:"new_payees"` // of these, to an address that it never paid before
	KnownPayees Number   `key:"known_payees" check:"positive most=10000"`

	Payments []Payment `key:"payments,optional"` // that are planned, to addresses that the house never paid before
}

// Payment is one that the house makes out of its own funds.
type Payment struct {
	At     Time   `key:"at" check:"clock"`
	Amount Amount `key:"amount"`
}

// ChainFeed is how late after a block monitoring hears of the spends in it.
type ChainFeed struct {
	After Duration `key:"after"`
}

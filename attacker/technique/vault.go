package technique

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Vault is what the thief can sign for on one coin's chain. It is never
// changed.
type Vault struct {
	Asset   string
	Network string
	Model   chain.Model
	Fee     int64 // that he pays a miner, base units
	Hot     Signatory
	Own     Signatory
	Others  []chain.Address // more addresses of his, which never spend
}

// Signatory is an address that money lies at, and those of its keys that he
// holds. They may be too few.
type Signatory struct {
	Policy chain.Policy
	Keys   []*chain.Key
}

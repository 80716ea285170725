package technique

import (
	"encoding/binary"
	"strconv"

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

// other is one of his other addresses; after the last comes the first again.
func (v *Vault) other(n int) chain.Address {
	return v.Others[(n%len(v.Others)+len(v.Others))%len(v.Others)]
}

// change is a fresh address of a series, which his own key leads to.
func (v *Vault) change(series int64, n int) Signatory {
	seed := v.Own.Keys[0].Seed()
	k := chain.DeriveKey(binary.BigEndian.Uint64(seed[:]), "change/"+v.Asset+"/"+strconv.FormatInt(series, 10), uint32(n))
	return Signatory{Policy: chain.Single(&k), Keys: []*chain.Key{&k}}
}

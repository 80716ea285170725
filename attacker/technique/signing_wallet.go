package technique

import (
	"encoding/binary"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// SigningWallet is what the thief can sign for on one coin's chain. It is never
// changed.
type SigningWallet struct {
	Asset   string
	Network string
	Model   chain.Model
	Fee     int64 // that he pays a miner, base units
	Hot     Signatory
	Cold    chain.Address // of the venue's cold storage; zero if he does not know it
	Own     Signatory
	Others  []chain.Address // more addresses of his, which never spend

	Deposits map[string][]chain.Address // by another exchange: his deposit addresses there
}

// Signatory is an address that money lies at, and those of its keys that he
// holds. They may be too few.
type Signatory struct {
	Policy chain.Policy
	Keys   []*chain.Key
	// Contract is an address that the policy came to rule; zero for its own.
	Contract chain.Address
}

// address is where what it opens lies.
func (s *Signatory) address() chain.Address {
	if s.Contract != (chain.Address{}) {
		return s.Contract
	}
	return s.Policy.Address()
}

// other is one of his other addresses; after the last comes the first again.
func (w *SigningWallet) other(n int) chain.Address { return nth(w.Others, n) }

// destination is one of his other addresses, or of his deposit addresses at
// another exchange if one is named where he has any.
func (w *SigningWallet) destination(exchange string, n int) chain.Address {
	if list := w.Deposits[exchange]; len(list) > 0 {
		return nth(list, n)
	}
	return w.other(n)
}

func nth(list []chain.Address, n int) chain.Address {
	return list[(n%len(list)+len(list))%len(list)]
}

// change is a fresh address of a series, which his own key leads to.
func (w *SigningWallet) change(series int64, n int) Signatory {
	seed := w.Own.Keys[0].Seed()
	k := chain.DeriveKey(binary.BigEndian.Uint64(seed[:]), "change/"+w.Asset+"/"+strconv.FormatInt(series, 10), uint32(n))
	return Signatory{Policy: chain.Single(&k), Keys: []*chain.Key{&k}}
}

// dust says that a coin would cost more to spend than it is worth. Change that
// small is left to the miner.
func dust(w *SigningWallet, amount int64) bool { return amount < max(w.Fee, 1) }

// split shares an amount out over n of his other addresses, or of those at an
// exchange, from the one of that number on. Shares differ by up to a fifth, none is dust, and together
// they are exactly the amount; there are fewer where it is too little for n.
func split(amount int64, n int, exchange string, to int, v View) []chain.Output {
	least := max(v.Wallet.Fee, 1)
	var outputs []chain.Output
	for ; n > 1 && amount > 0; n-- {
		size := partSize(amount, n, least, 1, v.Chance)
		if size == 0 || size == amount {
			break
		}
		outputs = append(outputs, chain.Output{To: v.Wallet.destination(exchange, to+len(outputs)), Amount: size})
		amount -= size
	}
	return append(outputs, chain.Output{To: v.Wallet.destination(exchange, to+len(outputs)), Amount: amount})
}

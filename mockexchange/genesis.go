package mockexchange

import (
	"math"
	"time"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Genesis is everything a venue starts with. It is plain data, so that it can
// be sent to a venue in a container and so that two venues made from equal
// geneses are equal.
type Genesis struct {
	Name  string `json:"name"`
	Seed  uint64 `json:"seed"`  // credentials, wallets and factors are derived from it
	Start int64  `json:"start"` // virtual nanoseconds since the Unix epoch

	Assets   []Asset       `json:"assets"`  // asset id n is element n-1
	Markets  []market.Spec `json:"markets"` // market id n is element n-1
	Accounts []Account     `json:"accounts"`
	Keys     []access.Key  `json:"keys"` // key id n is element n-1
	// Vendors are the names of those that keys can be known to be for: vendor n is
	// element n-1. Empty where keys say nothing of the kind.
	Vendors  []string  `json:"vendors,omitempty"`
	Balances []Balance `json:"balances"`
	// Known lists addresses that customers withdrew to before the start.
	Known []KnownAddress `json:"known,omitempty"`

	Settings Settings `json:"settings"`
	// Staff says when those are there who sign.
	Staff custody.Staff `json:"staff,omitzero"`
}

// Asset is one thing the venue keeps for its customers.
type Asset struct {
	Code     string `json:"code"`
	Decimals uint8  `json:"decimals"` // base units in a whole coin, as a power of ten, at most 9
	// Reference is the value of one whole coin in base units of the reference
	// currency (asset 1). No trade can move it.
	Reference int64 `json:"reference"`
	// Chain is nil for money that lives at a bank.
	Chain *chain.Spec `json:"chain,omitempty"`
	// On is the asset on whose chain this lives, as a token: its addresses and keys
	// are those of that coin, which its transfers pay their gas in. 0 for a coin.
	On uint16 `json:"on,omitempty"`

	WithdrawalFee int64 `json:"withdrawal_fee"` // charged to the customer, base units
	MinWithdrawal int64 `json:"min_withdrawal"` // base units
	Confirmations int   `json:"confirmations"`  // blocks before a deposit is credited
	HouseFunds    int64 `json:"house_funds"`    // the venue's own coins at the start, base units
	HotShare      int64 `json:"hot_share"`      // of all coins at the start, in parts per million
	// HotCoins is how many outputs of unequal size the hot wallet on a UTXO
	// chain starts with; 0 for the usual few, all alike.
	HotCoins int `json:"hot_coins,omitempty"`
	// Signers says who signs for the hot wallet.
	Signers custody.Signers `json:"signers,omitzero"`
	// CoSigner is one of Signers who keeps to a limit; nil if none of them does.
	CoSigner *custody.CoSigner `json:"co_signer,omitempty"`
	// ColdSigning says who signs for cold storage; nil for a ceremony of those who
	// hold its keys.
	ColdSigning *custody.ColdSigning `json:"cold_signing,omitempty"`
	// Coins are the outputs at the venue's addresses when it opens. On an
	// account chain only their amounts count.
	Coins []chain.Coin `json:"coins,omitempty"`
}

// Signers are those of an asset's hot wallet under the posture in force.
func (g *Genesis) Signers(asset uint16) custody.Signers {
	s := g.Settings.Custody.Multisig.Over(g.Assets[g.Coin(asset)-1].Signers)
	if g.Settings.Custody.SignerVelocity.Share > 0 {
		return s.CoSigned()
	}
	return s
}

// SignedAt is when a spend of an asset's hot wallet is signed for which its
// signers are asked at a time, in virtual nanoseconds.
func (g *Genesis) SignedAt(asset uint16, at int64) int64 {
	return g.Staff.SignedAt(g.Signers(asset), at, (uint64(at)^uint64(asset)<<56)*0x9e3779b97f4a7c15)
}

// Wallet derives the wallet of an asset that lives on a chain, with nothing in
// it yet.
func (g *Genesis) Wallet(asset uint16) *custody.Wallet {
	w := custody.NewWallet(g.Seed, g.Assets[g.Coin(asset)-1].Code, *g.Assets[asset-1].Chain, g.Signers(asset))
	if s := g.Assets[asset-1].ColdSigning; s != nil {
		w.SignCold(s)
	}
	return w
}

// Coin is the asset whose chain an asset lives on: that of a token, or itself.
func (g *Genesis) Coin(asset uint16) uint16 {
	if on := g.Assets[asset-1].On; on > 0 {
		return on
	}
	return asset
}

// HotShare is the part of an asset's coins that lies hot as the venue opens, in
// parts per million.
func (g *Genesis) HotShare(asset uint16) int64 {
	share := g.hotShare(asset)
	if most := g.Settings.Custody.HotCapTotal; most > 0 {
		hot, held := g.openingValue()
		if allowed, _ := money.MulDiv(held, most, money.Whole, money.Down); hot > allowed {
			share, _ = money.MulDiv(share, allowed, hot, money.Down)
		}
	}
	return share
}

// hotCapBinds reports whether less of an asset lies hot than would without a cap.
func (g *Genesis) hotCapBinds(asset uint16) bool {
	return g.HotShare(asset) < g.Assets[asset-1].HotShare
}

// hotShare is HotShare but for the cap on all coins together.
func (g *Genesis) hotShare(asset uint16) int64 {
	share, most := g.Assets[asset-1].HotShare, g.Settings.Custody.HotCap
	if most > 0 {
		return min(share, most)
	}
	return share
}

// openingValue is what all coins at the start are worth at reference prices, and
// those of them that would lie hot were it not for a cap on all together.
func (g *Genesis) openingValue() (hot, held int64) {
	for i := range g.Assets {
		a := &g.Assets[i]
		owed, err := g.owed(uint16(i + 1))
		if a.Chain == nil || err != nil {
			continue // who starts the chains says what is wrong
		}
		value, ok := money.MulDiv(owed, a.Reference, money.Pow10(a.Decimals), money.Down)
		if !ok {
			value = math.MaxInt64
		}
		held = money.AddCapped(held, value)
		part, _ := money.MulDiv(value, g.hotShare(uint16(i+1)), money.Whole, money.Down)
		hot = money.AddCapped(hot, part)
	}
	return hot, held
}

// Account is one customer's account; account id n is element n-1.
type Account struct {
	Created int64 `json:"created"` // virtual nanoseconds since the Unix epoch
	Factor  bool  `json:"factor"`  // a second factor guards withdrawals by login
	// Book says that the owner keeps an address book where a control lets him.
	Book bool `json:"book,omitempty"`
	// Kind is that of the second factor, where there is one.
	Kind access.FactorKind `json:"factor_kind,omitempty"`
	// Logins is where it was logged in from before; nil where the venue keeps no
	// record of that.
	Logins *access.LoginHistory `json:"logins,omitempty"`
}

// Balance is what an account owns at the start.
type Balance struct {
	Account uint32 `json:"account"`
	Asset   uint16 `json:"asset"`
	Amount  int64  `json:"amount"` // base units
}

// KnownAddress is an address that an account paid before.
type KnownAddress struct {
	Account uint32        `json:"account"`
	Address chain.Address `json:"address"`
}

// Settings are the venue's standing controls: its posture.
type Settings struct {
	Access  access.Policy  `json:"access"`
	Custody custody.Policy `json:"custody"`
	Market  market.Policy  `json:"market,omitzero"`
	// PayOutEvery is how often approved withdrawals are signed and sent.
	PayOutEvery time.Duration `json:"pay_out_every"`
	// PayOutBatch is the most withdrawals that go into one transaction; 0 is
	// DefaultPayOutBatch.
	PayOutBatch int `json:"pay_out_batch,omitempty"`
	// ReconcileEvery is how often the books are held against the chain; 0 is never.
	ReconcileEvery time.Duration `json:"reconcile_every"`
	// Imposed lists the controls that the defence under test put in place, as
	// opposed to those that the venue had anyway. The venue does not use it.
	Imposed []reject.Control `json:"imposed,omitempty"`
}

// openingPrice is what a market's price is by its assets' references, at the
// market's scale; 0 if that is no price.
func (g *Genesis) openingPrice(s *market.Spec) int64 {
	price, ok := money.MulDiv(g.Assets[s.Base-1].Reference, money.Pow10(s.PriceScale), g.Assets[s.Quote-1].Reference, money.Nearest)
	if !ok {
		return 0
	}
	return price
}

// MarketID finds a market by its symbol.
func (g *Genesis) MarketID(symbol string) (uint16, bool) {
	for i := range g.Markets {
		if g.Markets[i].Symbol == symbol {
			return uint16(i + 1), true
		}
	}
	return 0, false
}

// AssetID finds an asset by its code.
func (g *Genesis) AssetID(code string) (uint16, bool) {
	for i := range g.Assets {
		if g.Assets[i].Code == code {
			return uint16(i + 1), true
		}
	}
	return 0, false
}

// KeysByPublic indexes a venue's API keys by their public parts.
func (g *Genesis) KeysByPublic() map[string]uint32 {
	index := make(map[string]uint32, len(g.Keys))
	for i := range g.Keys {
		public, _ := access.KeyPair(g.Seed, uint32(i+1))
		index[public] = uint32(i + 1)
	}
	return index
}

package attackertest

import "github.com/exdrill/exdrill/attacker"

// Base units in a whole coin of NewZaif.
const (
	BTC  = 100_000_000
	MONA = 100_000_000
	XEM  = 1_000_000
	JPY  = 1
)

// NewZaif is an exchange with four assets and four markets, roughly those of a
// Japanese exchange in January 2018. XEM is traded against yen alone.
func NewZaif() *Exchange {
	return &Exchange{
		Coins: []attacker.AssetInfo{
			{Code: "JPY"},
			{Code: "BTC", Decimals: 8, Withdrawable: true, WithdrawalFee: 50_000, MinWithdrawal: 100_000},
			{Code: "MONA", Decimals: 8, Withdrawable: true, WithdrawalFee: 100_000, MinWithdrawal: 1_000_000},
			{Code: "XEM", Decimals: 6, Withdrawable: true, WithdrawalFee: 2_000_000, MinWithdrawal: 1_000_000},
		},
		Listed: []attacker.MarketInfo{
			{
				Name: "BTCJPY", Base: "BTC", Quote: "JPY", BaseDecimals: 8,
				Tick: 5, Step: 10_000, MinQty: 10_000, MinNotional: 500,
			},
			{
				Name: "MONAJPY", Base: "MONA", Quote: "JPY", BaseDecimals: 8, PriceScale: 1,
				Tick: 1, Step: 100_000_000, MinQty: 100_000_000, MinNotional: 500,
			},
			{
				Name: "MONABTC", Base: "MONA", Quote: "BTC", BaseDecimals: 8, QuoteDecimals: 8, PriceScale: 8,
				Tick: 1, Step: 100_000_000, MinQty: 100_000_000, MinNotional: 10_000,
			},
			{
				Name: "XEMJPY", Base: "XEM", Quote: "JPY", BaseDecimals: 6, PriceScale: 4,
				Tick: 1, Step: 100_000, MinQty: 100_000, MinNotional: 500,
			},
		},
		Books: map[string]attacker.Depth{
			"BTCJPY":  around(2_000_000, 2_005_000, 5_000, 50*BTC),
			"MONAJPY": around(16_200, 16_300, 50, 500_000*MONA),
			"MONABTC": around(80_000, 81_000, 200, 500_000*MONA),
			"XEMJPY":  around(1_950_000, 1_960_000, 2_000, 5_000_000*XEM),
		},
		Accounts: map[string]*Account{},
		Fee:      1_000,
	}
}

// around is a book of five levels a side.
func around(bid, ask, spacing, quantity int64) attacker.Depth {
	var d attacker.Depth
	for i := int64(0); i < 5; i++ {
		d.Bids = append(d.Bids, attacker.Level{Price: bid - i*spacing, Quantity: quantity})
		d.Asks = append(d.Asks, attacker.Level{Price: ask + i*spacing, Quantity: quantity})
	}
	return d
}

// Thin is a book with one level on each side.
func Thin(bid, ask, quantity int64) attacker.Depth {
	return attacker.Depth{
		Bids: []attacker.Level{{Price: bid, Quantity: quantity}}, Asks: []attacker.Level{{Price: ask, Quantity: quantity}},
	}
}

// Open adds an account with every right, reached by the key of that public
// part.
func (e *Exchange) Open(key string, balances ...attacker.Balance) *Account {
	a := &Account{
		Rights: attacker.Rights{Read: true, Trade: true, Withdraw: true, Created: 1_420_070_400_000_000_000},
		Money:  balances,
	}
	e.Accounts[key] = a
	return a
}

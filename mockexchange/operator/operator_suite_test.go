package operator_test

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
)

func TestOperator(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Operator")
}

const (
	seed  = 7
	start = int64(1_515_225_600_000_000_000)
	yen   = uint16(1)
	btc   = uint16(2)
)

// smallVenue has two customers with a key each, yen at a bank and bitcoin on
// a chain, and the chain that goes with it.
func smallVenue() (*mockexchange.Genesis, *chain.Node) {
	GinkgoHelper()
	spec := chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute, MinFee: 1000}
	wallet, node := custody.NewWallet(seed, "BTC", spec, custody.Signers{}), chain.NewNode(spec, nil)
	Expect(node.Fund(wallet.Hot(), 600_000_000)).To(Succeed())
	Expect(node.Fund(wallet.Cold(), 500_000_000)).To(Succeed())
	all := access.Read | access.Trade | access.Withdraw
	return &mockexchange.Genesis{
		Name: "small", Seed: seed, Start: start,
		Assets: []mockexchange.Asset{
			{Code: "JPY", Reference: 1, HouseFunds: 1000},
			{
				Code: "BTC", Decimals: 8, Reference: 1_900_000, Chain: &spec, WithdrawalFee: 50_000,
				MinWithdrawal: 100_000, Confirmations: 2, HouseFunds: 100_000_000,
				Coins: append(node.Unspent(wallet.Hot()), node.Unspent(wallet.Cold())...),
			},
		},
		Markets: []market.Spec{{
			Symbol: "BTCJPY", Base: btc, Quote: yen, BaseDecimals: 8,
			Tick: 5, Step: 10_000, MinQty: 10_000, MinNotional: 100, TakerFee: 1000,
		}},
		Accounts: []mockexchange.Account{{}, {}},
		Keys:     []access.Key{{Account: 1, Scopes: all}, {Account: 2, Scopes: all}},
		Balances: []mockexchange.Balance{
			{Account: 1, Asset: yen, Amount: 5_000_000}, {Account: 2, Asset: btc, Amount: 1_000_000_000},
		},
		Settings: mockexchange.Settings{PayOutEvery: time.Minute},
	}, node
}

// byKey is a command that the holder of a key sends.
func byKey(id uint32, c mockexchange.Command) *mockexchange.Command {
	c.Auth, c.Key, c.Credential = mockexchange.AuthKey, id, access.KeyCredential(seed, id)
	return &c
}

// sellOrder rests in an empty book.
func sellOrder(label string) *mockexchange.Command {
	return byKey(2, mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Market: 1, Side: market.Sell, Type: market.Limit,
		Price: 1_900_000, Quantity: 10_000, Label: label,
	})
}

// must is what a call returns that does not fail.
func must[T any](value T, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	return value
}

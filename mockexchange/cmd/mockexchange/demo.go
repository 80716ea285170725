package main

import (
	"fmt"
	"io"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// The demo's customers, by key. The third makes the market.
const (
	demoTrader = uint32(1) // may do everything
	demoReader = uint32(2) // may trade, but not withdraw
	demoMaker  = uint32(3)
)

// demoSeed makes the demo the same on every machine, so that a journal of it
// can be opened anywhere. All its secrets are public.
const demoSeed = 20180106

// demoGenesis is a small venue to point a real client at: yen at a bank, and
// two coins whose chains find a block every few seconds.
func demoGenesis() *mockexchange.Genesis {
	opened := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	all := access.Read | access.Trade | access.Withdraw
	return &mockexchange.Genesis{
		Name: "demo", Seed: demoSeed, Start: opened,
		Assets: []mockexchange.Asset{
			{Code: "JPY", Reference: 1, HouseFunds: 100_000_000},
			{
				Code: "BTC", Decimals: 8, Reference: 1_900_000,
				Chain:         &chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 5 * time.Second, MinFee: 1_000},
				WithdrawalFee: 50_000, MinWithdrawal: 100_000, Confirmations: 2, HouseFunds: 1_000_000_000, HotShare: 200_000,
			},
			{
				Code: "XEM", Decimals: 6, Reference: 120,
				Chain:         &chain.Spec{Network: "nem", Model: chain.Account, BlockInterval: time.Second, MinFee: 50_000},
				WithdrawalFee: 500_000, MinWithdrawal: 1_000_000, Confirmations: 3, HouseFunds: 50_000_000_000, HotShare: 200_000,
			},
		},
		Markets: []market.Spec{
			{
				Symbol: "BTCJPY", Base: 2, Quote: 1, BaseDecimals: 8, Tick: 5, Step: 10_000,
				MinQty: 10_000, MinNotional: 100, TakerFee: 1_000,
			},
			{
				Symbol: "XEMJPY", Base: 3, Quote: 1, BaseDecimals: 6, PriceScale: 4, Tick: 1, Step: 100_000,
				MinQty: 100_000, MinNotional: 100, TakerFee: 1_000,
			},
		},
		Accounts: []mockexchange.Account{{Created: opened}, {Created: opened}, {Created: opened}},
		Keys: []access.Key{
			{Account: 1, Created: opened, Scopes: all},
			{Account: 2, Created: opened, Scopes: access.Read | access.Trade},
			{Account: 3, Created: opened, Scopes: all},
		},
		Balances: []mockexchange.Balance{
			{Account: 1, Asset: 1, Amount: 10_000_000},
			{Account: 1, Asset: 2, Amount: 200_000_000},
			{Account: 1, Asset: 3, Amount: 20_000_000_000},
			{Account: 2, Asset: 1, Amount: 10_000_000},
			{Account: 2, Asset: 2, Amount: 200_000_000},
			{Account: 2, Asset: 3, Amount: 20_000_000_000},
			{Account: 3, Asset: 1, Amount: 500_000_000},
			{Account: 3, Asset: 2, Amount: 20_000_000_000},
			{Account: 3, Asset: 3, Amount: 2_000_000_000_000},
		},
		Settings: mockexchange.Settings{PayOutEvery: time.Second, ReconcileEvery: time.Minute},
	}
}

// quoteDemo lets the market maker offer both markets, ten levels to each side.
func quoteDemo(v *operator.Venue) error {
	return v.Turn(func(t *operator.Turn) {
		for _, q := range []struct {
			market               uint16
			price, step, quantum int64
		}{{1, 1_900_000, 500, 50_000_000}, {2, 1_200_000, 1_000, 10_000_000_000}} {
			for level := int64(1); level <= 10; level++ {
				t.Apply(0, makerOrder(q.market, market.Buy, q.price-level*q.step, q.quantum))
				t.Apply(0, makerOrder(q.market, market.Sell, q.price+level*q.step, q.quantum))
			}
		}
	})
}

func makerOrder(m uint16, side market.Side, price, quantity int64) *mockexchange.Command {
	return &mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Auth: mockexchange.AuthKey, Key: demoMaker,
		Credential: access.KeyCredential(demoSeed, demoMaker),
		Market:     m, Side: side, Type: market.LimitMaker, Price: price, Quantity: quantity,
	}
}

// printDemo tells how to use it.
func printDemo(out io.Writer, api, office, token string) error {
	trader, traderSecret := access.KeyPair(demoSeed, demoTrader)
	reader, readerSecret := access.KeyPair(demoSeed, demoReader)
	friend := chain.ExternalAddress(demoSeed, "friend", 1)
	_, err := fmt.Fprintf(out, `A demo venue: BTCJPY and XEMJPY, blocks every few seconds, nothing real.

  customers' API   http://%s   (Binance spot protocol)
  operators' API   http://%s   (see /openapi.json; chains under /chains/BTC and /chains/XEM)
  operators' token %s

  key that may do everything      %s
    secret                        %s
  key that may not withdraw       %s
    secret                        %s

  somebody to send BTC to         %s
  somebody to send XEM to         %s

  curl http://%s/api/v3/depth?symbol=BTCJPY\&limit=5
  curl -H "Authorization: Bearer %s" "http://%s/v1/telemetry?follow=true"

`, api, office, token, trader, traderSecret, reader, readerSecret, friend.Text("btc"), friend.Text("nem"), api, token, office)
	return err
}

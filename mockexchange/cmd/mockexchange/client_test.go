package main_test

import (
	"context"
	"errors"
	"time"

	"github.com/adshao/go-binance/v2"
	"github.com/adshao/go-binance/v2/common"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// A client that was written for the real exchange, against the demo venue on
// the wall clock.
var _ = Describe("go-binance", Ordered, Label("real-client"), func() {
	var (
		d      *demo
		client *binance.Client
		ctx    = context.Background()
	)
	connect := func(key int) *binance.Client {
		c := binance.NewClient(d.keys[key][0], d.keys[key][1])
		c.BaseURL = d.api
		return c
	}
	free := func(asset string) string {
		GinkgoHelper()
		a := must(client.NewGetAccountService().Do(ctx))
		for _, b := range a.Balances {
			if b.Asset == asset {
				return b.Free
			}
		}
		Fail("no balance of " + asset)
		return ""
	}

	BeforeAll(func() {
		d = startDemo()
		client = connect(0)
	})

	It("finds its way at start-up", func() {
		Expect(client.NewPingService().Do(ctx)).To(Succeed())
		now := must(client.NewServerTimeService().Do(ctx))
		Expect(now).To(BeNumerically("~", time.Now().UnixMilli(), 5000))
		must(client.NewSetServerTimeService().Do(ctx))

		info := must(client.NewExchangeInfoService().Do(ctx))
		Expect(info.Symbols).To(HaveLen(2))
		btc := info.Symbols[0]
		Expect(btc.Status).To(Equal("TRADING"))
		Expect(btc.LotSizeFilter().StepSize).To(Equal("0.00010000"))
		Expect(btc.PriceFilter().TickSize).To(Equal("5"))
		Expect(btc.NotionalFilter().MinNotional).To(Equal("100"))

		rights := must(client.NewGetAPIKeyPermission().Do(ctx))
		Expect(rights.EnableWithdrawals).To(BeTrue())
		fees := must(client.NewTradeFeeService().Do(ctx))
		Expect(fees[0].TakerCommission).To(Equal("0.001000"))
		coins := must(client.NewGetAllCoinsInfoService().Do(ctx))
		Expect(coins[1].NetworkList[0].WithdrawFee).To(Equal("0.00050000"))
	})

	It("reads the market", func() {
		depth := must(client.NewDepthService().Symbol("BTCJPY").Limit(5).Do(ctx))
		Expect(depth.Bids).To(HaveLen(5))
		Expect(depth.Bids[0].Price).To(Equal("1899500"))
		Expect(depth.Asks[0].Quantity).To(Equal("0.50000000"))
		tickers := must(client.NewListBookTickersService().Do(ctx))
		Expect(tickers[0].AskPrice).To(Equal("1900500"))
	})

	It("places, finds and cancels an order", func() {
		placed := must(client.NewCreateOrderService().Symbol("BTCJPY").Side(binance.SideTypeBuy).
			Type(binance.OrderTypeLimit).TimeInForce(binance.TimeInForceTypeGTC).
			Quantity("0.1").Price("1800000").NewClientOrderID("first").Do(ctx))
		Expect(placed.Status).To(Equal(binance.OrderStatusTypeNew))
		Expect(client.OrderCount.Count10s).To(Equal(int64(1)))
		Expect(client.UsedWeight.Used1M).To(BeNumerically(">", 0))

		found := must(client.NewGetOrderService().Symbol("BTCJPY").OrderID(placed.OrderID).Do(ctx))
		Expect(found.ClientOrderID).To(Equal("first"))
		open := must(client.NewListOpenOrdersService().Symbol("BTCJPY").Do(ctx))
		Expect(open).To(HaveLen(1))
		Expect(free("JPY")).To(Equal("9820000"))

		gone := must(client.NewCancelOrderService().Symbol("BTCJPY").OrderID(placed.OrderID).Do(ctx))
		Expect(gone.Status).To(Equal(binance.OrderStatusTypeCanceled))
		_, err := client.NewCancelOrderService().Symbol("BTCJPY").OrigClientOrderID("first").Do(ctx)
		Expect(codeOf(err)).To(Equal(int64(-2011)))
		Expect(free("JPY")).To(Equal("10000000"))
	})

	It("trades at the market", func() {
		done := must(client.NewCreateOrderService().Symbol("BTCJPY").Side(binance.SideTypeBuy).
			Type(binance.OrderTypeMarket).QuoteOrderQty("1000000").Do(ctx))
		Expect(done.Status).To(Equal(binance.OrderStatusTypeFilled))
		Expect(done.Fills).To(HaveLen(2), "half a coin at 1,900,500 and the rest at 1,901,000")
		trades := must(client.NewListTradesService().Symbol("BTCJPY").OrderId(done.OrderID).Do(ctx))
		Expect(trades).To(HaveLen(2))
		Expect(trades[0].Price).To(Equal("1900500"))
		Expect(trades[0].IsBuyer).To(BeTrue())
		counts := must(client.NewRateLimitService().Do(ctx))
		Expect(counts).To(HaveLen(2))
	})

	It("is told what goes wrong in words that it knows", func() {
		order := func(c *binance.Client, quantity string) error {
			_, err := c.NewCreateOrderService().Symbol("BTCJPY").Side(binance.SideTypeSell).
				Type(binance.OrderTypeMarket).Quantity(quantity).Do(ctx)
			return err
		}
		Expect(order(client, "100")).To(MatchError(ContainSubstring("Account has insufficient balance for requested action.")))
		Expect(codeOf(order(client, "0.00001"))).To(Equal(int64(-1013)))
		stranger := connect(0)
		stranger.SecretKey = "guess"
		Expect(codeOf(order(stranger, "0.1"))).To(Equal(int64(-1022)))
	})

	It("withdraws, and sees the chain confirm it", func() {
		sent := must(client.NewCreateWithdrawService().Coin("XEM").Network("NEM").Address(d.friends[1]).
			AddressTag("7").Amount("100").Do(ctx))
		_, err := connect(1).NewCreateWithdrawService().Coin("XEM").Address(d.friends[1]).Amount("100").Do(ctx)
		Expect(codeOf(err)).To(Equal(int64(-2015)))
		_, err = client.NewCreateWithdrawService().Coin("XEM").Address("nem1nobody").Amount("100").Do(ctx)
		Expect(codeOf(err)).To(Equal(int64(-4007)))

		var last *binance.Withdraw
		Eventually(func() int {
			rows := must(client.NewListWithdrawsService().Coin("XEM").Do(ctx))
			Expect(rows).To(HaveLen(1))
			last = rows[0]
			return last.Status
		}, "25s", "200ms").Should(Equal(6))
		Expect(last.ID).To(Equal(sent.ID))
		Expect(last.Amount).To(Equal("100.000000"))
		Expect(last.TransactionFee).To(Equal("0.500000"))
		Expect(last.TxID).To(HaveLen(64))
		Expect(last.ApplyTime).To(MatchRegexp(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`))
	})

	It("learns where to deposit, and what came", func() {
		to := must(client.NewGetDepositAddressService().Coin("XEM").Do(ctx))
		Expect(to.Tag).To(Equal("1"))
		var last *binance.Deposit
		Eventually(func() int {
			rows := must(client.NewListDepositsService().Coin("XEM").Do(ctx))
			if len(rows) == 0 {
				return 0
			}
			last = rows[0]
			return last.Status
		}, "25s", "200ms").Should(Equal(1))
		Expect(last.Address).To(Equal(to.Address))
		Expect(last.Amount).To(Equal("10.000000"))
		Expect(last.ConfirmTimes).To(Equal("3/3"))
	})

	It("leaves books that balance", func() {
		before := len(d.events())
		must(client.NewCreateOrderService().Symbol("BTCJPY").Side(binance.SideTypeBuy).
			Type(binance.OrderTypeMarket).QuoteOrderQty("10000").Do(ctx))
		Expect(d.books()).To(Equal("ok"))
		Expect(d.ask("GET", "/chains/XEM/v1/status", "")).To(ContainSubstring(`"network":"nem"`))
		Expect(len(d.events())).To(BeNumerically(">", before))
	})
})

// codeOf is the protocol's code inside an error.
func codeOf(err error) int64 {
	var told *common.APIError
	if errors.As(err, &told) {
		return told.Code
	}
	return 0
}

package binance_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A withdrawal", func() {
	const apply, history = "/sapi/v1/capital/withdraw/apply", "/sapi/v1/capital/withdraw/history"
	var api *client
	var wish string
	BeforeEach(func() {
		api = newClient(binance.Options{})
		wish = "coin=BTC&network=BTC&amount=0.5&address=" + addressOf("friend")
	})

	It("becomes one command, fee included, and can be followed to the chain", func() {
		Expect(api.signed(seller, "POST", apply, wish+"&addressTag=77").text).To(Equal(`{"id":"1"}`))
		c := api.venue.last()
		Expect([]any{c.Kind, c.Asset, c.Amount, c.Address, c.Memo}).To(Equal([]any{
			mockexchange.RequestWithdrawal, btc, int64(50_000_000), chain.ExternalAddress(seed, "friend", 1), uint64(77),
		}))
		row := api.signed(seller, "GET", history, "coin=BTC").list()[0]
		Expect(row).To(And(
			HaveKeyWithValue("id", "1"), HaveKeyWithValue("amount", "0.50000000"),
			HaveKeyWithValue("transactionFee", "0.00050000"), HaveKeyWithValue("status", 2.0),
			HaveKeyWithValue("applyTime", "2018-01-06 08:00:00"), HaveKeyWithValue("network", "BTC"),
			HaveKeyWithValue("addressTag", "77"), HaveKeyWithValue("txId", "")))

		api.venue.operate(mockexchange.Command{Kind: mockexchange.PayOut, Asset: btc})
		row = api.signed(seller, "GET", history, "").list()[0]
		Expect(row).To(HaveKeyWithValue("status", 4.0))
		Expect(row["txId"]).To(HaveLen(64))

		sent := api.venue.engine.TakeBroadcasts(nil)[0].Tx
		api.venue.now += 600_000_000_000
		api.venue.operate(mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: btc, Block: &chain.Block{
			Height: 1, At: api.venue.now, Transactions: []*chain.Transaction{sent},
		}})
		row = api.signed(seller, "GET", history, "status=6").list()[0]
		Expect(row).To(And(HaveKeyWithValue("confirmNo", 1.0), HaveKeyWithValue("completeTime", "2018-01-06 08:10:00")))
		Expect(api.signed(seller, "GET", history, "status=4").list()).To(BeEmpty())
		Expect(api.signed(seller, "GET", history, "startTime=1515225600001").list()).To(BeEmpty())
		Expect(api.signed(seller, "GET", history, "endTime=1515225600000").list()).To(HaveLen(1))
		Expect(api.signed(seller, "GET", history, "offset=1").list()).To(BeEmpty())
		Expect(api.signed(buyer, "GET", history, "").list()).To(BeEmpty())
	})

	It("that an operator rejects is given back", func() {
		api.signed(seller, "POST", apply, wish)
		api.venue.operate(mockexchange.Command{Kind: mockexchange.RejectWithdrawal, Withdrawal: 1})
		Expect(api.signed(seller, "GET", history, "").list()[0]).To(HaveKeyWithValue("status", 3.0))
	})

	DescribeTable("that cannot be is refused in the wallet's words",
		func(params, expected string) {
			a := api.signed(seller, "POST", apply, params)
			Expect(a.status).To(Equal(400))
			Expect(a.text).To(Equal(expected))
			Expect(api.venue.last().Kind).To(Equal(mockexchange.RequestWithdrawal))
			Expect(api.venue.count()).To(Equal(1))
		},
		Entry("no coin", "amount=1&address=x", `{"code":-1102,"msg":"Mandatory parameter 'coin' was not sent, was empty/null, or malformed."}`),
		Entry("no address", "coin=BTC&amount=1", `{"code":-1102,"msg":"Mandatory parameter 'address' was not sent, was empty/null, or malformed."}`),
		Entry("no amount", "coin=BTC&address=x", `{"code":-1102,"msg":"Mandatory parameter 'amount' was not sent, was empty/null, or malformed."}`),
		Entry("unknown coin", "coin=ETH&amount=1&address=x", `{"code":-4018,"msg":"We don't have this asset."}`),
		Entry("money at a bank", "coin=JPY&amount=1&address=x", `{"code":-4018,"msg":"We don't have this asset."}`),
		Entry("typing error in the address", "coin=BTC&amount=1&address=btc1aaaa", `{"code":-4007,"msg":"Address validation is not passed."}`),
		Entry("another network", "coin=BTC&network=ETH&amount=1&address="+addressOf("friend"), `{"code":-4007,"msg":"Address validation is not passed."}`),
		Entry("tag that is none", "coin=BTC&amount=1&addressTag=x&address="+addressOf("friend"), `{"code":-4008,"msg":"Address tag validation is not passed."}`),
		Entry("too fine", "coin=BTC&amount=1.123456789&address="+addressOf("friend"), `{"code":-1111,"msg":"Parameter 'amount' has too much precision."}`),
		Entry("too little", "coin=BTC&amount=0.0009&address="+addressOf("friend"), `{"code":-4022,"msg":"Not less than the minimum pick-up quantity."}`),
		Entry("too much", "coin=BTC&amount=11&address="+addressOf("friend"), `{"code":-4026,"msg":"You have insufficient balance."}`),
	)

	DescribeTable("that the venue's staff stopped is refused",
		func(c mockexchange.Command, expected string) {
			if c.Kind == mockexchange.BlockAddress {
				c.Address = chain.ExternalAddress(seed, "friend", 1)
			}
			api.venue.operate(c)
			Expect(api.signed(seller, "POST", apply, wish).text).To(Equal(expected))
		},
		Entry("halted", mockexchange.Command{Kind: mockexchange.HaltWithdrawals}, `{"code":-4019,"msg":"Current asset is not open for withdrawal."}`),
		Entry("halted to new addresses", mockexchange.Command{Kind: mockexchange.HaltWithdrawals, Flag: true}, `{"code":-4019,"msg":"Current asset is not open for withdrawal."}`),
		Entry("blocked address", mockexchange.Command{Kind: mockexchange.BlockAddress}, `{"code":-4007,"msg":"Address validation is not passed."}`),
		Entry("over the limit", mockexchange.Command{Kind: mockexchange.SetLimit, Amount: 100}, `{"code":-4023,"msg":"Within 24 hours, the withdrawal exceeds the maximum amount."}`),
	)
})

var _ = Describe("The wallet", func() {
	var api *client
	BeforeEach(func() { api = newClient(binance.Options{}) })

	It("says where to deposit, and what came", func() {
		a := api.signed(buyer, "GET", "/sapi/v1/capital/deposit/address", "coin=BTC")
		Expect(a.field("tag")).To(Equal("1"))
		to, ok := chain.ParseAddress("btc", fmt.Sprint(a.field("address")))
		Expect(ok).To(BeTrue())

		const hisrec = "/sapi/v1/capital/deposit/hisrec"
		Expect(api.signed(buyer, "GET", hisrec, "").text).To(Equal("[]"))
		paid := &chain.Transaction{Outputs: []chain.Output{{To: to, Amount: 3_000_000, Memo: 1}}}
		for height := uint64(1); height <= 2; height++ {
			b := &chain.Block{Height: height, At: api.venue.now}
			if height == 1 {
				b.Transactions = []*chain.Transaction{paid}
			}
			api.venue.operate(mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: btc, Block: b})
			row := api.signed(buyer, "GET", hisrec, "coin=BTC").list()[0]
			Expect(row).To(And(
				HaveKeyWithValue("amount", "0.03000000"), HaveKeyWithValue("status", float64(height-1)),
				HaveKeyWithValue("confirmTimes", fmt.Sprintf("%d/2", height)), HaveKeyWithValue("txId", paid.ID().String())))
		}
		Expect(api.signed(seller, "GET", hisrec, "").list()).To(BeEmpty())
	})

	It("has no address for money at a bank, and no history of unknown coins", func() {
		const noCoin = `{"code":-4018,"msg":"We don't have this asset."}`
		Expect(api.signed(buyer, "GET", "/sapi/v1/capital/deposit/address", "coin=JPY").text).To(Equal(noCoin))
		Expect(api.signed(buyer, "GET", "/sapi/v1/capital/deposit/address", "coin=ETH").text).To(Equal(noCoin))
		Expect(api.signed(buyer, "GET", "/sapi/v1/capital/withdraw/history", "coin=ETH").text).To(Equal(noCoin))
		Expect(api.signed(buyer, "GET", "/sapi/v1/capital/withdraw/history", "limit=0").text).To(ContainSubstring("-1130"))
	})

	It("tells what can be moved", func() {
		coins := api.signed(buyer, "GET", "/sapi/v1/capital/config/getall", "").list()
		Expect(coins[0]).To(And(HaveKeyWithValue("coin", "JPY"), HaveKeyWithValue("isLegalMoney", true), HaveKeyWithValue("free", "5000000")))
		Expect(coins[1]).To(And(HaveKeyWithValue("withdrawAllEnable", true), HaveKeyWithValue("depositAllEnable", true)))
		network := coins[1]["networkList"].([]any)[0]
		Expect(network).To(And(HaveKeyWithValue("withdrawFee", "0.00050000"), HaveKeyWithValue("minConfirm", 2.0)))
		Expect(chain.ExternalAddress(seed, "friend", 1).Text("btc")).To(MatchRegexp(network.(map[string]any)["addressRegex"].(string)))
		api.venue.operate(mockexchange.Command{Kind: mockexchange.HaltWithdrawals})
		api.venue.operate(mockexchange.Command{Kind: mockexchange.HaltDeposits})
		coins = api.signed(buyer, "GET", "/sapi/v1/capital/config/getall", "").list()
		Expect(coins[1]).To(And(HaveKeyWithValue("withdrawAllEnable", false), HaveKeyWithValue("depositAllEnable", false)))
	})

	It("tells what a key may do", func() {
		Expect(api.signed(buyer, "GET", "/sapi/v1/account/apiRestrictions", "").text).To(MatchJSON(`{"ipRestrict":false,
			"createTime":1515225599999,"enableReading":true,"enableWithdrawals":true,"enableInternalTransfer":false,
			"enableMargin":false,"enableFutures":false,"permitsUniversalTransfer":false,"enableVanillaOptions":false,
			"enableSpotAndMarginTrading":true}`))
		a := api.signed(reader, "GET", "/sapi/v1/account/apiRestrictions", "")
		Expect(a.field("enableWithdrawals")).To(BeFalse())
		Expect(a.field("enableSpotAndMarginTrading")).To(BeFalse())
	})

	It("tells the fees", func() {
		Expect(api.signed(buyer, "GET", "/sapi/v1/asset/tradeFee", "").text).To(Equal(
			`[{"symbol":"BTCJPY","makerCommission":"0.000000","takerCommission":"0.001000"}]`))
	})
})

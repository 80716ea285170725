package binance

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
)

type accountBody struct {
	MakerCommission  int64           `json:"makerCommission"`
	TakerCommission  int64           `json:"takerCommission"`
	BuyerCommission  int64           `json:"buyerCommission"`
	SellerCommission int64           `json:"sellerCommission"`
	CommissionRates  commissionRates `json:"commissionRates"`
	CanTrade         bool            `json:"canTrade"`
	CanWithdraw      bool            `json:"canWithdraw"`
	CanDeposit       bool            `json:"canDeposit"`
	Brokered         bool            `json:"brokered"`
	SelfTrade        bool            `json:"requireSelfTradePrevention"`
	PreventSor       bool            `json:"preventSor"`
	UpdateTime       int64           `json:"updateTime"`
	AccountType      string          `json:"accountType"`
	Balances         []balanceBody   `json:"balances"`
	Permissions      []string        `json:"permissions"`
	UID              uint32          `json:"uid"`
}

type commissionRates struct {
	Maker  string `json:"maker"`
	Taker  string `json:"taker"`
	Buyer  string `json:"buyer"`
	Seller string `json:"seller"`
}

type balanceBody struct {
	Asset  string `json:"asset"`
	Free   string `json:"free"`
	Locked string `json:"locked"`
}

// rate writes parts per million as a decimal share.
func rate(ppm int64) string { return money.Unit{Decimals: 6}.Format(ppm) }

func account(c *call) any {
	rights := c.engine.Rights(c.key, c.now)
	b := accountBody{
		CanTrade: rights&access.Trade != 0, CanWithdraw: rights&access.Withdraw != 0, CanDeposit: true,
		UpdateTime: millis(c.now), AccountType: "SPOT", Permissions: []string{"SPOT"}, UID: c.account,
		CommissionRates: commissionRates{rate(0), rate(0), rate(0), rate(0)},
		Balances:        []balanceBody{},
	}
	if len(c.h.genesis.Markets) > 0 { // every market has its own; the first one's are shown
		s := c.spec(1)
		b.MakerCommission, b.TakerCommission = s.MakerFee/100, s.TakerFee/100
		b.CommissionRates.Maker, b.CommissionRates.Taker = rate(s.MakerFee), rate(s.TakerFee)
	}
	spare := c.request.get("omitZeroBalances") == "true"
	for _, v := range c.engine.Balances(c.account) {
		if spare && v.Free == 0 && v.Locked == 0 {
			continue
		}
		u := c.unit(v.Asset)
		b.Balances = append(b.Balances, balanceBody{u.Code, u.Format(v.Free), u.Format(v.Locked)})
	}
	return b
}

type restrictionsBody struct {
	IPRestrict                     bool  `json:"ipRestrict"`
	CreateTime                     int64 `json:"createTime"`
	EnableReading                  bool  `json:"enableReading"`
	EnableWithdrawals              bool  `json:"enableWithdrawals"`
	EnableInternalTransfer         bool  `json:"enableInternalTransfer"`
	EnableMargin                   bool  `json:"enableMargin"`
	EnableFutures                  bool  `json:"enableFutures"`
	PermitsUniversalTransfer       bool  `json:"permitsUniversalTransfer"`
	EnableVanillaOptions           bool  `json:"enableVanillaOptions"`
	EnableSpotAndMarginTrading     bool  `json:"enableSpotAndMarginTrading"`
	TradingAuthorityExpirationTime int64 `json:"tradingAuthorityExpirationTime,omitempty"`
}

func apiRestrictions(c *call) any {
	key, _ := c.engine.KeyInfo(c.key)
	rights, policy := c.engine.Rights(c.key, c.now), c.engine.AccessPolicy()
	if c.login != nil {
		rights = access.AllScopes
	}
	b := restrictionsBody{
		IPRestrict: policy.AllowLists && len(key.Listed) > 0, CreateTime: millis(key.Created),
		EnableReading: rights&access.Read != 0, EnableWithdrawals: rights&access.Withdraw != 0,
		EnableSpotAndMarginTrading: rights&access.Trade != 0,
	}
	if policy.UnlistedExpiry > 0 && !b.IPRestrict {
		b.TradingAuthorityExpirationTime = millis(key.Confirmed(c.now, policy.UnlistedExpiry) + policy.UnlistedExpiry)
	}
	return b
}

// orderCounts tells how much of the order limits is used.
func orderCounts(c *call) any {
	short, today := c.h.limiter.orders(c.now, c.account, 0)
	out := []limitBody{}
	for _, l := range rateLimits(c.h.options.Limits) {
		switch {
		case l.RateLimitType != "ORDERS":
			continue
		case l.Interval == "SECOND":
			l.Count = &short
		default:
			l.Count = &today
		}
		out = append(out, l)
	}
	return out
}

type feeBody struct {
	Symbol          string `json:"symbol"`
	MakerCommission string `json:"makerCommission"`
	TakerCommission string `json:"takerCommission"`
}

func tradeFee(c *call) any {
	ids, _ := c.symbols()
	out := make([]feeBody, len(ids))
	for i, m := range ids {
		s := c.spec(m)
		out[i] = feeBody{s.Symbol, rate(s.MakerFee), rate(s.TakerFee)}
	}
	return out
}

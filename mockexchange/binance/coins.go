package binance

import "github.com/exdrill/exdrill/mockexchange/money"

// coinBody tells programs at start-up what can be moved, and how.
type coinBody struct {
	Coin              string        `json:"coin"`
	Name              string        `json:"name"`
	DepositAllEnable  bool          `json:"depositAllEnable"`
	WithdrawAllEnable bool          `json:"withdrawAllEnable"`
	Free              string        `json:"free"`
	Locked            string        `json:"locked"`
	Freeze            string        `json:"freeze"`
	Withdrawing       string        `json:"withdrawing"`
	Ipoing            string        `json:"ipoing"`
	Ipoable           string        `json:"ipoable"`
	Storage           string        `json:"storage"`
	IsLegalMoney      bool          `json:"isLegalMoney"`
	Trading           bool          `json:"trading"`
	NetworkList       []networkBody `json:"networkList"`
}

type networkBody struct {
	Network                 string `json:"network"`
	Coin                    string `json:"coin"`
	Name                    string `json:"name"`
	IsDefault               bool   `json:"isDefault"`
	DepositEnable           bool   `json:"depositEnable"`
	WithdrawEnable          bool   `json:"withdrawEnable"`
	DepositDesc             string `json:"depositDesc"`
	WithdrawDesc            string `json:"withdrawDesc"`
	SpecialTips             string `json:"specialTips"`
	ResetAddressStatus      bool   `json:"resetAddressStatus"`
	AddressRegex            string `json:"addressRegex"`
	MemoRegex               string `json:"memoRegex"`
	WithdrawFee             string `json:"withdrawFee"`
	WithdrawMin             string `json:"withdrawMin"`
	WithdrawMax             string `json:"withdrawMax"`
	WithdrawIntegerMultiple string `json:"withdrawIntegerMultiple"`
	MinConfirm              int    `json:"minConfirm"`
	UnLockConfirm           int    `json:"unLockConfirm"`
	SameAddress             bool   `json:"sameAddress"`
	EstimatedArrivalTime    int64  `json:"estimatedArrivalTime"` // minutes
	Busy                    bool   `json:"busy"`
}

func coins(c *call) any {
	balances := c.engine.Balances(c.account)
	out := make([]coinBody, len(c.h.genesis.Assets))
	for i := range out {
		id := uint16(i + 1)
		u := c.unit(id)
		b := coinBody{
			Coin: u.Code, Name: u.Code, Trading: true, NetworkList: c.networks(id),
			Free: u.Format(balances[i].Free), Locked: u.Format(balances[i].Locked),
			Freeze: u.Format(0), Withdrawing: u.Format(0), Ipoing: u.Format(0), Ipoable: u.Format(0), Storage: u.Format(0),
			IsLegalMoney: c.h.genesis.Assets[i].Chain == nil,
		}
		for _, n := range b.NetworkList {
			b.DepositAllEnable, b.WithdrawAllEnable = n.DepositEnable, n.WithdrawEnable
		}
		out[i] = b
	}
	return out
}

// networks is the one chain of an asset, or nothing for money at a bank.
func (c *call) networks(id uint16) []networkBody {
	a := &c.h.genesis.Assets[id-1]
	if a.Chain == nil {
		return []networkBody{}
	}
	u, confirmations := c.unit(id), max(a.Confirmations, 1)
	noWithdrawals, noDeposits := c.engine.Suspended(id)
	return []networkBody{{
		Network: network(a), Coin: a.Code, Name: network(a), IsDefault: true,
		DepositEnable: !noDeposits, WithdrawEnable: !noWithdrawals,
		AddressRegex: "^" + a.Chain.Network + "1[a-z2-7]{40}$", MemoRegex: "^[0-9]{1,20}$",
		WithdrawFee: u.Format(a.WithdrawalFee), WithdrawMin: u.Format(a.MinWithdrawal), WithdrawMax: u.Format(money.MaxSupply),
		WithdrawIntegerMultiple: u.Format(1), MinConfirm: confirmations, UnLockConfirm: confirmations, SameAddress: true,
		EstimatedArrivalTime: int64(a.Chain.BlockInterval.Minutes()) * int64(confirmations),
	}}
}

package binance

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// coin reads the asset that a request names; one that does not exist is 0.
func (c *call) coin() (id uint16, no *refusal) {
	name := c.request.get("coin")
	if name == "" {
		return 0, mandatory.about("coin")
	}
	id, _ = c.h.genesis.AssetID(name)
	return id, nil
}

func readCoin(c *call) (no *refusal) {
	c.command.Asset, no = c.coin()
	return no
}

// readWithdrawal reads a withdrawal. Addresses and coins that do not exist are
// left to the venue, which logs them as withdrawals that it refused.
func readWithdrawal(c *call) (no *refusal) {
	w, r := &c.command, &c.request
	if w.Asset, no = c.coin(); no != nil {
		return no
	}
	text := r.get("address")
	if text == "" {
		return mandatory.about("address")
	}
	if r.get("amount") == "" {
		return mandatory.about("amount")
	}
	if tag := r.get("addressTag"); tag != "" {
		memo, err := strconv.ParseUint(tag, 10, 64)
		if err != nil {
			return &badTag
		}
		w.Memo = memo
	}
	w.Label = r.get("withdrawOrderId")
	if w.Asset == 0 {
		return nil
	}
	w.Address = c.destination(text)
	w.Amount, _, no = r.amount("amount", c.unit(w.Asset))
	return no
}

// destination reads an address of the asset's chain; the zero address if it is
// none, or if the request names another network.
func (c *call) destination(text string) (a chain.Address) {
	spec := c.h.genesis.Assets[c.command.Asset-1].Chain
	if spec == nil {
		return a
	}
	if network := c.request.get("network"); network != "" && !strings.EqualFold(network, spec.Network) {
		return a
	}
	a, _ = chain.ParseAddress(spec.Network, text)
	return a
}

func withdrawn(c *call) any {
	return struct {
		ID string `json:"id"`
	}{strconv.FormatUint(uint64(c.result.Withdrawal), 10)}
}

type withdrawalBody struct {
	ID              string `json:"id"`
	Amount          string `json:"amount"` // as it was asked for, the fee included
	TransactionFee  string `json:"transactionFee"`
	Coin            string `json:"coin"`
	Status          int    `json:"status"`
	Address         string `json:"address"`
	AddressTag      string `json:"addressTag,omitempty"`
	TxID            string `json:"txId"`
	ApplyTime       string `json:"applyTime"`
	CompleteTime    string `json:"completeTime,omitempty"`
	Network         string `json:"network"`
	TransferType    int    `json:"transferType"`
	WithdrawOrderID string `json:"withdrawOrderId,omitempty"`
	Info            string `json:"info"`
	ConfirmNo       int    `json:"confirmNo"`
	WalletType      int    `json:"walletType"`
	TxKey           string `json:"txKey"`
}

// The wallet's numbers for what has become of a withdrawal.
const (
	awaitingApproval = 2
	rejected         = 3
	processing       = 4
	completed        = 6
)

// withdrawalStatus is a state in the wallet's numbers. What is approved and
// not yet signed still waits: its owner can stop it.
func withdrawalStatus(s custody.State) int {
	switch s {
	case custody.Signed, custody.Broadcast:
		return processing
	case custody.Confirmed:
		return completed
	case custody.Rejected:
		return rejected
	}
	return awaitingApproval
}

const (
	defaultRows = 1000
	maxRows     = 1000
)

// readHistory checks what a history may be narrowed by.
func readHistory(c *call) (no *refusal) {
	for _, name := range []string{"status", "offset", "startTime", "endTime"} {
		if _, _, no := c.request.number(name); no != nil {
			return no
		}
	}
	n, no := c.request.count("limit", defaultRows, maxRows)
	if no != nil {
		return no
	}
	if c.request.get("limit") != "" {
		c.command.Limit = uint32(n)
	}
	if c.request.get("coin") == "" {
		return nil
	}
	if c.command.Asset, no = c.coin(); c.command.Asset == 0 && no == nil {
		return &noCoin // 0 would mean all
	}
	return no
}

// within reports whether a row is one of those asked for.
func (c *call) within(at int64, status int) bool {
	want, filtered, _ := c.request.number("status")
	begin, _, _ := c.request.number("startTime")
	end, ends, _ := c.request.number("endTime")
	ms := uint64(millis(at))
	return (!filtered || want == uint64(status)) && ms >= begin && (!ends || ms <= end)
}

// page cuts out the rows that were asked for.
func page[T any](c *call, rows []T) []T {
	limit, _ := c.request.count("limit", defaultRows, maxRows)
	offset, _, _ := c.request.number("offset")
	rows = rows[min(offset, uint64(len(rows))):]
	return rows[:min(limit, len(rows))]
}

func withdrawals(c *call) any {
	out := []withdrawalBody{}
	for _, w := range c.engine.Withdrawals(c.account, c.command.Asset) {
		if status := withdrawalStatus(w.State); c.within(w.RequestedAt, status) {
			out = append(out, c.withdrawal(&w, status))
		}
	}
	return page(c, out)
}

func (c *call) withdrawal(w *custody.Withdrawal, status int) withdrawalBody {
	a := &c.h.genesis.Assets[w.Asset-1]
	u := c.unit(w.Asset)
	b := withdrawalBody{
		ID: strconv.FormatUint(uint64(w.ID), 10), Amount: u.Format(w.Amount), TransactionFee: u.Format(w.Fee),
		Coin: a.Code, Status: status, Address: address(a, w.To), TxID: w.Tx.Text(),
		ApplyTime: clockText(w.RequestedAt), Network: network(a),
	}
	if w.Memo != 0 {
		b.AddressTag = strconv.FormatUint(w.Memo, 10)
	}
	if w.DoneAt != 0 {
		b.CompleteTime = clockText(w.DoneAt)
	}
	if w.State == custody.Confirmed {
		b.ConfirmNo = 1
	}
	return b
}

// clockText is a time as the wallet writes it, in UTC.
func clockText(at int64) string { return time.Unix(0, at).UTC().Format(time.DateTime) }

// network is a chain's name as the wallet writes it.
func network(a *mockexchange.Asset) string {
	if a.Chain == nil {
		return ""
	}
	return upper(a.Chain.Network)
}

type depositBody struct {
	ID            string `json:"id"`
	Amount        string `json:"amount"`
	Coin          string `json:"coin"`
	Network       string `json:"network"`
	Status        int    `json:"status"` // 0 pending, 1 credited
	Address       string `json:"address"`
	AddressTag    string `json:"addressTag"`
	TxID          string `json:"txId"`
	InsertTime    int64  `json:"insertTime"`
	CompleteTime  int64  `json:"completeTime,omitempty"`
	TransferType  int    `json:"transferType"`
	UnlockConfirm int    `json:"unlockConfirm"`
	ConfirmTimes  string `json:"confirmTimes"`
	WalletType    int    `json:"walletType"`
}

func deposits(c *call) any {
	out := []depositBody{}
	for i, d := range c.engine.Deposits(c.account, c.command.Asset) {
		b := c.deposit(i, &d)
		if c.within(d.SeenAt, b.Status) {
			out = append(out, b)
		}
	}
	slices.Reverse(out) // newest first
	return page(c, out)
}

func (c *call) deposit(i int, d *custody.Deposit) depositBody {
	a := &c.h.genesis.Assets[d.Asset-1]
	needed := max(a.Confirmations, 1)
	b := depositBody{
		ID:     a.Code + "-" + strconv.Itoa(i+1),
		Amount: c.unit(d.Asset).Format(d.Amount), Coin: a.Code, Network: network(a), Address: address(a, d.Address),
		AddressTag: strconv.FormatUint(uint64(d.Account), 10), TxID: d.Tx.Text(),
		InsertTime: millis(d.SeenAt), UnlockConfirm: needed,
	}
	confirmed := 1 // the block that it is in; how many came since is not kept
	if d.CreditedAt != 0 {
		b.Status, b.CompleteTime, confirmed = 1, millis(d.CreditedAt), needed
	}
	b.ConfirmTimes = strconv.Itoa(confirmed) + "/" + strconv.Itoa(needed)
	return b
}

func depositAddress(c *call) any {
	a := &c.h.genesis.Assets[c.command.Asset-1]
	return struct {
		Coin    string `json:"coin"`
		Address string `json:"address"`
		Tag     string `json:"tag"`
		URL     string `json:"url"`
	}{a.Code, address(a, c.result.Address), strconv.FormatUint(c.result.Memo, 10), ""}
}

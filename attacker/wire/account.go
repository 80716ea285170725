package wire

import (
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/attacker"
)

// Rights asks what the presented key may do.
func (v *Venue) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	var told struct {
		CreateTime int64 `json:"createTime"` // milliseconds
		Read       bool  `json:"enableReading"`
		Trade      bool  `json:"enableSpotAndMarginTrading"`
		Withdraw   bool  `json:"enableWithdrawals"`
	}
	r := &request{method: http.MethodGet, path: "/sapi/v1/account/apiRestrictions"}
	refusal, err := v.signed(a, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return attacker.Rights{}, refusal, err
	}
	return attacker.Rights{
		Read: told.Read, Trade: told.Trade, Withdraw: told.Withdraw, Created: told.CreateTime * 1e6,
	}, refusal, nil
}

// Balances asks what the account holds.
func (v *Venue) Balances(a attacker.Access) ([]attacker.Balance, attacker.Refusal, error) {
	var told struct {
		Balances []struct {
			Asset  string `json:"asset"`
			Free   string `json:"free"`
			Locked string `json:"locked"`
		} `json:"balances"`
	}
	r := &request{method: http.MethodGet, path: "/api/v3/account"}
	refusal, err := v.signed(a, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return nil, refusal, err
	}
	var dec decimalReader
	list := make([]attacker.Balance, 0, len(told.Balances))
	for _, b := range told.Balances {
		info, err := v.asset(b.Asset)
		if err != nil {
			return nil, "", err
		}
		list = append(list, attacker.Balance{
			Asset: b.Asset, Free: dec.read(b.Free, info.Decimals), Locked: dec.read(b.Locked, info.Decimals),
		})
	}
	return list, refusal, dec.err
}

// Withdraw asks for a withdrawal. The amount includes the venue's fee.
func (v *Venue) Withdraw(a attacker.Access, t attacker.Transfer) (id string, refusal attacker.Refusal, err error) {
	info, err := v.asset(t.Asset)
	if err != nil {
		return "", "", err
	}
	r := &request{method: http.MethodPost, path: "/sapi/v1/capital/withdraw/apply"}
	r.form.add("coin", t.Asset)
	r.form.add("address", t.Address)
	if t.Memo != 0 {
		r.form.add("addressTag", strconv.FormatUint(t.Memo, 10))
	}
	r.form.add("amount", write(t.Amount, info.Decimals))
	var told struct {
		ID string `json:"id"`
	}
	refusal, err = v.signed(a, r, &told)
	return told.ID, refusal, err
}

// Withdrawals asks what became of the account's withdrawals.
func (v *Venue) Withdrawals(a attacker.Access) ([]attacker.Withdrawal, attacker.Refusal, error) {
	var told []struct {
		ID      string `json:"id"`
		Coin    string `json:"coin"`
		Amount  string `json:"amount"`
		Address string `json:"address"`
		Status  int    `json:"status"`
		TxID    string `json:"txId"`
	}
	r := &request{method: http.MethodGet, path: "/sapi/v1/capital/withdraw/history"}
	refusal, err := v.signed(a, r, &told)
	if err != nil || refusal != attacker.Accepted {
		return nil, refusal, err
	}
	var dec decimalReader
	list := make([]attacker.Withdrawal, 0, len(told))
	for _, w := range told {
		info, err := v.asset(w.Coin)
		if err != nil {
			return nil, "", err
		}
		list = append(list, attacker.Withdrawal{
			ID: w.ID, Asset: w.Coin, Amount: dec.read(w.Amount, info.Decimals),
			Address: w.Address, Status: withdrawalStatus(w.Status), TxID: w.TxID,
		})
	}
	return list, refusal, dec.err
}

// withdrawalStatus turns the protocol's number into the thief's word: 4 is
// being processed, 6 completed, 1 cancelled, 3 rejected, 5 failed; 0 and 2 wait for
// somebody's consent.
func withdrawalStatus(n int) string {
	switch n {
	case 4:
		return "sent"
	case 6:
		return "done"
	case 1, 3, 5:
		return "rejected"
	}
	return "waiting"
}

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
	r.form.add("withdrawOrderId", t.Name)
	var told struct {
		ID string `json:"id"`
	}
	refusal, err = v.signed(a, r, &told)
	return told.ID, refusal, err
}

package wire

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/exdrill/exdrill/attacker"
)

// errorCode is what a code of the venue says to a thief. Codes that say several
// things are told apart by their text; an empty text stands for every other.
type errorCode struct {
	code    int
	text    string
	refusal attacker.Refusal
}

// errorCodes is the one table of the venue's codes. The first row that fits
// counts.
var errorCodes = []errorCode{
	{-1003, "", attacker.RateRefused}, // too much request weight
	{-1015, "", attacker.RateRefused}, // too many orders
	{-1013, "Market is closed.", attacker.MarketRefused},
	{-1013, "", attacker.FilterRefused},
	{-1111, "", attacker.FilterRefused}, // too many decimals
	{-1121, "", attacker.MarketRefused}, // no such symbol
	{-1022, "", attacker.KeyRefused},    // signature
	{-2014, "", attacker.KeyRefused},    // malformed key
	{-2015, "", attacker.KeyRefused},    // key, address or permission
	{-2010, "Account has insufficient balance for requested action.", attacker.FundsRefused},
	{-2010, "Market is closed.", attacker.MarketRefused},
	{-2010, "This symbol is not permitted for this account.", attacker.MarketRefused},
	{-2010, "Order would immediately match and take.", attacker.FilterRefused},
	{-2010, "", attacker.OtherRefused},
	{-2011, "", attacker.OrderUnknown},
	{-2013, "", attacker.OrderUnknown},
	{-4007, "", attacker.AddressRefused},
	{-4019, "", attacker.WithdrawalRefused}, // withdrawals are suspended
	{-4026, "", attacker.FundsRefused},
	{-4060, "", attacker.WithdrawalRefused}, // over a limit
	{-4104, "", attacker.WithdrawalRefused}, // over a limit
}

// The codes of the wallet interface, which all but a few of meanings are about
// withdrawals.
const (
	walletFirst = -4999
	walletLast  = -4000
)

// refusalFor is what a code and its text say.
func refusalFor(code int, text string) attacker.Refusal {
	for _, m := range errorCodes {
		if m.code == code && (m.text == "" || m.text == text) {
			return m.refusal
		}
	}
	if code >= walletFirst && code <= walletLast {
		return attacker.WithdrawalRefused
	}
	return attacker.OtherRefused
}

// refusalOf reads the answer to a request that was not done.
func refusalOf(r *request, status int, body []byte) (attacker.Refusal, error) {
	switch {
	case status == http.StatusTooManyRequests || status == http.StatusTeapot:
		return attacker.RateRefused, nil
	case status < 400 || status >= 500:
		return "", fmt.Errorf("%s %s: status %d", r.method, r.path, status)
	}
	var told struct {
		Code int    `json:"code"`
		Text string `json:"msg"`
	}
	if err := json.Unmarshal(body, &told); err != nil || told.Code == 0 {
		return "", fmt.Errorf("%s %s: status %d without a code", r.method, r.path, status)
	}
	return refusalFor(told.Code, told.Text), nil
}

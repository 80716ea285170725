package wire

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// parse reads a decimal exactly. A venue may write more decimals than the unit
// has, as long as they are zeros.
func parse(text string, decimals uint8) (int64, error) {
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return money.Unit{Decimals: decimals}.Parse(text)
}

// write is the decimal of an amount; empty for 0, which is not sent.
func write(amount int64, decimals uint8) string {
	if amount == 0 {
		return ""
	}
	return money.Unit{Decimals: decimals}.Format(amount)
}

func (v *Venue) asset(code string) (attacker.AssetInfo, error) {
	for _, a := range v.assets {
		if a.Code == code {
			return a, nil
		}
	}
	return attacker.AssetInfo{}, fmt.Errorf("asset %q is not among those that the thief knows", code)
}

func (v *Venue) market(name string) (attacker.MarketInfo, error) {
	for _, m := range v.markets {
		if m.Name == name {
			return m, nil
		}
	}
	return attacker.MarketInfo{}, fmt.Errorf("market %q is not among those that the thief knows", name)
}

// decimalReader parses several decimals and keeps the first error.
type decimalReader struct{ err error }

func (r *decimalReader) read(text string, decimals uint8) int64 {
	n, err := parse(text, decimals)
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("amount: %w", err)
	}
	return n
}

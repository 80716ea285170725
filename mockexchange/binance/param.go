package binance

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/mockexchange/money"
)

const (
	digitsRange  = "^[0-9]{1,20}$"
	decimalRange = `^([0-9]{1,20})(\.[0-9]{1,20})?$`
	labelRange   = `^[\.A-Z\:/a-z0-9_-]{1,36}$`
)

// number reads a whole number; 0 and not there if it was not sent.
func (r *request) number(name string) (n uint64, there bool, no *refusal) {
	text := r.get(name)
	if text == "" {
		return 0, false, nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, true, illegal.about(name, digitsRange)
	}
	return n, true, nil
}

// count reads how many rows a client wants, from 1 to most.
func (r *request) count(name string, standard, most int) (int, *refusal) {
	n, there, no := r.number(name)
	switch {
	case no != nil:
		return 0, no
	case !there:
		return standard, nil
	case n == 0:
		return 0, badLimit.about(name)
	case n > uint64(most):
		return most, nil
	}
	return int(n), nil
}

// amount reads a decimal amount exactly; 0 and not there if it was not sent.
// Zeros behind the asset's last decimal do no harm: programs pad numbers.
func (r *request) amount(name string, u money.Unit) (n int64, there bool, no *refusal) {
	text := r.get(name)
	if text == "" {
		return 0, false, nil
	}
	whole, part, pointed := strings.Cut(text, ".")
	if !digits(whole) || pointed && !digits(part) {
		return 0, true, illegal.about(name, decimalRange)
	}
	if len(part) > int(u.Decimals) {
		if strings.Trim(part[u.Decimals:], "0") != "" {
			return 0, true, precision.about(name)
		}
		part = part[:u.Decimals]
	}
	if part != "" {
		whole += "." + part
	}
	n, err := u.Parse(whole)
	if err != nil {
		return 0, true, illegal.about(name, decimalRange)
	}
	return n, true, nil
}

// digits reports whether a text is one to twenty digits.
func digits(text string) bool {
	if len(text) == 0 || len(text) > 20 {
		return false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// label reads a client's own name for an order.
func (r *request) label(name string) (string, *refusal) {
	text := r.get(name)
	if len(text) > 36 {
		return "", illegal.about(name, labelRange)
	}
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && !strings.ContainsRune(".:/_-", c) {
			return "", illegal.about(name, labelRange)
		}
	}
	return text, nil
}

// symbol reads the market that must be named.
func (c *call) symbol() (uint16, *refusal) {
	name := c.request.get("symbol")
	if name == "" {
		return 0, mandatory.about("symbol")
	}
	id, ok := c.h.genesis.MarketID(name)
	if !ok {
		return 0, &badSymbol
	}
	return id, nil
}

// symbols reads the markets that may be named, one by symbol or several by
// symbols; none means all.
func (c *call) symbols() (ids []uint16, no *refusal) {
	names := []string{c.request.get("symbol")}
	if list := c.request.get("symbols"); list != "" {
		if json.Unmarshal([]byte(list), &names) != nil || len(names) == 0 {
			return nil, illegal.about("symbols", `^\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\]$`)
		}
	} else if names[0] == "" {
		return c.allMarkets(), nil
	}
	for _, name := range names {
		id, ok := c.h.genesis.MarketID(name)
		if !ok {
			return nil, &badSymbol
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (c *call) allMarkets() []uint16 {
	ids := make([]uint16, len(c.h.genesis.Markets))
	for i := range ids {
		ids[i] = uint16(i + 1)
	}
	return ids
}

// readSymbols and readSymbol check what reads may name.
func readSymbols(c *call) *refusal {
	_, no := c.symbols()
	return no
}

func readSymbol(c *call) (no *refusal) {
	if c.request.get("symbol") != "" {
		c.command.Market, no = c.symbol()
	}
	return no
}

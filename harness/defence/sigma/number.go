package sigma

import (
	"math/big"
	"strconv"
	"strings"
)

// number is exact: an int64, or a fraction where that does not do. Integers
// never go through floating point.
type number struct {
	n   int64
	rat *big.Rat // nil for integers
}

// Bounds of what counts as a number: nobody writes longer ones, and a short
// text such as 1e999999999 would fill the memory.
const (
	maxDigits   = 64
	maxExponent = 99
)

// parseNumber reads a decimal number, with a point or an exponent or without.
func parseNumber(s string) (n number, ok bool) {
	if i, err := strconv.ParseInt(s, 10, 64); err == nil && s[0] != '+' {
		return number{n: i}, true
	}
	if s == "" || len(s) > maxDigits || strings.Trim(s, "0123456789.eE+-") != "" {
		return number{}, false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > maxExponent || e < -maxExponent {
			return number{}, false
		}
	}
	rat, ok := new(big.Rat).SetString(s)
	if !ok {
		return number{}, false
	}
	if rat.IsInt() && rat.Num().IsInt64() {
		return number{n: rat.Num().Int64()}, true
	}
	return number{rat: rat}, true
}

func (a number) compare(b number) int {
	if a.rat == nil && b.rat == nil {
		return compareInt(a.n, b.n)
	}
	return a.fraction().Cmp(b.fraction())
}

func (a number) fraction() *big.Rat {
	if a.rat != nil {
		return a.rat
	}
	return new(big.Rat).SetInt64(a.n)
}

func (a number) String() string {
	if a.rat == nil {
		return strconv.FormatInt(a.n, 10)
	}
	if d, exact := a.rat.FloatPrec(); exact {
		return a.rat.FloatString(d)
	}
	return a.rat.RatString()
}

func compareInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// order is a comparison by size.
type order uint8

const (
	lessThan order = iota
	atMost
	greaterThan
	atLeast
	equal
	unequal
)

var orders = map[string]order{"lt": lessThan, "lte": atMost, "gt": greaterThan, "gte": atLeast, "eq": equal, "neq": unequal}

// String is the comparison as rules write it.
func (o order) String() string { return [...]string{"lt", "lte", "gt", "gte", "eq", "neq"}[o] }

// holds says what the sign of a comparison comes to.
func (o order) holds(sign int) bool {
	switch o {
	case lessThan:
		return sign < 0
	case atMost:
		return sign <= 0
	case greaterThan:
		return sign > 0
	case atLeast:
		return sign >= 0
	case equal:
		return sign == 0
	}
	return sign != 0
}

package score

import "github.com/exdrill/exdrill/mockexchange/money"

// bill adds up what honest people suffered.
type bill [Kinds]Item

// Item is one row of a bill of harm. Count counts heads; Value and Price are
// weighted, so that a shrunken population still costs what it stands for.
type Item struct {
	Kind  Kind  `json:"kind"`
	Count int64 `json:"count"`
	Value int64 `json:"value"` // what was at stake, base units of the reference currency
	Price int64 `json:"price"` // base units of the reference currency
}

// charge puts one item on the bill, weighted in parts per million. Somebody
// who does not count costs nothing.
func (b *bill) charge(k Kind, value, price, weight int64) {
	if weight <= 0 {
		return
	}
	row := &b[k]
	row.Count++
	row.Value = add(row.Value, weighted(value, weight, money.Down))
	row.Price = add(row.Price, weighted(price, weight, money.Up))
}

func weighted(amount, weight int64, r money.Rounding) int64 {
	if weight == Whole {
		return amount
	}
	w, _ := money.MulDiv(amount, weight, Whole, r)
	return w
}

// items is the bill with a row for every kind.
func (b *bill) items() []Item {
	rows := make([]Item, Kinds)
	for k := range b {
		rows[k] = b[k]
		rows[k].Kind = Kind(k)
	}
	return rows
}

// HarmTotal is the sum of the bill, base units of the reference currency.
func (t *Tally) HarmTotal() (sum int64) {
	for _, row := range t.Harm {
		sum = add(sum, row.Price)
	}
	return sum
}

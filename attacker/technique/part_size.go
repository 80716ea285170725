package technique

import (
	"github.com/exdrill/exdrill/mockexchange/money"
)

// partSize is the size of the next of n parts of an amount, each of at least
// least and a multiple of step. Sizes differ by up to a fifth from equal ones,
// because equal ones would give the thief away. The last part takes the rest, as
// far as the step allows. 0 means that the amount is too small for even one.
func partSize(amount int64, n int, least, step int64, c *Chance) int64 {
	least, step = max(least, 1), max(step, 1)
	amount -= amount % step
	least = ceil(least, step)
	if amount < least {
		return 0
	}
	n = min(n, fits(amount, least))
	if n <= 1 {
		return amount
	}
	size := scale(amount/int64(n), c.Between(800_000, 1_200_000))
	size -= size % step
	return min(max(size, least), amount-int64(n-1)*least)
}

// fits is how many parts of at least least an amount has.
func fits(amount, least int64) int {
	return int(max(amount, 0) / max(least, 1))
}

// million is the denominator of shares.
const million = 1_000_000

// scale is a share of an amount, in parts per million, rounded down; the
// amount itself if that leaves the range of an int64.
func scale(amount, ppm int64) int64 {
	scaled, ok := money.MulDiv(amount, ppm, million, money.Down)
	if !ok {
		return amount
	}
	return scaled
}

// ceil is the next multiple of step that is not below n.
func ceil(n, step int64) int64 {
	if rest := n % step; rest != 0 {
		return n + step - rest
	}
	return n
}

// share is one pile that requests are dealt to.
type share struct {
	worth int64 // how much there is, in a measure that all shares have in common
	parts int   // requests dealt so far
	most  int   // how many parts it has at most
}

// distribute hands out n more requests, each to the pile whose parts would still
// be the greatest with one more; among equal ones to the first. Requests that no
// pile has room for are left over.
func distribute(shares []share, n int) {
	for ; n > 0; n-- {
		best := -1
		for i, s := range shares {
			if s.parts < s.most && (best < 0 || perPart(s) > perPart(shares[best])) {
				best = i
			}
		}
		if best < 0 {
			return
		}
		shares[best].parts++
	}
}

func perPart(s share) int64 { return s.worth / int64(s.parts+1) }

package money

// Precision is with how many digits somebody writes numbers: element n is the
// share, in parts per million, of those with n+1 digits before the noughts.
// Whatever the shares leave over is written in full.
type Precision []int64

// Round is n, at least 1, as it is written by whom a draw from 0 to 999,999
// picks. Rounded down it never exceeds n and is never 0; rounded up, a number
// that would leave the range of an int64 stays as it is.
func (p Precision) Round(n, draw int64, r Rounding) int64 {
	for digits, share := range p {
		if draw -= share; draw < 0 {
			return significant(n, digits+1, r)
		}
	}
	return n
}

// significant is n with so many digits before the noughts.
func significant(n int64, digits int, r Rounding) int64 {
	bound, unit := Pow10(uint8(digits)), int64(1)
	for n/unit >= bound {
		unit *= 10
	}
	whole, ok := MulDiv(n, 1, unit, r)
	if ok {
		whole, ok = MulDiv(whole, unit, 1, r)
	}
	if !ok {
		return n
	}
	return whole
}

package custody

// rolling is a sum over the last stretch of time.
type rolling struct {
	window  int64 // nanoseconds
	entries []entry
	sum     int64
}

type entry struct{ at, amount int64 }

// add counts an amount.
func (r *rolling) add(now, amount int64) {
	r.entries = append(r.entries, entry{now, amount})
	r.sum += amount
}

// total is the sum over the window that ends now.
func (r *rolling) total(now int64) int64 {
	old := 0
	for old < len(r.entries) && r.entries[old].at <= now-r.window {
		r.sum -= r.entries[old].amount
		old++
	}
	r.entries = r.entries[old:]
	return r.sum
}

package analyst

// Recent remembers the latest of many things, up to half of its room at least.
type Recent[K comparable] struct {
	young, old map[K]struct{}
}

// recentRoom is how many a Recent remembers at most.
const recentRoom = 1 << 17

// Add remembers something.
func (r *Recent[K]) Add(what K) {
	if r.young == nil || len(r.young) >= recentRoom/2 {
		r.young, r.old = make(map[K]struct{}), r.young
	}
	r.young[what] = struct{}{}
}

// Has reports whether something is remembered.
func (r *Recent[K]) Has(what K) bool {
	if _, ok := r.young[what]; ok {
		return true
	}
	_, ok := r.old[what]
	return ok
}

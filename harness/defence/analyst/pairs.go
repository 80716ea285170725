package analyst

// Pairs remember who was seen with whom: Bloom filters, one that is being filled
// and one of what is settled, so that somebody who comes today does not count as
// an old acquaintance tomorrow morning. They may take strangers for acquaintances,
// one in a hundred when they are full, and never the reverse.
type Pairs struct {
	young, settled []uint64
	began          int64
	settles        int64 // nanoseconds
}

// filterBits is the size of a filter: some 200,000 pairs fill it.
const filterBits = 1 << 21

// NewPairs settle what they saw after so long.
func NewPairs(settles int64) *Pairs {
	return &Pairs{young: make([]uint64, filterBits/64), settled: make([]uint64, filterBits/64), settles: settles}
}

// News reports whether two were not seen together before, or only lately, and notes
// that they are now.
func (p *Pairs) News(a, b uint32, now int64) bool {
	if p.began == 0 {
		p.began = now
	}
	if now-p.began >= p.settles {
		for i := range p.young {
			p.settled[i] |= p.young[i]
			p.young[i] = 0
		}
		p.began = now
	}
	h := mix(uint64(a)<<32 | uint64(b))
	step, news := h>>32|1, false
	for range 4 {
		at := h % filterBits
		news = news || p.settled[at/64]>>(at%64)&1 == 0
		p.young[at/64] |= 1 << (at % 64)
		h += step
	}
	return news
}

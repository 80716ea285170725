package analyst

// Tail says how rare a level is, by how many were as high or higher.
type Tail struct {
	counts [256]int64
	n      int64
}

// forgetAt is how many observations a Tail has before it halves them all: the
// latest half of them then weighs as much as all before.
const forgetAt = 1 << 14

// Of is the surprise of a level, from 0 to 255, and counts it.
func (t *Tail) Of(level int) Bits {
	level = min(max(level, 0), len(t.counts)-1)
	k := int64(0)
	for _, c := range t.counts[level:] {
		k += c
	}
	s := surprise(k, t.n)
	t.counts[level]++
	if t.n++; t.n >= forgetAt {
		t.n = 0
		for i := range t.counts {
			t.counts[i] /= 2
			t.n += t.counts[i]
		}
	}
	return s
}

// If is the surprise that something is so at all; what is not so surprises nobody.
func (t *Tail) If(yes bool) Bits {
	level := 0
	if yes {
		level = 1
	}
	s := t.Of(level)
	if !yes {
		return 0
	}
	return s
}

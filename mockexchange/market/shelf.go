package market

// slot is a place on a shelf; 0 is no place.
type slot int32

// node is a resting order and its neighbours in the two queues it stands in.
type node struct {
	order      Order
	prev, next slot // at its price, oldest first; next also chains the free slots
	older      slot // of its account; the oldest one's is the newest
	newer      slot // of its account; the newest one's is the oldest
}

// shelf keeps resting orders in one slice and uses emptied slots again, so that
// a book in steady traffic allocates nothing.
type shelf struct {
	nodes []node // the first is no place
	empty slot   // the first of the free slots
	count int    // orders on the shelf
}

func newShelf() shelf { return shelf{nodes: make([]node, 1, 64)} }

func (s *shelf) at(i slot) *node { return &s.nodes[i] }

// put stores an order that stands in no queue yet.
func (s *shelf) put(o *Order) slot {
	s.count++
	i := s.empty
	if i == 0 {
		s.nodes = append(s.nodes, node{order: *o})
		return slot(len(s.nodes) - 1)
	}
	n := &s.nodes[i]
	s.empty = n.next
	n.order = *o
	n.prev, n.next = 0, 0
	return i
}

// take frees the slot of an order that stands in no queue any more.
func (s *shelf) take(i slot) {
	s.count--
	n := &s.nodes[i]
	n.order.Label = "" // lets go of the text
	n.next, s.empty = s.empty, i
}

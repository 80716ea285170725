package market

// slot is a place in a pool; 0 is no place.
type slot int32

// node is a resting order and its neighbours in the two queues it stands in.
type node struct {
	order      Order
	prev, next slot // at its price, oldest first; next also chains the free slots
	older      slot // of its account; the oldest one's is the newest
	newer      slot // of its account; the newest one's is the oldest
}

// orderPool keeps resting orders in one slice and uses emptied slots again, so
// that a book in steady traffic allocates nothing.
type orderPool struct {
	nodes []node // the first is no place
	empty slot   // the first of the free slots
	count int    // orders in the pool
}

func newOrderPool() orderPool { return orderPool{nodes: make([]node, 1, 64)} }

func (p *orderPool) at(i slot) *node { return &p.nodes[i] }

// put stores an order that stands in no queue yet.
func (p *orderPool) put(o *Order) slot {
	p.count++
	i := p.empty
	if i == 0 {
		p.nodes = append(p.nodes, node{order: *o})
		return slot(len(p.nodes) - 1)
	}
	n := &p.nodes[i]
	p.empty = n.next
	n.order = *o
	n.prev, n.next = 0, 0
	return i
}

// take frees the slot of an order that stands in no queue any more.
func (p *orderPool) take(i slot) {
	p.count--
	n := &p.nodes[i]
	n.order.Label = "" // lets go of the text
	n.next, p.empty = p.empty, i
}

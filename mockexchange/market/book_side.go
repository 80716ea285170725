package market

// level is the queue of orders at one price.
type level struct {
	price      int64
	quantity   int64
	head, tail slot // oldest and newest
	orders     int32
}

// bookSide is one side of a book: its levels by price with the best at the end,
// where levels come and go most.
type bookSide struct {
	levels   []level
	sign     int64 // 1 for bids, -1 for asks: sign*price grows along levels
	quantity int64 // all that rests here, base units of the base asset
	locked   int64 // all that is reserved for it
}

// best is the level that trades first, nil if nothing rests.
func (s *bookSide) best() *level {
	if len(s.levels) == 0 {
		return nil
	}
	return &s.levels[len(s.levels)-1]
}

// crosses says whether an order of the other side with this limit trades with
// the best level.
func (s *bookSide) crosses(limit int64) bool {
	best := s.best()
	return best != nil && s.sign*best.price >= s.sign*limit
}

// near is how many levels from the best one are looked at one by one, where
// almost all of the traffic is, before the search goes on by halves.
const near = 4

// find is where the level of a price is, or where it would have to go in.
func (s *bookSide) find(price int64) (i int, found bool) {
	key := s.sign * price
	high := len(s.levels)
	for range near {
		if high == 0 || s.sign*s.levels[high-1].price < key {
			return high, false
		}
		high--
		if s.levels[high].price == price {
			return high, true
		}
	}
	low := 0
	for low < high {
		middle := int(uint(low+high) / 2)
		if s.sign*s.levels[middle].price < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(s.levels) && s.levels[low].price == price
}

// levelAt finds the level of a price, or makes room for it.
func (s *bookSide) levelAt(price int64) *level {
	i, found := s.find(price)
	if !found {
		s.levels = append(s.levels, level{})
		copy(s.levels[i+1:], s.levels[i:])
		s.levels[i] = level{price: price}
	}
	return &s.levels[i]
}

// drop removes an emptied level.
func (s *bookSide) drop(i int) {
	copy(s.levels[i:], s.levels[i+1:])
	s.levels = s.levels[:len(s.levels)-1]
}

// queue puts an order at the end of its level.
func (l *level) queue(p *orderPool, i slot) {
	n := p.at(i)
	n.prev, n.next = l.tail, 0
	if l.tail == 0 {
		l.head = i
	} else {
		p.at(l.tail).next = i
	}
	l.tail = i
	l.orders++
	l.quantity += n.order.Remaining
}

// leave takes an order out of its level, wherever it stands.
func (l *level) leave(p *orderPool, i slot) {
	n := p.at(i)
	if n.prev == 0 {
		l.head = n.next
	} else {
		p.at(n.prev).next = n.next
	}
	if n.next == 0 {
		l.tail = n.prev
	} else {
		p.at(n.next).prev = n.prev
	}
	l.orders--
	l.quantity -= n.order.Remaining
}

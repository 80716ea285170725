package market

// level is the queue of orders at one price.
type level struct {
	price      int64
	quantity   int64
	head, tail slot // oldest and newest
	orders     int32
}

// ladder is one side of a book: its levels by price with the best at the end,
// where levels come and go most.
type ladder struct {
	levels   []level
	sign     int64 // 1 for bids, -1 for asks: sign*price grows along levels
	quantity int64 // all that rests here, base units of the base asset
	locked   int64 // all that is reserved for it
}

// best is the level that trades first, nil if nothing rests.
func (l *ladder) best() *level {
	if len(l.levels) == 0 {
		return nil
	}
	return &l.levels[len(l.levels)-1]
}

// crosses says whether an order of the other side with this limit trades with
// the best level.
func (l *ladder) crosses(limit int64) bool {
	best := l.best()
	return best != nil && l.sign*best.price >= l.sign*limit
}

// near is how many levels from the best one are looked at one by one, where
// almost all of the traffic is, before the search goes on by halves.
const near = 4

// find is where the level of a price is, or where it would have to go in.
func (l *ladder) find(price int64) (i int, found bool) {
	key := l.sign * price
	high := len(l.levels)
	for range near {
		if high == 0 || l.sign*l.levels[high-1].price < key {
			return high, false
		}
		high--
		if l.levels[high].price == price {
			return high, true
		}
	}
	low := 0
	for low < high {
		middle := int(uint(low+high) / 2)
		if l.sign*l.levels[middle].price < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(l.levels) && l.levels[low].price == price
}

// open finds the level of a price, or makes room for it.
func (l *ladder) open(price int64) *level {
	i, found := l.find(price)
	if !found {
		l.levels = append(l.levels, level{})
		copy(l.levels[i+1:], l.levels[i:])
		l.levels[i] = level{price: price}
	}
	return &l.levels[i]
}

// drop removes an emptied level.
func (l *ladder) drop(i int) {
	copy(l.levels[i:], l.levels[i+1:])
	l.levels = l.levels[:len(l.levels)-1]
}

// queue puts an order at the end of its level.
func (l *level) queue(s *shelf, i slot) {
	n := s.at(i)
	n.prev, n.next = l.tail, 0
	if l.tail == 0 {
		l.head = i
	} else {
		s.at(l.tail).next = i
	}
	l.tail = i
	l.orders++
	l.quantity += n.order.Remaining
}

// leave takes an order out of its level, wherever it stands.
func (l *level) leave(s *shelf, i slot) {
	n := s.at(i)
	if n.prev == 0 {
		l.head = n.next
	} else {
		s.at(n.prev).next = n.next
	}
	if n.next == 0 {
		l.tail = n.prev
	} else {
		s.at(n.next).prev = n.prev
	}
	l.orders--
	l.quantity -= n.order.Remaining
}

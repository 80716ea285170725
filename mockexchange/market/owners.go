package market

import "slices"

// owners leads from an account to its resting orders: by account id the slot of
// the oldest one, 0 if the account has none. From there the orders of an account
// form a ring in the order of their ids.
type owners []slot

func (w *owners) join(s *shelf, i slot) {
	n := s.at(i)
	account := int(n.order.Account)
	if account >= len(*w) {
		*w = slices.Grow(*w, account+1-len(*w))[:account+1]
	}
	oldest := (*w)[account]
	if oldest == 0 {
		n.older, n.newer = i, i
		(*w)[account] = i
		return
	}
	newest := s.at(oldest).older
	n.older, n.newer = newest, oldest
	s.at(newest).newer, s.at(oldest).older = i, i
}

func (w owners) leave(s *shelf, i slot) {
	n := s.at(i)
	if n.newer == i {
		w[n.order.Account] = 0
		return
	}
	s.at(n.older).newer, s.at(n.newer).older = n.newer, n.older
	if w[n.order.Account] == i {
		w[n.order.Account] = n.newer
	}
}

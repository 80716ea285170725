package market

import (
	"errors"
	"fmt"
)

// ErrBroken is inside every error that Book.Check returns.
var ErrBroken = errors.New("the book is broken")

// Check says which invariant of the book is broken, nil if none is. It reads
// everything; it is for tests and for checks at intervals.
func (b *Book) Check() error {
	bids, err := b.checkSide(Buy)
	if err != nil {
		return err
	}
	asks, err := b.checkSide(Sell)
	if err != nil {
		return err
	}
	bid, _ := b.BestBid()
	ask, _ := b.BestAsk()
	switch {
	case b.Crossed() && !b.collectsOrders():
		return fmt.Errorf("%w: bid %d crosses ask %d", ErrBroken, bid, ask)
	case bids+asks != b.Open() || b.index.count != b.Open():
		return fmt.Errorf("%w: %d bids, %d asks, %d indexed, %d open", ErrBroken, bids, asks, b.index.count, b.Open())
	}
	return b.checkAccounts()
}

// checkSide counts the orders of a side.
func (b *Book) checkSide(side Side) (orders int, err error) {
	s := b.side(side)
	var quantity, locked int64
	for i := range s.levels {
		at := &s.levels[i]
		if i > 0 && s.sign*s.levels[i-1].price >= s.sign*at.price {
			return 0, fmt.Errorf("%w: %s level %d is out of order", ErrBroken, side, at.price)
		}
		held, err := b.checkLevel(side, at)
		if err != nil {
			return 0, err
		}
		orders += int(at.orders)
		quantity += at.quantity
		locked += held
	}
	if quantity != s.quantity || locked != s.locked {
		return 0, fmt.Errorf("%w: %s sums are %d and %d, kept as %d and %d",
			ErrBroken, side, quantity, locked, s.quantity, s.locked)
	}
	return orders, nil
}

// checkLevel sums what the orders of a level have locked.
func (b *Book) checkLevel(side Side, at *level) (locked int64, err error) {
	var quantity int64
	var orders int32
	var before slot
	var newest uint64
	for i := at.head; i != 0; i = b.pool.at(i).next {
		n := b.pool.at(i)
		o := &n.order
		switch {
		case o.Side != side || o.Price != at.price || n.prev != before || o.ID <= newest:
			return 0, fmt.Errorf("%w: order %d stands in the wrong place", ErrBroken, o.ID)
		case o.Remaining <= 0 || o.Remaining+o.Executed != o.Quantity:
			return 0, fmt.Errorf("%w: order %d of %d: %d executed, %d left", ErrBroken, o.ID, o.Quantity, o.Executed, o.Remaining)
		case o.Locked < b.spec.reserve(side, o.Price, o.Remaining):
			return 0, fmt.Errorf("%w: order %d has only %d locked", ErrBroken, o.ID, o.Locked)
		case b.index.slot(o.ID) != i:
			return 0, fmt.Errorf("%w: order %d is not in the index", ErrBroken, o.ID)
		}
		quantity, locked, orders = quantity+o.Remaining, locked+o.Locked, orders+1
		before, newest = i, o.ID
	}
	if orders == 0 || orders != at.orders || quantity != at.quantity || before != at.tail {
		return 0, fmt.Errorf("%w: %s level %d has %d orders of %d", ErrBroken, side, at.price, orders, quantity)
	}
	return locked, nil
}

// checkAccounts walks every account's orders: together they must be all.
func (b *Book) checkAccounts() error {
	var all []Order
	for account := range b.accounts {
		mine := b.Orders(uint32(account), nil)
		for i, o := range mine {
			if o.Account != uint32(account) || i > 0 && mine[i-1].ID >= o.ID {
				return fmt.Errorf("%w: order %d is listed under account %d", ErrBroken, o.ID, account)
			}
		}
		all = append(all, mine...)
	}
	if len(all) != b.Open() {
		return fmt.Errorf("%w: accounts list %d orders, %d are open", ErrBroken, len(all), b.Open())
	}
	return nil
}

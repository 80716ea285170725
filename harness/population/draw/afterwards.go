package draw

import "github.com/exdrill/exdrill/harness/population/model"

// afterwards chooses who trades on after the clock: breakout traders, and
// customers from all over the groups.
func (b *builder) afterwards() (err error) {
	from := b.sc.Population.Afterwards
	if from == nil {
		return nil
	}
	c, clock := b.model, &b.sc.Clock
	a := &c.Afterwards
	if a.Order, err = b.heavy(&from.Order); err != nil {
		return err
	}
	a.Every, a.Until = int64(from.Every.Value), clock.RunEnd()
	if clock.Epilogue != nil {
		a.Until = clock.Epilogue.Unix
	}
	var customers []int32
	for i := range c.Holders {
		switch r := &c.Holders[i]; {
		case c.Groups[r.Group].Kind == model.BreakoutTraders:
			a.Who = append(a.Who, int32(i))
		case c.Groups[r.Group].Kind == model.Customers && !r.Idle && r.Victim == 0:
			customers = append(customers, int32(i))
		}
	}
	some := min(int(from.Customers.Value), len(customers))
	for n := range some {
		a.Who = append(a.Who, customers[n*len(customers)/some])
	}
	return nil
}

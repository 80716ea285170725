package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// relocation is one vendor's move: from then on all its customers' programs
// call from other addresses.
type relocation struct {
	at     int64 // virtual nanoseconds
	to     span
	group  int
	vendor int
	listed int64 // share of allow-lists that name the new addresses in time, parts per million
}

// moves draws the new addresses of the vendors that move.
func (b *builder) moves() error {
	s := sim.NewStream(b.shared.seed, 0, forMoving)
	moves := b.world.Whole.Population.Moves
	for i := range moves {
		from := &moves[i]
		if b.named(from.Group) < 0 && len(b.world.Whole.Venues) > 1 {
			if err := b.elsewhere(&s, from); err != nil {
				return err
			}
			continue
		}
		g := b.numbered(from.Group)
		if g < 0 || from.Vendors.Value > int64(len(b.vendors[g])) {
			return bad(from.Vendors.Pos, "%d vendors of group %q move, expected at most %d", from.Vendors.Value, from.Group.Text, b.count(g))
		}
		for v := range from.Vendors.Value {
			to, err := b.addresses(&s, &from.Sources)
			if err != nil {
				return err
			}
			b.cast.moves = append(b.cast.moves, relocation{from.At.Unix, to, g, int(v), from.Listed.PPM})
		}
	}
	return nil
}

// elsewhere draws the new addresses of vendors whose customers are at other
// venues, so that those of the next are the same everywhere.
func (b *builder) elsewhere(s *sim.Stream, from *scenarios.Move) error {
	for range from.Vendors.Value {
		if _, err := b.addresses(s, &from.Sources); err != nil {
			return err
		}
	}
	return nil
}

// numbered is the index of a group of customers with vendors, -1 for any other.
func (b *builder) numbered(n scenarios.Name) int {
	for g := range b.cast.groups {
		if b.cast.groups[g].name == n.Text && len(b.vendors[g]) > 0 {
			return g
		}
	}
	return -1
}

// count is how many vendors a group has.
func (b *builder) count(g int) int {
	if g < 0 {
		return 0
	}
	return len(b.vendors[g])
}

// moving is the move of a vendor, as index+1; 0 if it stays.
func (b *builder) moving(group, vendor int) uint8 {
	for i, m := range b.cast.moves {
		if m.group == group && m.vendor == vendor {
			return uint8(i + 1)
		}
	}
	return 0
}

// home is where somebody calls from at a moment.
func (c *cast) home(r *role, now int64) span {
	if r.move != 0 && now >= c.moves[r.move-1].at {
		return c.moves[r.move-1].to
	}
	return r.at
}

// calls gives one of the addresses of a home; n is drawn from those of the
// first home.
func (c *cast) calls(at span, n uint32) access.Source { return c.sources[at.first+n%uint32(at.count)] }

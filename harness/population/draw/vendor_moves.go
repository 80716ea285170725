package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// vendorMoves draws the new addresses of the vendors that move.
func (b *builder) vendorMoves() error {
	s := sim.NewStream(b.shared.seed, 0, model.ForVendorMoves)
	moves := b.world.Whole.Population.Moves
	for i := range moves {
		from := &moves[i]
		if b.groupIndex(from.Group) < 0 && len(b.world.Whole.Venues) > 1 {
			if err := b.elsewhere(&s, from); err != nil {
				return err
			}
			continue
		}
		g := b.vendorGroup(from.Group)
		if g < 0 || from.Vendors.Value > int64(len(b.vendors[g])) {
			return bad(from.Vendors.Pos, "%d vendors of group %q move, expected at most %d", from.Vendors.Value, from.Group.Text, b.vendorCount(g))
		}
		for v := range from.Vendors.Value {
			to, err := b.addresses(&s, &from.Sources)
			if err != nil {
				return err
			}
			b.model.VendorMoves = append(b.model.VendorMoves, model.VendorMove{
				At: from.At.Unix, To: to, Group: g, Vendor: int(v), Listed: from.Listed.PPM,
			})
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

// vendorGroup is the index of a group of customers with vendors, -1 for any other.
func (b *builder) vendorGroup(n scenarios.Name) int {
	for g := range b.model.Groups {
		if b.model.Groups[g].Name == n.Text && len(b.vendors[g]) > 0 {
			return g
		}
	}
	return -1
}

// vendorCount is how many vendors a group has.
func (b *builder) vendorCount(g int) int {
	if g < 0 {
		return 0
	}
	return len(b.vendors[g])
}

// moveOf is the move of a vendor, as index+1; 0 if it stays.
func (b *builder) moveOf(group, vendor int) uint8 {
	for i, m := range b.model.VendorMoves {
		if m.Group == group && m.Vendor == vendor {
			return uint8(i + 1)
		}
	}
	return 0
}

package draw

import (
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
)

// vendorMoves draws the new addresses of the vendors that move, and of those
// whose customers are at other venues, so that those of the next are the same
// everywhere.
func (b *builder) vendorMoves() error {
	s := sim.NewStream(b.shared.seed, 0, model.ForVendorMoves)
	moves := b.world.Whole.Population.Moves
	for i := range moves {
		from := &moves[i]
		g, most := b.groupIndex(from.Group.Text), 0
		if g >= 0 {
			most = len(b.vendors[g])
		}
		elsewhere := g < 0 && len(b.world.Whole.Venues) > 1
		if !elsewhere && (most == 0 || from.Vendors.Value > int64(most)) {
			return bad(from.Vendors.Pos, "%d vendors of group %q move, expected at most %d", from.Vendors.Value, from.Group.Text, most)
		}
		for v := range from.Vendors.Value {
			to, err := b.addresses(&s, &from.Sources)
			if err != nil {
				return err
			}
			if !elsewhere {
				b.model.VendorMoves = append(b.model.VendorMoves, model.VendorMove{
					At: from.At.Unix, To: to, Group: g, Vendor: int(v), Listed: from.Listed.PPM,
				})
			}
		}
	}
	return nil
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

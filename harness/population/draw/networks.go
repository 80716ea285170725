package draw

import (
	"net/netip"
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// network is a range of addresses that callers have.
type network struct {
	name  string
	first access.Source
	size  int64
	taken int64 // how many somebody has
}

// network reads the ranges of addresses and gives each vendor its own.
func (b *builder) network() error {
	for i := range b.sc.Population.Networks {
		n := &b.sc.Population.Networks[i]
		prefix, err := netip.ParsePrefix(n.Prefix.Text)
		if err != nil || !prefix.Addr().Is4() {
			return bad(n.Prefix.Pos, "prefix %q, expected IPv4 like 100.64.0.0/10", n.Prefix.Text)
		}
		first, _ := access.ParseSource(prefix.Masked().Addr().String())
		b.networks = append(b.networks, network{n.Name.Text, first, 1 << (32 - prefix.Bits()), 0})
	}
	return b.vendorSources()
}

// vendorSources gives each vendor its own addresses. A vendor calls all venues from
// the same ones, so those are drawn, too, whose customers are elsewhere.
func (b *builder) vendorSources() error {
	b.vendors = make([][]model.SourceRange, len(b.model.Groups))
	s := sim.NewStream(b.shared.seed, 0, model.ForHolder)
	groups := b.world.Whole.Population.Groups
	for i := range groups {
		from := &groups[i].Sources
		if from.Vendors == nil {
			continue
		}
		here := b.groupIndex(groups[i].Name.Text)
		for range from.Vendors.Value {
			addresses, err := b.addresses(&s, from)
			if err != nil {
				return err
			}
			if here >= 0 {
				b.vendors[here] = append(b.vendors[here], addresses)
			}
		}
	}
	return nil
}

// groupIndex is the index of a group, -1 if it is not at this venue.
func (b *builder) groupIndex(name string) int {
	return slices.IndexFunc(b.model.Groups, func(g model.Group) bool { return g.Name == name })
}

// addresses draws the addresses of one member, of one vendor or of the thief.
// Nobody else has them.
func (b *builder) addresses(s *sim.Stream, from *scenarios.Sources) (model.SourceRange, error) {
	name := from.Network
	if from.Other != nil && s.Chance(from.InOther.PPM) {
		name = *from.Other
	}
	for i := range b.networks {
		if n := &b.networks[i]; n.name == name.Text {
			count := s.Between(max(from.Addresses.Lo, 1), max(from.Addresses.Hi, 1))
			if n.taken+count > n.size/2 || count > 255 {
				return model.SourceRange{}, bad(name.Pos, "network %q is too small for everybody in it", name.Text)
			}
			n.taken += count
			return b.take(s, n, int(count)), nil
		}
	}
	return model.SourceRange{}, bad(name.Pos, "unknown network %q", name.Text)
}

func (b *builder) take(s *sim.Stream, n *network, count int) model.SourceRange {
	c := b.model
	taken := model.SourceRange{First: uint32(len(c.Sources)), Count: uint8(count)}
	for len(c.Sources) < int(taken.First)+count {
		a := n.first + access.Source(s.N(n.size))
		// The last byte of a caller's address is rarely 0 or 255.
		if low := a & 0xff; !b.taken[a] && low != 0 && low != 0xff {
			b.taken[a] = true
			c.Sources = append(c.Sources, a)
		}
	}
	return taken
}

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

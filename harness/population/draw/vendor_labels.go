package draw

import (
	"strconv"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
)

// vendorLabels writes upon keys which bot vendor they were made for, where the venue
// has keys that say so. A vendor has the same name at all venues, and which of them
// lost its customers' keys no name tells.
func (b *builder) vendorLabels() {
	share := b.venue.VendorLabels
	names := b.vendorNames()
	if share == nil || len(names) == 0 {
		return
	}
	for n := range names {
		b.world.Genesis.Vendors = append(b.world.Genesis.Vendors, "vendor-"+strconv.Itoa(n+1))
	}
	for i := range b.keys {
		k := &b.keys[i]
		n := b.vendorOf(k)
		if n < 0 {
			continue
		}
		if s := b.stream(sim.Customer(k.Account), model.ForLabels); s.Chance(share.PPM) {
			k.Vendor = uint8(names[n] + 1)
		}
	}
}

// vendorNames draws which number in its name each vendor has, those of all groups one
// after the other.
func (b *builder) vendorNames() []uint32 {
	s := sim.NewStream(b.shared.seed, 0, model.ForLabels)
	total := 0
	for i := range b.world.Whole.Population.Groups {
		if n := b.world.Whole.Population.Groups[i].Sources.Vendors; n != nil {
			total += int(n.Value)
		}
	}
	return s.Permutation(min(total, 255))
}

// vendorOf is which vendor a key was made for, -1 for none: whoever trades for its
// owner, or the first, whose customers' keys leaked.
func (b *builder) vendorOf(k *keyDraft) int {
	if k.leaked {
		return 0
	}
	r := &b.model.Holders[k.Account-1]
	if r.Vendor == 0 {
		return -1
	}
	before, group := 0, b.model.Groups[r.Group].Name
	for i := range b.world.Whole.Population.Groups {
		g := &b.world.Whole.Population.Groups[i]
		if g.Name.Text == group {
			break
		}
		if g.Sources.Vendors != nil {
			before += int(g.Sources.Vendors.Value)
		}
	}
	return before + int(r.Vendor) - 1
}

package population

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// inventedCoins and inventedVenues stand in for the real names. They are words,
// not listed coins or companies.
var (
	inventedCoins = [...]string{
		"KUMO", "TORI", "HANE", "MIZU", "KAZE", "NAMI", "ISHI", "MORI", "YUKI", "HOSHI", "KAWA", "TSUKI", "HANA", "UMI", "TANI", "OKA",
	}
	inventedVenues = [...]string{"minato", "hayate", "kogane", "tsubasa", "akebono", "komorebi", "shiosai", "yamabiko"}
)

// names gives the venue and its coins other names; the currency keeps its own.
func (v *variation) names() {
	order, next := v.chance.Permutation(len(inventedCoins)), 0
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		venue.Name.Text = inventedVenues[v.chance.N(int64(len(inventedVenues)))]
		for j := range venue.Assets {
			old := venue.Assets[j].Code.Text
			if old == v.sc.Currency.Text || next == len(order) {
				continue
			}
			v.rename(old, inventedCoins[order[next]])
			next++
			if c := venue.Assets[j].Chain; c != nil {
				c.Network.Text = strings.ToLower(venue.Assets[j].Code.Text)
			}
		}
	}
}

// rename changes a coin's code wherever the scenario names it, also as a half
// of a market.
func (v *variation) rename(old, code string) {
	swap := func(n *scenarios.Name) {
		halves := strings.Split(n.Text, "/")
		for i := range halves {
			if halves[i] == old {
				halves[i] = code
			}
		}
		n.Text = strings.Join(halves, "/")
	}
	for _, section := range []any{
		&v.sc.Venues, &v.sc.Population, &v.sc.Compromise, &v.sc.Campaign, &v.sc.History, &v.sc.Tariff, &v.sc.Facts, &v.sc.Lesson,
	} {
		each(section, swap)
	}
}

// reserved is where redrawn networks lie: addresses that no host will ever have.
const reserved, reservedBits = 240 << 24, 27

// networks moves every network to another range of the same size.
func (v *variation) networks() {
	var taken []netip.Prefix
	for i := range v.sc.Population.Networks {
		n := &v.sc.Population.Networks[i]
		old, err := netip.ParsePrefix(n.Prefix.Text)
		if err != nil || !old.Addr().Is4() || old.Bits() < 32-reservedBits+1 {
			continue // Build complains, or there is no room to move
		}
		for {
			size := int64(1) << (32 - old.Bits())
			first := uint32(reserved + v.chance.N(1<<reservedBits/size)*size)
			drawn := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first)}), old.Bits())
			free := true
			for _, t := range taken {
				free = free && !t.Overlaps(drawn)
			}
			if free {
				taken = append(taken, drawn)
				n.Prefix.Text = drawn.Addr().String() + "/" + strconv.Itoa(drawn.Bits())
				break
			}
		}
	}
}

package perturb

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

// names gives the venues and their coins other names; the currency keeps its
// own.
func (v *perturbation) names() {
	order, next := v.chance.Permutation(len(inventedCoins)), 0
	renamed, names := map[string]bool{v.sc.Currency.Text: true}, map[string]string{}
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		v.renameVenue(i, names)
		for j := range venue.Assets {
			old := venue.Assets[j].Code.Text
			if !renamed[old] && next < len(order) {
				v.renameCoin(old, inventedCoins[order[next]])
				renamed[inventedCoins[order[next]]] = true
				next++
			}
			if c := venue.Assets[j].Chain; c != nil && venue.Assets[j].Code.Text != v.sc.Currency.Text && renamed[venue.Assets[j].Code.Text] {
				c.Network.Text = strings.ToLower(venue.Assets[j].Code.Text)
			}
		}
	}
	for _, place := range places(v.sc) {
		if name, ok := names[place.Text]; ok {
			place.Text = name
		}
	}
}

// renameVenue draws a name for a venue that no other has got. The places where
// it is named are told when all have theirs.
func (v *perturbation) renameVenue(n int, names map[string]string) {
	name := ""
	for taken := true; taken; {
		name, taken = inventedVenues[v.chance.N(int64(len(inventedVenues)))], false
		for i := range n {
			taken = taken || v.sc.Venues[i].Name.Text == name
		}
	}
	names[v.sc.Venues[n].Name.Text] = name
	v.sc.Venues[n].Name.Text = name
}

// places are all the names of venues that stand outside of the list of venues.
func places(sc *scenarios.Scenario) (list []*scenarios.Name) {
	add := func(n *scenarios.Name) {
		if n != nil {
			list = append(list, n)
		}
	}
	for i := range sc.Population.Groups {
		for j := range sc.Population.Groups[i].Venues {
			add(&sc.Population.Groups[i].Venues[j])
		}
	}
	if k := sc.Compromise; k != nil {
		for i := range k.Victims {
			add(k.Victims[i].Venue)
		}
		for i := range k.AttackerAccounts {
			add(k.AttackerAccounts[i].Venue)
		}
	}
	if sc.Campaign != nil {
		for i := range sc.Campaign.Steps {
			add(sc.Campaign.Steps[i].Venue)
		}
	}
	for i := range sc.History.Alerts {
		add(sc.History.Alerts[i].Venue)
	}
	for i := range sc.History.Actions {
		add(sc.History.Actions[i].Venue)
	}
	for i := range sc.Facts {
		add(sc.Facts[i].Venue)
	}
	return list
}

// renameCoin changes a coin's code wherever the scenario names it, also as a half
// of a market.
func (v *perturbation) renameCoin(old, code string) {
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
func (v *perturbation) networks() {
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

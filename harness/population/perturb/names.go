package perturb

import (
	"cmp"
	"net/netip"
	"reflect"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// inventedCoins and inventedVenues stand in for the real names. They are words,
// not listed coins or companies.
var (
	inventedCoins = [...]string{
		"KUMO", "TORI", "HANE", "MIZU", "KAZE", "NAMI", "ISHI", "MORI", "YUKI", "HOSHI", "KAWA", "TSUKI", "HANA", "UMI", "TANI", "OKA",
		"SORA", "NIJI", "KIRI", "SHIMO", "ARASHI", "TAKE", "MATSU", "KUSA", "IWA", "SUNA", "TAKI", "NUMA", "MINE", "OTO", "KAGE", "ASA",
	}
	inventedVenues = [...]string{
		"minato", "hayate", "kogane", "tsubasa", "akebono", "komorebi", "shiosai", "yamabiko",
		"asagiri", "hidamari", "konoha", "mahoroba", "nagisa", "oboro", "sazanami", "yunagi",
	}
)

// names gives the venues and their coins other names; the currency keeps its
// own.
func (v *perturbation) names() {
	order, names, coins := v.chance.Permutation(len(inventedCoins)), map[string]string{}, map[string]string{}
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		v.renameVenue(i, names)
		for j := range venue.Assets {
			a := &venue.Assets[j]
			old := a.Code.Text
			if coins[old] == "" && old != v.sc.Currency.Text && len(coins) < len(order) {
				coins[old] = inventedCoins[order[len(coins)]]
			}
			if coins[old] != "" && a.Chain != nil {
				a.Chain.Network.Text = strings.ToLower(coins[old])
			}
		}
	}
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if k := v.sc.Venues[i].Assets[j].Chain; k != nil && k.On != nil {
				k.Network.Text = v.sc.Asset(k.On.Text).Chain.Network.Text
			}
		}
	}
	v.renameCoins(coins)
	eachVenueName(reflect.ValueOf(v.sc).Elem(), false, func(n *scenarios.Name) { n.Text = cmp.Or(names[n.Text], n.Text) })
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

// eachVenueName calls do for every name that v leads to and whose field says
// that it is a venue's.
func eachVenueName(v reflect.Value, venue bool, do func(*scenarios.Name)) {
	if n, ok := v.Addr().Interface().(*scenarios.Name); ok {
		if venue {
			do(n)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachVenueName(v.Elem(), venue, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachVenueName(v.Index(i), venue, do)
		}
	case reflect.Struct:
		if v.Type() == stated {
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				eachVenueName(v.Field(i), v.Type().Field(i).Tag.Get("check") == "venue", do)
			}
		}
	}
}

// renameCoins changes coins' codes wherever the scenario names them, also as a half
// of a market.
func (v *perturbation) renameCoins(codes map[string]string) {
	rename := func(n *scenarios.Name) {
		base, quote, market := strings.Cut(n.Text, "/")
		if base = cmp.Or(codes[base], base); market {
			base += "/" + cmp.Or(codes[quote], quote)
		}
		n.Text = base
	}
	for _, section := range []any{
		&v.sc.Venues, &v.sc.Population, &v.sc.Compromise, &v.sc.Campaign, &v.sc.History, &v.sc.Tariff, &v.sc.Facts, &v.sc.Lesson,
	} {
		each(section, rename)
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

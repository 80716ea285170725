package defence

import (
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// RulesProduct is the product that rules name in their logsource. Their
// services are those of the telemetry.
const RulesProduct = "exchange"

// yenField is the field that rules have beside those of the telemetry: the
// value in whole yen, whatever currency the venue counts in, rounded down.
// Rules that serve several venues think in it.
const yenField = "value_yen"

// percentField is what rules have beside that: how far a trade is from the
// reference price, which no trade moves, whatever its market is quoted in.
const percentField = "price_percent"

// RuleFields lists the fields that rules can name, in the order of the
// telemetry, with what they hold.
func RuleFields() []FieldInfo {
	all := slices.Clone(fieldInfos[:])
	return append(all,
		FieldInfo{yenField, anInteger, "yen", "value, or gap, in whole yen, rounded down", "2850000"},
		FieldInfo{percentField, anInteger, "percent", "price of a trade against the reference price, rounded down", "104"})
}

// mention is what a rule's match remembers of an event: whom and what it names.
type mention struct {
	account, key, counterparty, withdrawal uint32
	source                                 access.Source
	asset, market                          uint16
	wallet                                 bool // the event is about the venue's own coins
	address                                chain.Address
}

// columns reads events of some form for rules.
type columns[E any] struct {
	class   func(e E) int
	number  func(f fieldID, e E) int64
	text    func(f fieldID, e E) string
	source  func(e E) netip.Addr
	yen     func(e E) int64
	percent func(e E) int64
	mention func(e E) mention
}

// ruleSchema is the telemetry as rules see it. The class of an event is its
// type, so that rules are specialised to each type.
func ruleSchema[E any](c columns[E]) *sigma.Schema[E, mention] {
	s := &sigma.Schema[E, mention]{
		Class: c.class, Note: c.mention,
		Time: func(e E) int64 { return c.number(fieldAt, e) },
		ID:   func(e E) uint64 { return uint64(c.number(fieldSeq, e)) },
	}
	for _, t := range mockexchange.EventTypes() {
		s.Sources = append(s.Sources, sigma.Logsource{Product: RulesProduct, Service: t.Service().String()})
	}
	for f := range fieldIDs {
		s.Fields = append(s.Fields, ruleField(c, f))
	}
	s.Fields = append(s.Fields, sigma.Field[E]{
		Name: yenField, Int: c.yen,
		Has: func(class int) bool { return carries(class, fieldValue) || carries(class, fieldGap) },
	}, sigma.Field[E]{
		Name: percentField, Int: c.percent,
		Has: func(class int) bool { return carries(class, fieldCounterparty) },
	})
	return s
}

// typeOf is the type of event that a class of rules stands for.
func typeOf(class int) mockexchange.EventType { return mockexchange.EventTypes()[class] }

// carries reports whether events of a class have a field.
func carries(class int, f fieldID) bool {
	return slices.Contains(commonFields, f) || slices.Contains(forms[class+1].fields, f)
}

func ruleField[E any](c columns[E], f fieldID) sigma.Field[E] {
	column := sigma.Field[E]{Name: fieldInfos[f].Name, Has: func(class int) bool { return carries(class, f) }}
	switch {
	case f == fieldSource:
		column.IP = c.source
		column.None = func(e E) bool { return !c.source(e).IsValid() }
	case fieldInfos[f].Type == anInteger:
		column.Int = func(e E) int64 { return c.number(f, e) }
		column.Date = f == fieldAt
		if fieldInfos[f].Unit == "id" {
			column.None = func(e E) bool { return c.number(f, e) == 0 }
		}
	case fieldInfos[f].Type == aBoolean:
		column.Bool = func(e E) bool { return c.number(f, e) != 0 }
	default:
		column.Text = func(e E) string { return c.text(f, e) }
		column.None = func(e E) bool { return blank(f, c.text(f, e)) }
	}
	closed(&column, f)
	return column
}

// blank reports whether a text names nothing; an address or a memo of zeros is
// none.
func blank(f fieldID, s string) bool {
	if f == fieldAddress || f == fieldMemo {
		return strings.Trim(s, "0") == ""
	}
	return s == ""
}

// closed says of a column which values it can have, where that is known.
func closed[E any](column *sigma.Field[E], f fieldID) {
	switch f {
	case fieldType:
		for _, t := range mockexchange.EventTypes() {
			column.Values = append(column.Values, t.String())
		}
		column.Fixed = func(class int) (string, bool) { return typeOf(class).String(), true }
	case fieldService:
		for _, t := range mockexchange.EventTypes() {
			if s := t.Service().String(); !slices.Contains(column.Values, s) {
				column.Values = append(column.Values, s)
			}
		}
		column.Fixed = func(class int) (string, bool) { return typeOf(class).Service().String(), true }
	case fieldAuth:
		column.Values = []string{"none", "key", "login", "operator"}
	case fieldCode:
		column.Values = listed(func(i uint8) string { return reject.Code(i).String() })
	case fieldControl:
		column.Values = append(listed(func(i uint8) string { return reject.Control(i).String() }), "")
	case fieldOp:
		column.Values = listed(func(i uint8) string { return mockexchange.Kind(i).String() })
	case fieldSide:
		column.Values = append(listed(func(i uint8) string { return market.Side(i).String() }), "")
	case fieldOrderType:
		column.Values = append(listed(func(i uint8) string { return market.Type(i).String() }), "")
	}
}

// listed gives the names of an enumeration, up to where it names no more: what
// lies behind its end has one name for all, or a number in its name.
func listed(name func(i uint8) string) (all []string) {
	const last = 255
	beyond := strings.TrimRight(name(last), "0123456789")
	for i := range uint8(last) {
		if s := name(i); s != "" && strings.TrimRight(s, "0123456789") != beyond {
			all = append(all, s)
		}
	}
	return all
}

// telemetryColumns reads the venue's own events.
func telemetryColumns(v *View, yen Yen) columns[*mockexchange.Event] {
	return columns[*mockexchange.Event]{
		class: func(e *mockexchange.Event) int { return int(e.Type) - 1 },
		number: func(f fieldID, e *mockexchange.Event) int64 {
			return f.of(e, v).number
		},
		text:    func(f fieldID, e *mockexchange.Event) string { return f.of(e, v).string() },
		source:  func(e *mockexchange.Event) netip.Addr { return addressOf(e.Source) },
		yen:     func(e *mockexchange.Event) int64 { return yen.worth(e.Value) },
		percent: func(e *mockexchange.Event) int64 { return percent(v.worth(e.Asset, e.Amount), e.Value) },
		mention: mentionOf,
	}
}

// string is the value as rules compare it; texts cost nothing.
func (s scalar) string() string {
	if s.kind == isText {
		return s.text
	}
	return string(s.append(nil))
}

// addressOf is none for the venue's own doings.
func addressOf(s access.Source) netip.Addr {
	if s == 0 {
		return netip.Addr{}
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(s))
	return netip.AddrFrom4(b)
}

// worth is an amount of base units of the currency in whole yen, rounded
// down; as it is where nobody says what yen are worth.
func (y Yen) worth(units int64) int64 {
	if y.units == 0 {
		return units
	}
	yen, ok := money.MulDiv(units, y.yen, y.units, money.Down)
	if !ok {
		return units
	}
	return yen
}

// percent is what was paid in percent of what the reference prices give, 100
// where they give nothing; the greatest number there is for anything beyond.
func percent(paid, worth int64) int64 {
	if worth <= 0 {
		return 100
	}
	p, ok := money.MulDiv(paid, 100, worth, money.Down)
	if !ok {
		return math.MaxInt64
	}
	return p
}

func mentionOf(e *mockexchange.Event) mention {
	s := e.Type.Service()
	return mention{
		account: e.Account, key: e.Key, counterparty: e.Counterparty, withdrawal: e.Withdrawal,
		source: e.Source, asset: e.Asset, market: e.Market, address: e.Address,
		wallet: s == mockexchange.ServiceChain || e.Type == mockexchange.WalletReported || e.Type == mockexchange.WalletMoved,
	}
}

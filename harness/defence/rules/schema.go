package rules

import (
	"encoding/binary"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// product is the product that rules name in their logsource. Their
// services are those of the telemetry.
const product = "exchange"

// yenField is the field that rules have beside those of the telemetry: the
// value in whole yen, whatever currency the venue counts in, rounded down.
// Rules that serve several venues think in it.
const yenField = "value_yen"

// percentField is what rules have beside that: how far a trade is from the
// reference price, which no trade moves, whatever its market is quoted in.
const percentField = "price_percent"

// Fields lists the fields that rules can name, in the order of the
// telemetry, with what they hold.
func Fields() []telemetry.FieldInfo {
	var all []telemetry.FieldInfo
	for f := range telemetry.FieldIDs {
		all = append(all, f.Info())
	}
	return append(all,
		telemetry.FieldInfo{Name: yenField, Type: telemetry.Integer, Unit: "yen", Description: "value, or gap, in whole yen, rounded down", Sample: "2850000"},
		telemetry.FieldInfo{
			Name: percentField, Type: telemetry.Integer, Unit: "percent",
			Description: "price of a trade against the reference price, rounded down", Sample: "104",
		})
}

// mention is what a rule's match remembers of an event: whom and what it names.
type mention struct {
	account, key, counterparty, withdrawal uint32
	source                                 access.Source
	asset, market                          uint16
	vendor                                 uint8
	wallet                                 bool // the event is about the venue's own coins
	address                                chain.Address
}

// columns reads events of some form for rules.
type columns[E any] struct {
	class   func(e E) int
	number  func(f telemetry.FieldID, e E) int64
	text    func(f telemetry.FieldID, e E) string
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
		Time: func(e E) int64 { return c.number(telemetry.FieldAt, e) },
		ID:   func(e E) uint64 { return uint64(c.number(telemetry.FieldSeq, e)) },
	}
	for _, t := range mockexchange.EventTypes() {
		s.Sources = append(s.Sources, sigma.Logsource{Product: product, Service: t.Service().String()})
	}
	for f := range telemetry.FieldIDs {
		s.Fields = append(s.Fields, ruleField(c, f))
	}
	s.Fields = append(s.Fields, sigma.Field[E]{
		Name: yenField, Int: c.yen,
		Has: func(class int) bool {
			return carries(class, telemetry.FieldValue) || carries(class, telemetry.FieldGap)
		},
	}, sigma.Field[E]{
		Name: percentField, Int: c.percent,
		Has: func(class int) bool { return carries(class, telemetry.FieldCounterparty) },
	})
	return s
}

// typeOf is the type of event that a class of rules stands for.
func typeOf(class int) mockexchange.EventType { return mockexchange.EventTypes()[class] }

// carries reports whether events of a class have a field.
func carries(class int, f telemetry.FieldID) bool {
	return f.In(typeOf(class))
}

func ruleField[E any](c columns[E], f telemetry.FieldID) sigma.Field[E] {
	column := sigma.Field[E]{Name: f.Info().Name, Has: func(class int) bool { return carries(class, f) }}
	switch {
	case f == telemetry.FieldSource:
		column.IP = c.source
		column.None = func(e E) bool { return !c.source(e).IsValid() }
	case f.Info().Type == telemetry.Integer:
		column.Int = func(e E) int64 { return c.number(f, e) }
		column.Date = f == telemetry.FieldAt
		if f.Info().Unit == "id" {
			column.None = func(e E) bool { return c.number(f, e) == 0 }
		}
	case f.Info().Type == telemetry.Boolean:
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
func blank(f telemetry.FieldID, s string) bool {
	if f == telemetry.FieldAddress || f == telemetry.FieldMemo || f == telemetry.FieldTx {
		return strings.Trim(s, "0") == ""
	}
	return s == ""
}

// closed says of a column which values it can have, where that is known.
func closed[E any](column *sigma.Field[E], f telemetry.FieldID) {
	column.Values = f.Words()
	switch f {
	case telemetry.FieldType:
		column.Fixed = func(class int) (string, bool) { return typeOf(class).String(), true }
	case telemetry.FieldService:
		column.Fixed = func(class int) (string, bool) { return typeOf(class).Service().String(), true }
	}
}

// telemetryColumns reads the venue's own events.
func telemetryColumns(v *defence.Directory, yen param.Yen) columns[*mockexchange.Event] {
	return columns[*mockexchange.Event]{
		class: func(e *mockexchange.Event) int { return int(e.Type) - 1 },
		number: func(f telemetry.FieldID, e *mockexchange.Event) int64 {
			return f.Of(e, v).Number
		},
		text:    func(f telemetry.FieldID, e *mockexchange.Event) string { return f.Of(e, v).String() },
		source:  func(e *mockexchange.Event) netip.Addr { return addressOf(e.Source) },
		yen:     func(e *mockexchange.Event) int64 { return yen.Worth(e.Value) },
		percent: func(e *mockexchange.Event) int64 { return percent(v.Worth(e.Asset, e.Amount), e.Value) },
		mention: mentionOf,
	}
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

// aboutWallets are events about the venue's own coins beside those of its
// chains.
var aboutWallets = [...]mockexchange.EventType{
	mockexchange.WalletReported, mockexchange.WalletMoved, mockexchange.HousePaid, mockexchange.TransactionReplaced,
}

func mentionOf(e *mockexchange.Event) mention {
	s := e.Type.Service()
	return mention{
		account: e.Account, key: e.Key, counterparty: e.Counterparty, withdrawal: e.Withdrawal,
		source: e.Source, asset: e.Asset, market: e.Market, address: e.Address, vendor: e.Vendor,
		wallet: s == mockexchange.ServiceChain && e.Type != mockexchange.SpendFollowed || slices.Contains(aboutWallets[:], e.Type),
	}
}

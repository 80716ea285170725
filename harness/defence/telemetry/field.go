package telemetry

import (
	"strconv"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// FieldInfo describes one field of the telemetry.
type FieldInfo struct {
	Name        string `json:"name"`
	Type        string `json:"type"`           // integer, text or boolean
	Unit        string `json:"unit,omitempty"` // what an integer counts; empty for the others
	Description string `json:"description"`
	Sample      string `json:"sample"`
}

// FieldID numbers the fields of the telemetry.
type FieldID uint8

const (
	FieldSeq FieldID = iota
	FieldAt
	FieldType
	FieldService
	fieldOp
	fieldAuth
	fieldCode
	fieldControl
	FieldSource
	FieldAccount
	FieldKey
	FieldCounterparty
	fieldMarket
	fieldAsset
	fieldSide
	fieldOrderType
	fieldOrder
	fieldMakerOrder
	fieldWithdrawal
	fieldFirstSeen
	fieldCount
	fieldPrice
	fieldQuantity
	FieldAmount
	fieldExpected
	FieldValue
	FieldGap
	FieldAddress
	FieldMemo
	fieldLabel
	FieldTx
	fieldReplaces
	fieldFee
	fieldVendor
	fieldDevice
	fieldNewDevice
	fieldNewNetwork
	FieldIDs
)

const (
	Integer   = "integer"
	Text      = "text"
	Boolean   = "boolean"
	baseUnits = "base units of the asset"
	currency  = "base units of the reference currency"
)

var fieldInfos = [FieldIDs]FieldInfo{
	FieldSeq:          {"seq", Integer, "events", "position in the audit log, from 1, without gaps", "48213"},
	FieldAt:           {"at", Integer, "nanoseconds since 1970", "when the log had it, in the venue's own time", "1515244453120934551"},
	FieldType:         {"type", Text, "", "what happened", "withdrawal_requested"},
	FieldService:      {"service", Text, "", "the part of the venue whose log it is", "withdrawals"},
	fieldOp:           {"op", Text, "", "the request or action that led here", "request_withdrawal"},
	fieldAuth:         {"auth", Text, "", "how the caller proved himself: none, key, login, operator, or staff at a desk", "key"},
	fieldCode:         {"code", Text, "", "ok, or why it was refused", "dead_key"},
	fieldControl:      {"control", Text, "", "the standing control or action behind a refusal or a delay; empty for none", "first_seen_hold"},
	FieldSource:       {"source", Text, "", "IPv4 address of the caller; empty when the venue acts by itself", "203.0.113.7"},
	FieldAccount:      {"account", Integer, "id", "the customer's account; in trades that of the arriving order; 0 if nobody's", "10422"},
	FieldKey:          {"key", Integer, "id", "the API key; 0 if none was used or nobody ever had it", "3371"},
	FieldCounterparty: {"counterparty", Integer, "id", "the account of the resting order", "917"},
	fieldMarket:       {"market", Text, "", "the market's symbol; empty if none is named", "XXXYYY"},
	fieldAsset:        {"asset", Text, "", "the asset's code; empty if none is named", "XXX"},
	fieldSide:         {"side", Text, "", "buy or sell; in trades that of the arriving order", "sell"},
	fieldOrderType:    {"order_type", Text, "", "limit, market or limit_maker", "limit"},
	fieldOrder:        {"order", Integer, "id", "the order; in trades the arriving one; 0 if it was refused; of what staff does and another agrees to, its number", "880123"},
	fieldMakerOrder:   {"maker_order", Integer, "id", "the resting order", "879001"},
	fieldWithdrawal:   {"withdrawal", Integer, "id", "the withdrawal; 0 if it was refused", "2107"},
	fieldFirstSeen:    {"first_seen", Boolean, "", "the account, or the house, has never paid this address before", "true"},
	fieldCount:        {"count", Integer, "keys, orders, wallets, outputs, accounts, signers, hours or hops, or an id", "how many the action touched; of a spend, how many outputs it is reported with; of one that is followed, which hop it is; of a surveillance, how many accounts traded by key; of signers, how many are there; of a ceremony, how many hours of staff it takes; of a transfer out of cold storage, which of the people signed; of what staff does at desks, whose desk", "1003"},
	fieldPrice:        {"price", Integer, "steps of the market's price scale", "limit price, or price of the trade", "1890000"},
	fieldQuantity:     {"quantity", Integer, "base units of the market's base asset", "how much is ordered, traded or left over", "25000000"},
	FieldAmount:       {"amount", Integer, baseUnits, "how much of the asset; what the node reports as spent is negative", "150000000"},
	fieldExpected:     {"expected", Integer, baseUnits, "what the books say that the wallets hold", "150000000"},
	FieldValue:        {"value", Integer, currency, "the same at reference prices, which no trade moves", "2850000"},
	FieldGap:          {"gap", Integer, currency, "what the chain shows above the books, negative when coins are missing", "-57000000"},
	FieldAddress:      {"address", Text, "", "address on the chain, 40 hexadecimal digits; all zeros for none", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"},
	FieldMemo:         {"memo", Text, "", "the tag that tells recipients apart behind one address", "10422"},
	fieldLabel:        {"label", Text, "", "the customer's own id of an order, the kind of a complaint, an announced text, a ticket, what a payment is for, who froze something, or the state that a market came to by itself", "desk-7"},
	FieldTx:           {"tx", Text, "", "transaction on the asset's chain, 64 hexadecimal digits; all zeros for none", "c3b9a4a0831a65523c81e6a04f6ddf5a7a89f344d990e8a13e5278efe57f4280"},
	fieldReplaces:     {"replaces", Text, "", "the transaction that it stands for, which no block will ever have", "5c1f0b7d1f5a3e0e9b77bd51d4b8a4e0c1d2f3a4b5c6d7e8f9a0b1c2d3e4f506"},
	fieldVendor:       {"vendor", Text, "", "who trades with the key for its owner, where the venue knows it: a key that was made through a vendor names it, one that was copied into his form does not; empty for nobody, or not known", "vendor-3"},
	fieldDevice:       {"device", Integer, "id", "the browser or app that a login was used in, or the machine at a desk of the staff, as the venue tells them apart; 0 where it keeps no record of them, or the client does not tell", "3184467701"},
	fieldNewDevice:    {"new_device", Boolean, "", "the account was never logged in from this device before", "true"},
	fieldNewNetwork:   {"new_network", Boolean, "", "the account was never logged in from this part of the network before", "true"},
	fieldFee:          {"fee", Integer, baseUnits, "what the whole transaction paid to the miner", "20000"},
}

// Value is the value of one field, without an allocation.
type Value struct {
	kind   scalarKind
	Number int64
	text   string
	bytes  []byte
}

type scalarKind uint8

const (
	isNumber scalarKind = iota
	isText
	isFlag   // number is 0 or 1
	isSource // number is an IPv4 address
	isMemo   // number is the memo, without sign
	isBytes  // bytes, written in hexadecimal digits
)

func number(n int64) Value { return Value{Number: n} }
func text(s string) Value  { return Value{kind: isText, text: s} }

func flag(b bool) Value {
	if b {
		return Value{kind: isFlag, Number: 1}
	}
	return Value{kind: isFlag}
}

// Of reads a field of an event.
func (f FieldID) Of(e *mockexchange.Event, v *defence.Directory) Value {
	switch f {
	case FieldSeq:
		return number(int64(e.Seq))
	case FieldAt:
		return number(e.At)
	case FieldType:
		return text(e.Type.String())
	case FieldService:
		return text(e.Type.Service().String())
	case fieldOp:
		return text(e.Op.String())
	case fieldAuth:
		return text(e.Auth.String())
	case fieldCode:
		return text(e.Code.String())
	case fieldControl:
		return text(e.Control.String())
	case FieldSource:
		return Value{kind: isSource, Number: int64(e.Source)}
	case fieldMarket:
		return text(v.Market(e.Market))
	case fieldAsset:
		return text(v.Asset(e.Asset))
	case fieldVendor:
		return text(v.Vendor(e.Vendor))
	case fieldSide:
		return text(e.Side.String())
	case fieldOrderType:
		return text(e.Order.String())
	case fieldFirstSeen:
		return flag(e.First)
	case fieldNewDevice:
		return flag(e.New&access.NewDevice != 0)
	case fieldNewNetwork:
		return flag(e.New&access.NewNetwork != 0)
	case FieldAddress:
		return Value{kind: isBytes, bytes: e.Address[:]}
	case FieldTx:
		return Value{kind: isBytes, bytes: e.Tx[:]}
	case fieldReplaces:
		return Value{kind: isBytes, bytes: e.Replaces[:]}
	case FieldMemo:
		return Value{kind: isMemo, Number: int64(e.Memo)}
	case fieldLabel:
		return text(e.Label)
	}
	return number(f.number(e))
}

// number reads the fields that are plain ids, counts and amounts.
func (f FieldID) number(e *mockexchange.Event) int64 {
	switch f {
	case FieldAccount:
		return int64(e.Account)
	case FieldKey:
		return int64(e.Key)
	case FieldCounterparty:
		return int64(e.Counterparty)
	case fieldOrder:
		return int64(e.OrderID)
	case fieldMakerOrder:
		return int64(e.MakerOrder)
	case fieldWithdrawal:
		return int64(e.Withdrawal)
	case fieldCount:
		return int64(e.Count)
	case fieldPrice:
		return e.Price
	case fieldQuantity, fieldExpected:
		return e.Quantity
	case FieldAmount:
		return e.Amount
	case fieldFee:
		return e.Fee
	case fieldDevice:
		return int64(e.Device)
	}
	return e.Value // fieldValue, fieldGap
}

// append writes the value as people read it, without quotes.
func (s Value) append(dst []byte) []byte {
	switch s.kind {
	case isNumber:
		return strconv.AppendInt(dst, s.Number, 10)
	case isFlag:
		return strconv.AppendBool(dst, s.Number != 0)
	case isSource:
		return appendSource(dst, access.Source(s.Number))
	case isMemo:
		return strconv.AppendUint(dst, uint64(s.Number), 10)
	case isBytes:
		return appendHex(dst, s.bytes)
	}
	return append(dst, s.text...)
}

// appendSource writes dotted decimal, nothing for the venue's own doings.
func appendSource(dst []byte, from access.Source) []byte {
	if from == 0 {
		return dst
	}
	for shift := 24; shift >= 0; shift -= 8 {
		dst = strconv.AppendUint(dst, uint64(byte(from>>shift)), 10)
		if shift > 0 {
			dst = append(dst, '.')
		}
	}
	return dst
}

func appendHex(dst, src []byte) []byte {
	const digits = "0123456789abcdef"
	for _, b := range src {
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

// String is the value as rules compare it; texts cost nothing.
func (s Value) String() string {
	if s.kind == isText {
		return s.text
	}
	return string(s.append(nil))
}

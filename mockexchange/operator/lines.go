package operator

import (
	"bytes"
	"encoding/json"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/journal"
)

// EventLine is one event as a line of JSON. Every field is always there, so
// that a field's presence tells nothing; what does not apply is empty or 0.
type EventLine struct {
	Seq          uint64 `json:"seq" doc:"gapless, from 1"`
	At           int64  `json:"at" doc:"virtual nanoseconds since the Unix epoch"`
	Time         string `json:"time" doc:"the same in RFC 3339, UTC"`
	Service      string `json:"service"`
	Type         string `json:"type"`
	Op           string `json:"op" doc:"the command that led here"`
	Auth         string `json:"auth" enum:"none,key,login,operator,host"`
	Code         string `json:"code" doc:"ok, or why the venue refused"`
	Control      string `json:"control" doc:"the control or action behind a refusal or a hold"`
	Source       string `json:"source" doc:"the caller's address"`
	Device       uint32 `json:"device" doc:"the browser or app that a login was used in; 0 where it does not tell"`
	NewDevice    bool   `json:"new_device" doc:"the account was never logged in from this device before"`
	NewNetwork   bool   `json:"new_network" doc:"the account was never logged in from this part of the network before"`
	Account      uint32 `json:"account"`
	Key          uint32 `json:"key"`
	Counterparty uint32 `json:"counterparty" doc:"trades: the maker's account"`
	Market       string `json:"market"`
	Asset        string `json:"asset"`
	Side         string `json:"side"`
	Order        string `json:"order" doc:"order type"`
	OrderID      uint64 `json:"order_id"`
	MakerOrder   uint64 `json:"maker_order"`
	Withdrawal   uint32 `json:"withdrawal"`
	First        bool   `json:"first" doc:"withdrawals: the account has never paid this address before"`
	Count        uint32 `json:"count"`
	Price        string `json:"price" doc:"at the market's scale"`
	Quantity     string `json:"quantity" doc:"base units of the market's base asset"`
	Amount       string `json:"amount" doc:"base units of the asset"`
	Value        string `json:"value" doc:"base units of the reference currency, at reference prices"`
	Address      string `json:"address"`
	Memo         uint64 `json:"memo"`
	Label        string `json:"label"`
	Vendor       string `json:"vendor"`
	Tx           string `json:"tx" doc:"a transaction on the asset's chain"`
	Replaces     string `json:"replaces" doc:"the transaction that it stands for"`
	Fee          string `json:"fee" doc:"base units of the asset, to the miner"`
}

func (n names) eventLine(e *mockexchange.Event) EventLine {
	return EventLine{
		Seq: e.Seq, At: e.At, Time: clockText(e.At),
		Service: e.Type.Service().String(), Type: e.Type.String(), Op: e.Op.String(),
		Auth: e.Auth.String(), Code: e.Code.String(), Control: e.Control.String(),
		Source: sourceText(e.Source),
		Device: uint32(e.Device), NewDevice: e.New&access.NewDevice != 0, NewNetwork: e.New&access.NewNetwork != 0, Account: e.Account, Key: e.Key, Counterparty: e.Counterparty,
		Market: n.market(e.Market), Asset: n.asset(e.Asset),
		Side: e.Side.String(), Order: e.Order.String(), OrderID: e.OrderID, MakerOrder: e.MakerOrder,
		Withdrawal: e.Withdrawal, First: e.First, Count: e.Count,
		Price: units(e.Price), Quantity: units(e.Quantity), Amount: units(e.Amount), Value: units(e.Value),
		Address: n.address(e.Asset, e.Address), Memo: e.Memo, Label: e.Label, Vendor: n.vendor(e.Vendor),
		Tx: e.Tx.Text(), Replaces: e.Replaces.Text(), Fee: units(e.Fee),
	}
}

// ResultLine is what the venue answered to a command.
type ResultLine struct {
	Code       string `json:"code" doc:"ok, or why the venue refused"`
	Control    string `json:"control,omitempty" doc:"the control behind a refusal or a hold"`
	Order      uint64 `json:"order,omitempty"`
	Withdrawal uint32 `json:"withdrawal,omitempty"`
	Key        uint32 `json:"key,omitempty"`
	Count      uint32 `json:"count,omitempty" doc:"how many keys, orders, markets or withdrawals were touched"`
	Resting    bool   `json:"resting,omitempty"`
	Filled     string `json:"filled,omitempty" doc:"base units bought or sold at once"`
	Quote      string `json:"quote,omitempty" doc:"base units of the quote asset for them"`
}

func resultLine(r *mockexchange.Result) ResultLine {
	line := ResultLine{
		Code: r.Code.String(), Control: r.Control.String(), Order: r.Order, Withdrawal: r.Withdrawal,
		Key: r.Key, Count: r.Count, Resting: r.Resting,
	}
	if r.Filled != 0 {
		line.Filled, line.Quote = units(r.Filled), units(r.Quote)
	}
	return line
}

// CommandLine is a command for people to read. It shows no credential and no
// one-time code.
type CommandLine struct {
	Kind        string   `json:"kind"`
	Auth        string   `json:"auth"`
	Refused     string   `json:"refused,omitempty" doc:"why a protocol adapter turned it down"`
	Source      string   `json:"source,omitempty"`
	Device      uint32   `json:"device,omitempty" doc:"the browser or app that a login is used in"`
	Key         uint32   `json:"key,omitempty"`
	Account     uint32   `json:"account,omitempty"`
	Market      string   `json:"market,omitempty"`
	Asset       string   `json:"asset,omitempty"`
	Side        string   `json:"side,omitempty"`
	Type        string   `json:"type,omitempty"`
	TimeInForce string   `json:"time_in_force,omitempty"`
	Scopes      []string `json:"scopes,omitempty"`
	Flag        bool     `json:"flag,omitempty"`
	Price       string   `json:"price,omitempty"`
	Quantity    string   `json:"quantity,omitempty"`
	Quote       string   `json:"quote,omitempty"`
	Amount      string   `json:"amount,omitempty"`
	Order       uint64   `json:"order,omitempty"`
	Withdrawal  uint32   `json:"withdrawal,omitempty"`
	Address     string   `json:"address,omitempty"`
	Memo        uint64   `json:"memo,omitempty"`
	Since       int64    `json:"since,omitempty"`
	Until       int64    `json:"until,omitempty"`
	Limit       uint32   `json:"limit,omitempty"`
	Target      uint32   `json:"target,omitempty"`
	Listed      string   `json:"listed,omitempty" doc:"the address that goes on the list of a key"`
	Label       string   `json:"label,omitempty"`
	Block       uint64   `json:"block,omitempty" doc:"height of the block observed"`
}

func (n names) commandLine(c *mockexchange.Command) CommandLine {
	line := CommandLine{
		Kind: c.Kind.String(), Auth: c.Auth.String(), Source: sourceText(c.Source), Device: uint32(c.Device),
		Key: c.Key, Account: c.Account, Market: n.market(c.Market), Asset: n.asset(c.Asset),
		Side: c.Side.String(), Type: c.Type.String(), Scopes: scopesText(c.Scopes), Flag: c.Flag,
		Price: someUnits(c.Price), Quantity: someUnits(c.Quantity), Quote: someUnits(c.Quote), Amount: someUnits(c.Amount),
		Order: c.Order, Withdrawal: c.Withdrawal, Address: n.address(c.Asset, c.Address), Memo: c.Memo,
		Since: c.Since, Until: c.Until, Limit: c.Limit, Target: c.Target, Listed: sourceText(c.Listed), Label: c.Label,
	}
	if c.Refused != 0 {
		line.Refused = c.Refused.String()
	}
	if c.Kind == mockexchange.PlaceOrder {
		line.TimeInForce = c.TimeInForce.String()
	}
	if c.Block != nil {
		line.Block = c.Block.Height
	}
	return line
}

func someUnits(amount int64) string {
	if amount == 0 {
		return ""
	}
	return units(amount)
}

// EntryLine is one journal record for people to read.
type EntryLine struct {
	Number  uint64      `json:"number"`
	At      int64       `json:"at" doc:"virtual nanoseconds since the Unix epoch"`
	Time    string      `json:"time"`
	Command CommandLine `json:"command"`
	Result  ResultLine  `json:"result"`
}

func (n names) entryLine(e *journal.Entry) EntryLine {
	return EntryLine{
		Number: e.Number, At: e.Now, Time: clockText(e.Now),
		Command: n.commandLine(&e.Command), Result: resultLine(&e.Result),
	}
}

// appendLine appends v as one line of JSON. Lines are structs of this package,
// which always have a JSON form.
func appendLine(dst []byte, v any) []byte {
	buf := bytes.NewBuffer(dst)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("line without a JSON form: " + err.Error())
	}
	return buf.Bytes()
}

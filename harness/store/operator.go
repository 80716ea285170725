package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// operatorLine is as much of a line of commands.ndjson as a command of the defence
// can have.
type operatorLine struct {
	At         int64         `json:"at,string"`
	Venue      uint8         `json:"venue"`
	Actor      uint32        `json:"actor"`
	Kind       string        `json:"kind"`
	Account    uint32        `json:"account"`
	Market     uint16        `json:"market"`
	Asset      uint16        `json:"asset"`
	Side       uint8         `json:"side"`
	Scopes     uint8         `json:"scopes"`
	Flag       bool          `json:"flag"`
	Price      int64         `json:"price,string"`
	Amount     int64         `json:"amount,string"`
	Withdrawal uint32        `json:"on_withdrawal"`
	Key        uint32        `json:"on_key"`
	Address    chain.Address `json:"address"`
	Until      int64         `json:"until,string"`
	Since      int64         `json:"since,string"`
	Limit      uint32        `json:"limit"`
	Label      string        `json:"label"`
}

// OperatorCommands reads what the defence did in a kept run: every command that it sent
// to a venue, in the order of time. Nothing of the defence is needed to read
// them, or to carry them out again.
func OperatorCommands(folder string) (list []sim.Envelope, err error) {
	f, err := Open(folder, CommandsFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	mark := []byte(`"actor":` + strconv.Itoa(int(sim.Operator)) + `,`)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24) // a line may hold a block
	for n := 1; lines.Scan(); n++ {
		if !bytes.Contains(lines.Bytes(), mark) {
			continue
		}
		e, err := readOperatorLine(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d:1: %w, expected a command as exdrill writes it", filepath.Join(folder, Name(folder, CommandsFile)), n, err)
		}
		if e.Actor == sim.Operator {
			list = append(list, e)
		}
	}
	return list, lines.Err()
}

func readOperatorLine(line []byte) (e sim.Envelope, err error) {
	var o operatorLine
	if err := json.Unmarshal(line, &o); err != nil {
		return e, err
	}
	kind, ok := mockexchange.ParseKind(o.Kind)
	if !ok {
		return e, fmt.Errorf("there is no kind %q", o.Kind)
	}
	return sim.Envelope{At: o.At, Venue: o.Venue, Actor: sim.Actor(o.Actor), Command: mockexchange.Command{
		Kind: kind, Account: o.Account, Market: o.Market, Asset: o.Asset, Side: market.Side(o.Side), Scopes: access.Scopes(o.Scopes),
		Flag: o.Flag, Price: o.Price, Amount: o.Amount, Withdrawal: o.Withdrawal, Target: o.Key, Address: o.Address,
		Until: o.Until, Since: o.Since, Limit: o.Limit, Label: o.Label,
	}}, nil
}

package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/harness/defence/telemetry"
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

// OperatorCommands reads what the defence did: every command that it sent to a
// venue, in the order of time. Nothing of the defence is needed to read them, or
// to carry them out again.
func (f RunFolder) OperatorCommands() (list []sim.Envelope, err error) {
	mark := []byte(`"actor":` + strconv.Itoa(int(sim.Operator)) + `,`)
	err = f.lines(CommandsFile, "a command as exdrill writes it", func(line []byte) (wrong, stop error) {
		if !bytes.Contains(line, mark) {
			return nil, nil
		}
		e, err := readOperatorLine(line)
		if err == nil && e.Actor == sim.Operator {
			list = append(list, e)
		}
		return err, nil
	})
	return list, err
}

// Events goes through the telemetry: the fields of every event, as monitors saw
// them, and before them the venue where there are several. An error of see ends
// it.
func (f RunFolder) Events(see func([]telemetry.Field) error) error {
	return f.lines(EventsFile, "an event as exdrill writes them", func(line []byte) (wrong, stop error) {
		fields, err := readEvent(line)
		if err != nil {
			return err, nil
		}
		return nil, see(fields)
	})
}

// lines goes through a file of lines; wrong is what is wrong with one.
func (f RunFolder) lines(name, wanted string, see func(line []byte) (wrong, stop error)) error {
	file, err := f.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24) // a line may hold a block
	n := 1
	for ; lines.Scan(); n++ {
		wrong, stop := see(lines.Bytes())
		if wrong != nil {
			if !lines.Scan() && lines.Err() != nil {
				wrong = lines.Err() // there is no more of this line
			}
			return f.wrong(name, n, wrong, wanted)
		}
		if stop != nil {
			return stop
		}
	}
	if err := lines.Err(); err != nil {
		return f.wrong(name, n, err, wanted)
	}
	return nil
}

// wrong says what is wrong with a line of a file of lines.
func (f RunFolder) wrong(name string, line int, wrong error, wanted string) error {
	if errors.Is(wrong, io.ErrUnexpectedEOF) {
		wrong = errors.New("the file is cut off here")
	}
	return fmt.Errorf("%s:%d:1: %w, expected %s", f.path(f.Name(name)), line, cause(wrong), wanted)
}

// CopyEvents writes the telemetry as it is kept, line by line. Where it cannot be
// read to its end, the error names the line.
func (f RunFolder) CopyEvents(to io.Writer) error {
	file, err := f.Open(EventsFile)
	if err != nil {
		return err
	}
	defer file.Close()
	from := bufio.NewReaderSize(file, 1<<18)
	for n := 1; ; n++ {
		line, broken := from.ReadBytes('\n')
		if broken == io.EOF && len(line) > 0 {
			broken = io.ErrUnexpectedEOF
		}
		if broken == io.EOF {
			return nil
		}
		if broken != nil {
			return f.wrong(EventsFile, n, broken, "an event as exdrill writes them")
		}
		if _, err := to.Write(line); err != nil {
			return err
		}
	}
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

// readEvent reads the flat record inside an event's line, in its order, with the
// venue before it where there are several.
func readEvent(line []byte) ([]telemetry.Field, error) {
	var outer struct {
		Venue    string          `json:"venue"`
		Unmapped json.RawMessage `json:"unmapped"`
	}
	if err := json.Unmarshal(line, &outer); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(outer.Unmapped))
	d.UseNumber()
	var fields []telemetry.Field
	if outer.Venue != "" {
		fields = Located(nil, outer.Venue)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if n, ok := value.(json.Number); ok {
			if value, err = n.Int64(); err != nil {
				return nil, err
			}
		}
		fields = append(fields, telemetry.Field{Name: name.(string), Value: value})
	}
	return fields, nil
}

// VenueField is what events of one of several venues have beside the fields
// that its monitor sees.
const VenueField = "venue"

// Located are the fields of an event of one of several venues.
func Located(fields []telemetry.Field, venue string) []telemetry.Field {
	return slices.Insert(fields, 0, telemetry.Field{Name: VenueField, Value: venue})
}

package containers

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// venue is the back office of the venue in its container.
type venue struct {
	apiClient
	genesis *mockexchange.Genesis
	stream  *stream
	next    uint64 // number of the next command in its journal
	untaken bool   // something waits to be broadcast

	request []byte
	applied []backend.Applied
	events  []mockexchange.Event
}

// openVenue connects to the back office at a base address.
func openVenue(ctx context.Context, d *deployment, base, token string, g *mockexchange.Genesis) (*venue, error) {
	v := &venue{apiClient: apiClient{client: d.client, name: "venue", base: base, token: token}, genesis: g, next: 1}
	var err error
	v.stream, err = openStream(ctx, &v.apiClient)
	return v, err
}

// apply sends one command. Its time goes with it and is the venue's present from
// then on. What is returned is good until the next call.
func (v *venue) apply(ctx context.Context, now int64, c *mockexchange.Command) (r mockexchange.Result, events []mockexchange.Event, err error) {
	v.request = record.AppendCommand(v.request[:0], now, c)
	next, untaken, answer, err := v.stream.ask(v.request)
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err() // the connection was closed because of that
		}
		return r, nil, fmt.Errorf("venue: %w", err)
	}
	v.applied, v.events = v.applied[:0], v.events[:0]
	if _, err = v.readAnswer(*c, answer); err != nil {
		return r, nil, fmt.Errorf("venue: answer to a command: %w", err)
	}
	return v.applied[0].Result, v.applied[0].Events, v.checkNext(next, untaken, 1)
}

// set makes a time the venue's present.
func (v *venue) set(ctx context.Context, now int64) error {
	return v.put(ctx, "/v1/clock", map[string]int64{"now": now})
}

// catchUp reads what others than this lab had the venue do.
func (v *venue) catchUp(ctx context.Context) ([]backend.Applied, error) {
	path := "/v1/journal?format=binary&events=true&from=" + strconv.FormatUint(v.next, 10)
	header, answer, err := v.do(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return nil, err
	}
	v.applied, v.events = v.applied[:0], v.events[:0]
	for len(answer) > 0 {
		_, c, n, err := record.DecodeCommand(answer)
		if err == nil {
			answer, err = v.readAnswer(c, answer[n:])
		}
		if err != nil {
			return nil, fmt.Errorf("venue: journal record %d: %w", v.next+uint64(len(v.applied)), err)
		}
	}
	next, _ := strconv.ParseUint(header.Get("Exdrill-Next"), 10, 64)
	untaken, _ := strconv.ParseUint(header.Get("Exdrill-Untaken"), 10, 64)
	return v.applied, v.checkNext(next, untaken, uint64(len(v.applied)))
}

// readAnswer reads the result and the events of one command, and returns what
// follows them.
func (v *venue) readAnswer(c mockexchange.Command, answer []byte) ([]byte, error) {
	result, n, err := record.DecodeResult(answer)
	if err != nil {
		return nil, err
	}
	answer = answer[n:]
	count, n := binary.Uvarint(answer)
	if n <= 0 {
		return nil, record.ErrInvalid
	}
	answer = answer[n:]
	from := len(v.events)
	for range count {
		e, n, err := record.DecodeEvent(answer)
		if err != nil {
			return nil, err
		}
		v.events, answer = append(v.events, e), answer[n:]
	}
	v.applied = append(v.applied, backend.Applied{Command: c, Result: result, Events: v.events[from:len(v.events):len(v.events)]})
	return answer, nil
}

// checkNext keeps the number of the next command, and finds out whether somebody
// else had the venue do something in between: that must never be.
func (v *venue) checkNext(next, untaken, n uint64) error {
	if next != v.next+n {
		return fmt.Errorf("venue: its next command is number %d, expected %d: something reached it that the lab did not send",
			next, v.next+n)
	}
	v.next, v.untaken = next, untaken > 0
	return nil
}

// broadcasts takes what waits to be sent to the chains.
func (v *venue) broadcasts(ctx context.Context) ([]mockexchange.Broadcast, error) {
	if !v.untaken {
		return nil, nil
	}
	var told struct {
		Broadcasts []struct {
			Asset       string          `json:"asset"`
			Transaction json.RawMessage `json:"transaction"`
		} `json:"broadcasts"`
	}
	if err := v.json(ctx, http.MethodGet, "/v1/broadcasts", nil, &told); err != nil {
		return nil, err
	}
	v.untaken = false
	list := make([]mockexchange.Broadcast, len(told.Broadcasts))
	for i, b := range told.Broadcasts {
		list[i].Tx = new(chain.Transaction)
		if err := json.Unmarshal(b.Transaction, list[i].Tx); err != nil {
			return nil, fmt.Errorf("venue: broadcast %d: %w", i+1, err)
		}
		id, ok := v.genesis.AssetID(b.Asset)
		if !ok {
			return nil, fmt.Errorf("venue: broadcast %d: unknown asset %q", i+1, b.Asset)
		}
		list[i].Asset = id
	}
	return list, nil
}

package operator

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/record"
)

type batchInput struct {
	Events  bool   `query:"events" doc:"after each result, how many events the command led to, as a varint, and they as records of mockexchange/record.DecodeEvent"`
	RawBody []byte `contentType:"application/octet-stream" doc:"records of mockexchange/record.AppendCommand, times not falling"`
}

type actionInput struct{ Body Action }

// Done is the answer to an action.
type Done struct {
	At     int64      `json:"at" doc:"virtual nanoseconds since the Unix epoch"`
	Time   string     `json:"time"`
	Result ResultLine `json:"result"`
}

type doneBody struct{ Body Done }

type blockInput struct {
	Body struct {
		Asset string          `json:"asset"`
		At    int64           `json:"at,omitempty" doc:"virtual nanoseconds; the present if it is left out"`
		Block json.RawMessage `json:"block" doc:"the block as the chain's node gives it"`
	}
}

type broadcastsInput struct {
	From uint64 `query:"from" doc:"number of the first, also of those taken already; left out: what nobody has taken yet"`
}

// Sent is one transaction that the venue wants on a chain.
type Sent struct {
	Number      uint64          `json:"number" doc:"from 1"`
	Asset       string          `json:"asset"`
	Transaction json.RawMessage `json:"transaction" doc:"as POST /v1/transactions of the chain's node takes it"`
}

type broadcastsBody struct {
	Body struct {
		Next       uint64 `json:"next"`
		Broadcasts []Sent `json:"broadcasts" nullable:"false"`
	}
}

func (a *api) registerActing(h huma.API) {
	huma.Register(h, operation("apply-commands", http.MethodPost, "/v1/commands",
		"Apply a batch of commands, proofs included, in order; the answer is a record of AppendResult for each"), a.commands)
	huma.Register(h, operation("act", http.MethodPost, "/v1/actions", "One action of the venue's staff"), a.act)
	huma.Register(h, operation("observe-block", http.MethodPost, "/v1/blocks", "Show the venue a new block"), a.block)
	huma.Register(h, operation("take-broadcasts", http.MethodGet, "/v1/broadcasts",
		"Take what the venue wants sent to the chains"), a.broadcasts)
}

// timed is one command of a batch; at is 0 for the present.
type timed struct {
	at      int64
	command mockexchange.Command
}

// commands applies a batch whole or, if any of it cannot be read, not at all.
func (a *api) commands(_ context.Context, in *batchInput) (*records, error) {
	batch, err := decodeBatch(in.RawBody)
	if err != nil {
		return nil, err
	}
	out := &records{ContentType: typeBinary, Body: []byte{}}
	err = a.turn(func(t *Turn) {
		out.Body = applyBatch(out.Body, t, batch, in.Events)
		out.Next = t.Applied() + 1
	})
	out.Untaken = a.venue.Outbox.Untaken()
	return out, err
}

// appendEvents appends the number of events and then their records.
func appendEvents(dst []byte, events []mockexchange.Event) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(events)))
	for i := range events {
		dst = record.AppendEvent(dst, &events[i])
	}
	return dst
}

func decodeBatch(body []byte) (batch []timed, err error) {
	last, offset := int64(0), 0
	for offset < len(body) {
		at, c, n, err := record.DecodeCommand(body[offset:])
		where := fmt.Sprintf("body: record %d, byte %d", len(batch)+1, offset)
		if err != nil {
			return nil, wrong(where, "a command", err.Error())
		}
		if at != 0 && at < last {
			return nil, wrong(where, "a time of at least "+strconv.FormatInt(last, 10), at)
		}
		last, offset = max(last, at), offset+n
		batch = append(batch, timed{at, c})
	}
	return batch, nil
}

func (a *api) act(_ context.Context, in *actionInput) (*doneBody, error) {
	c, err := in.Body.command(a.names)
	if err != nil {
		return nil, err
	}
	return a.do(0, &c)
}

// do applies a command of the venue's own staff.
func (a *api) do(at int64, c *mockexchange.Command) (*doneBody, error) {
	c.Auth, c.Credential = mockexchange.AuthOperator, a.credential
	out := &doneBody{}
	err := a.turn(func(t *Turn) {
		r, _ := t.Apply(at, c)
		out.Body = Done{At: t.Now(), Time: clockText(t.Now()), Result: resultLine(&r)}
	})
	return out, err
}

func (a *api) block(_ context.Context, in *blockInput) (*doneBody, error) {
	c := mockexchange.Command{Kind: mockexchange.ObserveBlock, Block: new(chain.Block)}
	var ok bool
	if c.Asset, ok = a.names.genesis.AssetID(in.Body.Asset); !ok {
		return nil, wrong("body.asset", "an asset of this venue", in.Body.Asset)
	}
	if err := json.Unmarshal(in.Body.Block, c.Block); err != nil {
		return nil, wrong("body.block", "a block", err.Error())
	}
	return a.do(in.Body.At, &c)
}

func (a *api) broadcasts(_ context.Context, in *broadcastsInput) (*broadcastsBody, error) {
	first, sent := max(in.From, 1), []mockexchange.Broadcast(nil)
	if in.From == 0 {
		first, sent = a.venue.Outbox.Take()
	} else {
		sent = a.venue.Outbox.From(first)
	}
	out := &broadcastsBody{}
	out.Body.Next, out.Body.Broadcasts = first+uint64(len(sent)), make([]Sent, len(sent))
	for i, b := range sent {
		text, err := json.Marshal(b.Tx)
		if err != nil {
			return nil, err
		}
		out.Body.Broadcasts[i] = Sent{Number: first + uint64(i), Asset: a.names.asset(b.Asset), Transaction: text}
	}
	return out, nil
}

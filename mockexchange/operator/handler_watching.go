package operator

import (
	"context"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// lines is how many lines a stream writes before it flushes.
const lines = 1000

type streamInput struct {
	From   uint64 `query:"from" default:"1" doc:"sequence number of the first event"`
	Follow bool   `query:"follow" doc:"stay connected and go on with what happens"`
}

type pageInput struct {
	From   uint64 `query:"from" default:"1" doc:"number of the first"`
	Limit  int    `query:"limit" default:"10000" minimum:"1" maximum:"1000000"`
	Format string `query:"format" default:"ndjson" enum:"ndjson,binary"`
}

func (a *api) registerWatching(h huma.API) {
	stream := operation("stream-telemetry", http.MethodGet, "/v1/telemetry",
		"The audit log, as lines of JSON; resume with from = last seq + 1")
	stream.Responses = map[string]*huma.Response{"200": {
		Description: "events", Content: map[string]*huma.MediaType{
			typeLines: {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[EventLine](), true, "EventLine")},
		},
	}}
	huma.Register(h, stream, a.telemetry)
	huma.Register(h, operation("get-events", http.MethodGet, "/v1/events",
		"A page of the audit log; binary: records of mockexchange/record.DecodeEvent"), a.events)
	huma.Register(h, operation("get-journal", http.MethodGet, "/v1/journal",
		"Every command with its time and result; binary: records of DecodeCommand and DecodeResult in turn"), a.journal)
}

func (a *api) telemetry(_ context.Context, in *streamInput) (*huma.StreamResponse, error) {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", typeLines)
		ctx.SetHeader("Cache-Control", "no-store")
		ctx.SetStatus(http.StatusOK)
		flush(ctx)
		a.stream(ctx, max(in.From, 1), in.Follow)
	}}, nil
}

// stream writes events until there are no more, or, if it follows, until the
// reader leaves or the venue closes.
func (a *api) stream(ctx huma.Context, from uint64, follow bool) {
	var events []mockexchange.Event
	var buf []byte
	for {
		events = a.venue.Telemetry.Read(events[:0], from, lines)
		buf = buf[:0]
		for i := range events {
			buf = appendLine(buf, a.names.eventLine(&events[i]))
		}
		if _, err := ctx.BodyWriter().Write(buf); err != nil {
			return
		}
		from += uint64(len(events))
		if len(events) > 0 {
			continue
		}
		flush(ctx)
		if !follow || !a.venue.Telemetry.Wait(ctx.Context(), from) {
			return
		}
	}
}

func flush(ctx huma.Context) {
	if f, ok := ctx.BodyWriter().(http.Flusher); ok {
		f.Flush()
	}
}

func (a *api) events(_ context.Context, in *pageInput) (*records, error) {
	from := max(in.From, 1)
	events := a.venue.Telemetry.Read(nil, from, in.Limit)
	out := &records{ContentType: typeLines, Next: from + uint64(len(events))}
	if in.Format == "binary" {
		out.ContentType = typeBinary
	}
	for i := range events {
		if in.Format == "binary" {
			out.Body = record.AppendEvent(out.Body, &events[i])
		} else {
			out.Body = appendLine(out.Body, a.names.eventLine(&events[i]))
		}
	}
	return out, nil
}

type journalInput struct {
	From   uint64 `query:"from" default:"1" doc:"number of the first"`
	Limit  int    `query:"limit" default:"10000" minimum:"1" maximum:"1000000"`
	Format string `query:"format" default:"ndjson" enum:"ndjson,binary"`
	Events bool   `query:"events" doc:"binary only: after each result, how many events the command led to, as a varint, and they as records of DecodeEvent"`
}

func (a *api) journal(_ context.Context, in *journalInput) (*records, error) {
	j, n := a.venue.Journal(), max(in.From, 1)
	out := &records{ContentType: typeLines}
	if in.Format == "binary" {
		out.ContentType = typeBinary
	}
	for end := min(j.Len(), n+uint64(in.Limit)-1); n <= end; n++ {
		more, err := a.appendEntry(out, n, in)
		if err != nil {
			return nil, huma.Error500InternalServerError("journal record "+strconv.FormatUint(n, 10), err)
		}
		if !more {
			break
		}
	}
	out.Next, out.Untaken = n, a.venue.Outbox.Untaken()
	return out, nil
}

// appendEntry appends one command of the journal; false if it cannot be shown
// yet.
func (a *api) appendEntry(out *records, n uint64, in *journalInput) (bool, error) {
	if in.Format != "binary" {
		e, err := a.venue.Journal().Entry(n)
		if err == nil {
			out.Body = appendLine(out.Body, a.names.entryLine(&e))
		}
		return true, err
	}
	var events []mockexchange.Event
	if in.Events {
		var ok bool
		if events, ok = a.venue.EventsOf(nil, n); !ok {
			return false, nil
		}
	}
	record, err := a.venue.Journal().Read(n)
	out.Body = append(out.Body, record...)
	if in.Events {
		out.Body = appendEvents(out.Body, events)
	}
	return true, err
}

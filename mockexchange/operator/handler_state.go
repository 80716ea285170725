package operator

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/danielgtaylor/huma/v2"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// ClockState is the venue's time.
type ClockState struct {
	Now  int64  `json:"now" doc:"virtual nanoseconds since the Unix epoch"`
	Time string `json:"time,omitempty" doc:"the same in RFC 3339, UTC; not read"`
	Wall bool   `json:"wall,omitempty" doc:"the venue follows the wall clock; not read"`
}

type clockBody struct{ Body ClockState }

type peersBody struct {
	Body map[string]string `doc:"addresses of connections, and the address of the scenario that each stands for"`
}

func (a *api) registerState(h huma.API) {
	huma.Register(h, operation("get-clock", http.MethodGet, "/v1/clock", "What time it is"),
		func(context.Context, *struct{}) (*clockBody, error) { return a.clock() })
	put := operation("set-clock", http.MethodPut, "/v1/clock", "Set the time; the venue no longer follows the wall clock")
	put.Errors = append(put.Errors, http.StatusConflict)
	huma.Register(h, put, a.setClock)
	huma.Register(h, operation("set-peers", http.MethodPut, "/v1/peers", "Say which address each caller stands for"), a.setPeers)
	huma.Register(h, operation("get-snapshot", http.MethodGet, "/v1/snapshot", "The books, the wallets, the markets"), a.snapshot)
}

func (a *api) clock() (*clockBody, error) {
	now, err := a.venue.Present()
	return &clockBody{ClockState{Now: now, Time: clockText(now), Wall: a.venue.Clock.Wall()}}, status(err)
}

func (a *api) setClock(_ context.Context, in *clockBody) (*clockBody, error) {
	if err := a.venue.SetClock(in.Body.Now); err != nil {
		return nil, status(err)
	}
	return a.clock()
}

func (a *api) setPeers(_ context.Context, in *peersBody) (*struct{}, error) {
	sources := make(map[netip.Addr]access.Source, len(in.Body))
	for peer, source := range in.Body {
		from, err := netip.ParseAddr(peer)
		if err != nil {
			return nil, wrong("body", "an IP address", peer)
		}
		s, ok := access.ParseSource(source)
		if !ok {
			return nil, wrong("body."+peer, "an IPv4 address", source)
		}
		sources[from] = s
	}
	a.venue.Peers.Set(sources)
	return nil, nil
}

// wrong is the answer to a value that is none.
func wrong(where, expected string, got any) error {
	return huma.Error422UnprocessableEntity("invalid request",
		&huma.ErrorDetail{Location: where, Message: "expected " + expected, Value: got})
}

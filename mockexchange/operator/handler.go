package operator

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// maxBody bounds a request: a batch of half a million commands fits.
const maxBody = 64 << 20

// bodyTime is how long a caller may take to send one.
const bodyTime = time.Minute

// api is the HTTP API over one venue.
type api struct {
	venue      *Venue
	names      names
	credential access.Credential // the venue's own, for actions
}

// Handler serves the operator's API. Everything under /v1 demands the token as
// "Authorization: Bearer TOKEN"; /healthz and the description of the API,
// /openapi.json and /openapi.yaml, are open.
func Handler(v *Venue, token string) http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("exdrill mock exchange: operator API", "1")
	config.Info.Description = "Watch a venue and act on it. Amounts are text: integers of base units. " +
		"Beside the endpoints below there is POST /v1/commands/stream, an upgrade to " + StreamProtocol + "."
	config.CreateHooks = nil // no links to schemas inside the answers
	config.DocsPath = ""     // a page that would load its scripts from elsewhere
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer"},
	}
	h := humago.New(mux, config)
	h.UseMiddleware(requireToken(h, token))
	a := &api{
		venue: v, names: names{v.Genesis()},
		credential: access.OperatorCredential(v.Genesis().Seed),
	}
	a.registerState(h)
	a.registerWatching(h)
	a.registerActing(h)
	mux.HandleFunc("GET /healthz", Healthy)
	mux.Handle("POST /v1/commands/stream", guarded(token, a.commandStream))
	return mux
}

// Healthy answers that the server runs.
func Healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"ok":true}` + "\n"))
}

// requireToken lets nobody in without the token.
func requireToken(h huma.API, token string) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		status, text := checkToken(ctx.Header("Authorization"), token)
		if status == http.StatusOK {
			next(ctx)
			return
		}
		if status == http.StatusUnauthorized {
			ctx.SetHeader("WWW-Authenticate", `Bearer realm="operator"`)
		}
		_ = huma.WriteErr(h, ctx, status, text)
	}
}

// guarded is the same for an endpoint that is not described in OpenAPI.
func guarded(token string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, text := checkToken(r.Header.Get("Authorization"), token)
		if status != http.StatusOK {
			http.Error(w, text, status)
			return
		}
		next(w, r)
	})
}

// checkToken is 200 with the token, 401 without one, 403 with a wrong one.
func checkToken(authorization, token string) (status int, text string) {
	given, ok := strings.CutPrefix(authorization, "Bearer ")
	switch {
	case !ok:
		return http.StatusUnauthorized, "a token is required: Authorization: Bearer TOKEN"
	case token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1:
		return http.StatusForbidden, "this is not the venue's token"
	}
	return http.StatusOK, ""
}

// operation describes one endpoint.
func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Security:     []map[string][]string{{"token": {}}},
		MaxBodyBytes: maxBody, BodyReadTimeout: bodyTime,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusServiceUnavailable},
	}
}

// turn runs f with the engine and turns a venue out of order into an answer.
func (a *api) turn(f func(t *Turn)) error { return status(a.venue.Turn(f)) }

// status is the answer to an error of the venue's.
func status(err error) error {
	switch {
	case errors.Is(err, ErrBroken):
		return huma.Error503ServiceUnavailable(err.Error())
	case errors.Is(err, ErrBackwards):
		return huma.Error409Conflict(err.Error())
	}
	return err
}

// records is an answer of records, one after the other.
type records struct {
	ContentType string `header:"Content-Type"`
	Next        uint64 `header:"Exdrill-Next" doc:"the number to ask for next"`
	Untaken     int    `header:"Exdrill-Untaken" doc:"how many broadcasts wait to be taken"`
	Body        []byte
}

const (
	typeBinary = "application/octet-stream"
	typeLines  = "application/x-ndjson"
)

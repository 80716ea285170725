package binance

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// maxBody is more than any request of the protocol needs.
const maxBody = 64 << 10

// Options say how a handler behaves. The zero value is a strict venue without
// limits.
type Options struct {
	// Source says which address of the scenario a connection's remote address
	// ("address:port") stands for; nil takes the address itself.
	Source func(remote string) access.Source
	Limits Limits
	// AnyTime accepts requests of any timestamp, for clients that sign with the
	// wall clock while the venue's clock runs at another pace.
	AnyTime bool
}

// Handler serves the protocol over one venue.
type Handler struct {
	venue   Venue
	genesis *mockexchange.Genesis
	options Options
	routes  map[string][]route // by path

	// What follows is used within turns only, which come one at a time.
	limiter *rateLimiter
	keys    map[string]uint32 // ids by public part
	known   uint32            // how many keys that map has
}

// New makes the handler for a venue.
func New(v Venue, o Options) *Handler {
	h := &Handler{
		venue: v, genesis: v.Genesis(), options: o, routes: make(map[string][]route),
		limiter: newRateLimiter(o.Limits), keys: v.Genesis().KeysByPublic(),
	}
	h.known = uint32(len(h.keys))
	for _, r := range routes() {
		h.routes[r.path] = append(h.routes[r.path], r)
	}
	return h
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := call{h: h, from: h.source(r.RemoteAddr), apiKey: r.Header.Get("X-MBX-APIKEY"), login: loginOf(r.Header)}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		c.refuse(&tooLong)
	case err != nil:
		return // the client left in the middle of its request
	}
	c.request = parse(r.URL.RawQuery, string(body))
	c.route = h.find(r.Method, r.URL.Path, &c)
	var out any
	err = h.venue.Turn(func(now int64, e Engine) {
		c.now, c.engine = now, e
		out = c.serve()
	})
	if err != nil {
		c.no, out = &outcomeUnknown, nil
	}
	c.write(w, out)
}

func (h *Handler) source(remote string) access.Source {
	if h.options.Source != nil {
		return h.options.Source(remote)
	}
	return sourceOf(remote)
}

// find looks for the endpoint. What does not exist is a command too: the
// attempt is recorded as a read of the venue's status that was refused.
func (h *Handler) find(method, path string, c *call) *route {
	there := h.routes[path]
	for i := range there {
		if there[i].method == method {
			return &there[i]
		}
	}
	if len(there) > 0 {
		c.refuse(&wrongMethod)
	} else {
		c.refuse(&unsupported)
	}
	return &route{kind: mockexchange.ReadStatus, weight: 1}
}

// keyID finds the key of a public part, 0 if there never was one. Keys that
// customers made meanwhile are looked up once.
func (h *Handler) keyID(e Engine, public string) uint32 {
	for ; h.known < e.Keys(); h.known++ {
		p, _ := access.KeyPair(h.genesis.Seed, h.known+1)
		h.keys[p] = h.known + 1
	}
	return h.keys[public]
}

// write sends the answer with the headers that clients watch.
func (c *call) write(w http.ResponseWriter, out any) {
	header := w.Header()
	header.Set("Content-Type", "application/json;charset=UTF-8")
	header.Set("X-MBX-USED-WEIGHT", strconv.Itoa(c.used))
	header.Set("X-MBX-USED-WEIGHT-1M", strconv.Itoa(c.used))
	if c.route.order && c.account != 0 {
		header.Set("X-MBX-ORDER-COUNT-10S", strconv.Itoa(c.short))
		header.Set("X-MBX-ORDER-COUNT-1D", strconv.Itoa(c.today))
	}
	status := http.StatusOK
	if c.no != nil {
		status, out = c.no.status, errorBody{c.no.code, c.no.text}
		if c.no.retry > 0 {
			header.Set("Retry-After", strconv.FormatInt(c.no.retry, 10))
		}
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out) // a client that left needs no answer
}

type errorBody struct {
	Code int    `json:"code"`
	Msg  string `json:"msg"`
}

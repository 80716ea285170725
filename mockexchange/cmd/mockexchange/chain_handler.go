package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// publicChain serves what everybody can see and do on a chain.
//
//	POST /v1/transactions             a transaction; {"id": hex} when it is relayed,
//	                                  else {"error": "insufficient_funds", "message": …}
//	GET  /v1/addresses/{hex}/balance  {"balance": 12, "available": 12}, base units
//	GET  /v1/addresses/{hex}/unspent  the coins of the address
//	GET  /v1/addresses/{hex}/nonce    {"nonce": 4}
//	GET  /v1/addresses/{hex}/owner    {"owner": hex}
//	GET  /v1/blocks/{height}          a block
//	GET  /v1/status                   height, tip, supply, fees, how many wait
//	GET  /healthz
//
// Relayed is not kept: as with any mempool, a transaction that no block has yet
// may be gone after a restart.
func publicChain(n *node, turn func(f func()) error) *http.ServeMux {
	h := chainHandler{n, turn}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", operator.Healthy)
	mux.HandleFunc("POST /v1/transactions", h.submit)
	mux.HandleFunc("GET /v1/addresses/{address}/{what}", h.address)
	mux.HandleFunc("GET /v1/blocks/{height}", h.block)
	mux.HandleFunc("GET /v1/status", h.status)
	return mux
}

// chainHandler answers what is asked of a chain. It uses the chain in turns,
// which return when what they saw may be shown.
type chainHandler struct {
	node *node
	turn func(f func()) error
}

// ownChain serves a chain in a process of its own, and adds what only the lab
// may do, with its token.
//
//	POST /v1/mine   {"at": ns}; the new block
//	PUT  /v1/funds  [{"to": hex, "amount": 12, "memo": 0, "parts": 1}]; the genesis, before anything moves
//
// The tokens on the chain are served in the same way, each under /tokens/CODE: they
// take turns with it, since their gas is in its coin.
func ownChain(n *node, tokens map[string]*node, token string) http.Handler {
	var mu sync.Mutex
	turn := func(f func()) error {
		mu.Lock()
		defer mu.Unlock()
		f()
		return nil
	}
	mux := labChain(n, turn, token)
	for code, t := range tokens {
		prefix := "/tokens/" + code
		mux.Handle(prefix+"/", http.StripPrefix(prefix, labChain(t, turn, token)))
	}
	return mux
}

// labChain serves one ledger of such a process.
func labChain(n *node, turn func(f func()) error, token string) *http.ServeMux {
	h := chainHandler{n, turn}
	mux := publicChain(n, h.turn)
	mux.Handle("POST /v1/mine", guarded(token, h.mine))
	mux.Handle("PUT /v1/funds", guarded(token, h.fund))
	return mux
}

// reply runs f in a turn and answers with what comes of it.
func (h *chainHandler) reply(w http.ResponseWriter, f func(n *node) (any, error)) {
	var out any
	var refused error
	if err := h.turn(func() { out, refused = f(h.node) }); err != nil {
		refuse(w, http.StatusServiceUnavailable, "out_of_order", err.Error())
		return
	}
	var none missing
	switch {
	case errors.As(refused, &none):
		refuse(w, http.StatusNotFound, "not_found", none.Error())
	case refused != nil:
		refuseChain(w, refused)
	default:
		answer(w, out)
	}
}

// guarded lets nobody in without the token: 401 without one, 403 with a wrong one.
func guarded(token string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case !ok:
			refuse(w, http.StatusUnauthorized, "no_token", "expected Authorization: Bearer TOKEN")
		case subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1:
			refuse(w, http.StatusForbidden, "wrong_token", "this is not the chain's token")
		default:
			next(w, r)
		}
	})
}

// missing is the refusal to show what there is not.
type missing string

func (m missing) Error() string { return string(m) }

func (h *chainHandler) submit(w http.ResponseWriter, r *http.Request) {
	t := new(chain.Transaction)
	if decode(w, r, t) {
		h.reply(w, func(n *node) (any, error) { return map[string]chain.Hash{"id": t.ID()}, n.chain.Submit(t) })
	}
}

func (h *chainHandler) address(w http.ResponseWriter, r *http.Request) {
	var a chain.Address
	if err := a.UnmarshalText([]byte(r.PathValue("address"))); err != nil {
		refuse(w, http.StatusBadRequest, "bad_request", err.Error())
		return
	}
	h.reply(w, func(n *node) (any, error) {
		switch r.PathValue("what") {
		case "balance":
			return map[string]int64{"balance": n.chain.Balance(a), "available": n.chain.Available(a)}, nil
		case "unspent":
			return append([]chain.Coin{}, n.chain.Unspent(a)...), nil
		case "nonce":
			return map[string]uint64{"nonce": n.chain.NextNonce(a)}, nil
		case "owner":
			return map[string]chain.Address{"owner": n.chain.Owner(a)}, nil
		}
		return nil, missing("expected balance, unspent, nonce or owner")
	})
}

func (h *chainHandler) block(w http.ResponseWriter, r *http.Request) {
	height, err := strconv.ParseUint(r.PathValue("height"), 10, 64)
	if err != nil {
		refuse(w, http.StatusBadRequest, "bad_request", "expected a height, got "+strconv.Quote(r.PathValue("height")))
		return
	}
	h.reply(w, func(n *node) (any, error) { return n.block(height) })
}

// chainStatus is where a chain stands.
type chainStatus struct {
	Network string     `json:"network"`
	Height  uint64     `json:"height"`
	Tip     chain.Hash `json:"tip"`
	Supply  int64      `json:"supply"` // base units that addresses hold
	Fees    int64      `json:"fees"`   // base units that miners took
	Pending int        `json:"pending"`
}

func statusOf(n *node) (any, error) {
	c := n.chain
	return chainStatus{n.spec.Network, c.Height(), c.Tip(), c.Supply(), c.Fees(), len(c.Pending())}, nil
}

func (h *chainHandler) status(w http.ResponseWriter, _ *http.Request) { h.reply(w, statusOf) }

func (h *chainHandler) mine(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		At int64 `json:"at"` // virtual nanoseconds since the Unix epoch
	}
	if decode(w, r, &asked) {
		h.reply(w, func(n *node) (any, error) { return n.mine(asked.At), nil })
	}
}

func (h *chainHandler) fund(w http.ResponseWriter, r *http.Request) {
	var all []funding
	if !decode(w, r, &all) {
		return
	}
	h.reply(w, func(n *node) (any, error) {
		if err := n.fund(all); err != nil {
			return nil, err
		}
		return statusOf(n)
	})
}

// bodyLimit is more than any block of a drill takes.
const bodyLimit = 64 << 20

func decode(w http.ResponseWriter, r *http.Request, v any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, bodyLimit)).Decode(v); err != nil {
		refuse(w, http.StatusBadRequest, "malformed", err.Error())
		return false
	}
	return true
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a caller that left needs no answer
}

// refuseChain answers with the chain's own word for a refusal.
func refuseChain(w http.ResponseWriter, err error) {
	word := "malformed"
	var no chain.Refusal
	if errors.As(err, &no) {
		word = no.Error()
	}
	refuse(w, http.StatusConflict, word, err.Error())
}

func refuse(w http.ResponseWriter, status int, word, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": word, "message": message})
}

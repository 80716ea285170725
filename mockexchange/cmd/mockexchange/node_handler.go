package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

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
//	GET  /v1/blocks/{height}          a block
//	GET  /v1/status                   height, tip, supply, fees, how many wait
//	GET  /healthz
func publicChain(n *node) *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", operator.Healthy)
	mux.HandleFunc("POST /v1/transactions", n.handleSubmit)
	mux.HandleFunc("GET /v1/addresses/{address}/{what}", n.handleAddress)
	mux.HandleFunc("GET /v1/blocks/{height}", n.handleBlock)
	mux.HandleFunc("GET /v1/status", n.handleStatus)
	return mux
}

// ownChain adds what only the lab may do, with its token.
//
//	POST /v1/mine   {"at": ns}; the new block
//	PUT  /v1/funds  [{"to": hex, "amount": 12, "memo": 0, "parts": 1}]; the genesis, before anything moves
func ownChain(n *node, token string) http.Handler {
	mux := publicChain(n)
	mux.Handle("POST /v1/mine", guarded(token, n.handleMine))
	mux.Handle("PUT /v1/funds", guarded(token, n.handleFunds))
	return mux
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

func (n *node) handleSubmit(w http.ResponseWriter, r *http.Request) {
	t := new(chain.Transaction)
	if !decode(w, r, t) {
		return
	}
	if err := n.submit(t); err != nil {
		refuseChain(w, err)
		return
	}
	answer(w, map[string]chain.Hash{"id": t.ID()})
}

func (n *node) handleAddress(w http.ResponseWriter, r *http.Request) {
	var a chain.Address
	if err := a.UnmarshalText([]byte(r.PathValue("address"))); err != nil {
		refuse(w, http.StatusBadRequest, "bad_request", err.Error())
		return
	}
	var out any
	n.view(func(c *chain.Node) {
		switch r.PathValue("what") {
		case "balance":
			out = map[string]int64{"balance": c.Balance(a), "available": c.Available(a)}
		case "unspent":
			out = append([]chain.Coin{}, c.Unspent(a)...)
		case "nonce":
			out = map[string]uint64{"nonce": c.NextNonce(a)}
		}
	})
	if out == nil {
		refuse(w, http.StatusNotFound, "not_found", "expected balance, unspent or nonce")
		return
	}
	answer(w, out)
}

func (n *node) handleBlock(w http.ResponseWriter, r *http.Request) {
	height, err := strconv.ParseUint(r.PathValue("height"), 10, 64)
	if err != nil {
		refuse(w, http.StatusBadRequest, "bad_request", "expected a height, got "+strconv.Quote(r.PathValue("height")))
		return
	}
	b, ok := n.block(height)
	if !ok {
		refuse(w, http.StatusNotFound, "not_found", "there is no block of this height")
		return
	}
	answer(w, b)
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

func (n *node) handleStatus(w http.ResponseWriter, _ *http.Request) {
	var s chainStatus
	n.view(func(c *chain.Node) {
		s = chainStatus{n.spec.Network, c.Height(), c.Tip(), c.Supply(), c.Fees(), len(c.Pending())}
	})
	answer(w, s)
}

func (n *node) handleMine(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		At int64 `json:"at"` // virtual nanoseconds since the Unix epoch
	}
	if decode(w, r, &asked) {
		answer(w, n.mine(asked.At))
	}
}

func (n *node) handleFunds(w http.ResponseWriter, r *http.Request) {
	var all []allotment
	if !decode(w, r, &all) {
		return
	}
	if err := n.fund(all); err != nil {
		refuseChain(w, err)
		return
	}
	n.handleStatus(w, r)
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

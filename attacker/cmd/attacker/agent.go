package main

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/wire"
)

// agent holds one campaign for a lab that drives it over HTTP:
//
//	PUT  /v1/campaign  a wire.Mission; takes the place of the one before
//	POST /v1/wake      {"now": ns}; acts once and answers {"next": ns, "done": false}
//	GET  /v1/deeds     what he did so far, from the n-th deed on with ?from=n
//	GET  /healthz      needs no token
type agent struct {
	token string

	mu    sync.Mutex // one wake-up at a time
	brain *campaign.Brain
	world attacker.World
	now   int64 // virtual time of the last wake-up
}

func newAgent(token string) *agent { return &agent{token: token} }

var (
	errToken    = errors.New("the bearer token is missing or wrong")
	errCampaign = errors.New("no campaign was sent yet")
)

func (a *agent) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.Handle("PUT /v1/campaign", a.guarded(a.takeCampaign))
	mux.Handle("POST /v1/wake", a.guarded(a.wake))
	mux.Handle("GET /v1/deeds", a.guarded(a.deeds))
	return mux
}

// guarded lets callers with the token in, one at a time.
func (a *agent) guarded(next http.HandlerFunc) http.Handler {
	want := []byte("Bearer " + a.token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), want) != 1 {
			fail(w, http.StatusUnauthorized, errToken)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		next(w, r)
	})
}

// missionLimit is more than any campaign of a drill takes.
const missionLimit = 64 << 20

func (a *agent) takeCampaign(w http.ResponseWriter, r *http.Request) {
	var m wire.Mission
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, missionLimit))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if err := m.Check(); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	brain, err := campaign.New(m.Campaign)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	a.brain, a.now = brain, 0
	a.world = m.World(func() int64 { return a.now })
	answer(w, http.StatusOK, a.woken(nil))
}

func (a *agent) wake(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Now int64 `json:"now"` // virtual nanoseconds since the Unix epoch
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if a.brain == nil {
		fail(w, http.StatusConflict, errCampaign)
		return
	}
	a.now = asked.Now
	answer(w, http.StatusOK, a.woken(a.brain.Wake(asked.Now, a.world)))
}

func (a *agent) woken(err error) wire.Woken {
	next, ok := a.brain.Next()
	told := wire.Woken{Next: next, Done: !ok, Sent: a.brain.TakeSent()}
	if err != nil {
		told.Error = err.Error()
	}
	return told
}

func (a *agent) deeds(w http.ResponseWriter, r *http.Request) {
	if a.brain == nil {
		fail(w, http.StatusConflict, errCampaign)
		return
	}
	log, from := a.brain.Log(), 0
	if text := r.URL.Query().Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			fail(w, http.StatusBadRequest, errors.New("from is "+strconv.Quote(text)+", expected a number from 0 on"))
			return
		}
		from = n
	}
	deeds := make([]campaign.Deed, 0, len(log))
	answer(w, http.StatusOK, append(deeds, log[min(from, len(log)):]...))
}

func fail(w http.ResponseWriter, status int, err error) {
	answer(w, status, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the caller went away
}

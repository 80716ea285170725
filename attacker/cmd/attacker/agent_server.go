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

// agentServer holds one campaign for a lab that drives it over HTTP:
//
//	PUT  /v1/campaign  a wire.Mission; takes the place of the one before
//	POST /v1/wake      {"now": ns}; acts once and answers {"next": {"at": ns, "key": 0}, "done": false}
//	GET  /v1/log     what he did so far, from the n-th entry on with ?from=n
//	GET  /healthz      needs no token
type agentServer struct {
	token string

	mu    sync.Mutex // one wake-up at a time
	agent *campaign.Agent
	world attacker.World
	now   int64 // virtual time of the last wake-up
}

func newAgentServer(token string) *agentServer { return &agentServer{token: token} }

var (
	errToken    = errors.New("the bearer token is missing or wrong")
	errCampaign = errors.New("no campaign was sent yet")
)

func (s *agentServer) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.Handle("PUT /v1/campaign", s.guarded(s.takeCampaign))
	mux.Handle("POST /v1/wake", s.guarded(s.wake))
	mux.Handle("GET /v1/log", s.guarded(s.log))
	return mux
}

// guarded lets callers with the token in, one at a time.
func (s *agentServer) guarded(next http.HandlerFunc) http.Handler {
	want := []byte("Bearer " + s.token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), want) != 1 {
			fail(w, http.StatusUnauthorized, errToken)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		next(w, r)
	})
}

// missionLimit is more than any campaign of a drill takes.
const missionLimit = 64 << 20

func (s *agentServer) takeCampaign(w http.ResponseWriter, r *http.Request) {
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
	agent, err := campaign.New(m.Campaign)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	s.agent, s.now = agent, 0
	s.world = m.World(func() int64 { return s.now })
	answer(w, http.StatusOK, s.woken(nil))
}

func (s *agentServer) wake(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Now int64 `json:"now"` // virtual nanoseconds since the Unix epoch
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if s.agent == nil {
		fail(w, http.StatusConflict, errCampaign)
		return
	}
	s.now = asked.Now
	answer(w, http.StatusOK, s.woken(s.agent.Wake(asked.Now, s.world)))
}

func (s *agentServer) woken(err error) wire.WakeResponse {
	next, ok := s.agent.Turn()
	told := wire.WakeResponse{Next: next, Done: !ok, Sent: s.agent.TakeSent()}
	if err != nil {
		told.Error = err.Error()
	}
	return told
}

func (s *agentServer) log(w http.ResponseWriter, r *http.Request) {
	if s.agent == nil {
		fail(w, http.StatusConflict, errCampaign)
		return
	}
	log, from := s.agent.Log(), 0
	if text := r.URL.Query().Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			fail(w, http.StatusBadRequest, errors.New("from is "+strconv.Quote(text)+", expected a number from 0 on"))
			return
		}
		from = n
	}
	entries := make([]campaign.LogEntry, 0, len(log))
	answer(w, http.StatusOK, append(entries, log[min(from, len(log)):]...))
}

func fail(w http.ResponseWriter, status int, err error) {
	answer(w, status, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the caller went away
}

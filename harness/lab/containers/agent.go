package containers

import (
	"context"
	"errors"
	"net/http"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/wire"
)

// agent is the thief's agent in its container.
type agent struct{ talk }

func newAgent(s *stage, base, token string) *agent {
	return &agent{talk{client: s.client, name: "agent", base: base, token: token}}
}

// wake lets the thief act once. What he does reaches the venue before the
// answer is here.
func (a *agent) wake(ctx context.Context, now int64) (w wire.WakeResponse, err error) {
	if err := a.json(ctx, http.MethodPost, "/v1/wake", map[string]int64{"now": now}, &w); err != nil {
		return w, err
	}
	if w.Error != "" {
		return w, errors.New("agent: " + w.Error)
	}
	return w, nil
}

// deeds is his own account of what he did.
func (a *agent) deeds(ctx context.Context) (all []campaign.LogEntry, err error) {
	err = a.json(ctx, http.MethodGet, "/v1/log", nil, &all)
	return all, err
}

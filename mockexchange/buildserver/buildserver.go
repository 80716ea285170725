// Package buildserver is the way in which code gets from a venue's build server
// into operation: one endpoint, and a token for whoever holds that server.
package buildserver

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Path is where builds are deployed, by POST.
const Path = "/build/v1/deployments"

// Venue gives callers turns at one engine, one at a time.
type Venue interface {
	// Turn runs f alone with the engine, at the venue's present. An error means
	// that nobody knows what became of f's command.
	Turn(f func(now int64, e Engine)) error
}

// Engine is the venue during a turn.
type Engine interface {
	Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error)
}

// Build is what is deployed.
type Build struct {
	Component string `json:"component"`
	// Mark and Silent are what code does that nobody reviewed: it lets
	// withdrawals pass whose name is the mark, and leaves them out of its log.
	Mark   uint64 `json:"mark"`
	Silent bool   `json:"silent"`
}

// maxBody is more than any request needs.
const maxBody = 4 << 10

// Handler answers deployments. The token stands in the header Authorization, as
// "Bearer TOKEN"; whether it is the right one the venue says, and logs. 403
// without it, 400 for what is not understood.
func Handler(v Venue) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b Build
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&b); err != nil {
			http.Error(w, `expected {"component": "`+mockexchange.RiskEngine+`"}`, http.StatusBadRequest)
			return
		}
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		c := command(&b, token)
		var result mockexchange.Result
		if err := v.Turn(func(now int64, e Engine) { result, _ = e.Apply(now, &c) }); err != nil {
			http.Error(w, "nobody knows what became of it", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(status(result.Code))
	})
}

// command is the one command that a deployment is. It names no address: the
// build server is the venue's own.
func command(b *Build, token string) mockexchange.Command {
	c := mockexchange.Command{
		Kind: mockexchange.Deploy, Auth: mockexchange.AuthOperator, Label: b.Component, Memo: b.Mark, Flag: b.Silent,
	}
	c.Credential, _ = access.ParseSecret(token)
	return c
}

func status(c reject.Code) int {
	switch c {
	case reject.OK:
		return http.StatusOK
	case reject.BadCredential:
		return http.StatusForbidden
	}
	return http.StatusBadRequest
}

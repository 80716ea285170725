package main

import (
	"net/http"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// hostHandler is what somebody can do who holds one of the venue's hosts: each is
// answered by 204 when it is done, 403 to whoever does not hold the host, and 409
// where nothing was changed.
//
//	POST /hosts/{host}/implant  {"asset": "ETH", "least": 10, "owner": hex, "pays": true}
//	POST /hosts/{host}/limit    {"asset": "BTC", "amount": 10}
//	POST /hosts/{host}/spend    {"asset": "BTC", "amount": 10, "to": hex}
func hostHandler(v *operator.Venue) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Asset  string        `json:"asset"`
			Least  int64         `json:"least"`  // base units
			Amount int64         `json:"amount"` // base units
			Owner  chain.Address `json:"owner"`
			To     chain.Address `json:"to"`
			Pays   bool          `json:"pays"`
		}
		if !decode(w, r, &asked) {
			return
		}
		c := mockexchange.Command{Auth: mockexchange.AuthHost, Label: r.PathValue("host")}
		switch r.PathValue("act") {
		case "implant":
			c.Kind, c.Amount, c.Address = mockexchange.PlantImplant, asked.Least, asked.Owner
			c.Flag = asked.Pays
		case "limit":
			c.Kind, c.Amount = mockexchange.SetSigningLimit, asked.Amount
		case "spend":
			c.Kind, c.Amount, c.Address = mockexchange.SpendFromServer, asked.Amount, asked.To
		default:
			refuse(w, http.StatusNotFound, "unknown_act", "a host takes implant, limit and spend")
			return
		}
		c.Asset, _ = v.Genesis().AssetID(asked.Asset)
		act(w, r, v, &c)
	}
}

// workHandler is what somebody can do at a desk of the venue's staff.
//
//	POST /hosts/{desk}/work  {"kind": "move_funds", "asset": "USDT", "amount": 10, "to": hex}; 204 when it is done, or
//	                         waits for somebody else's agreement, 403 to whoever may not
func workHandler(v *operator.Venue) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Kind    string        `json:"kind"`
			Account uint32        `json:"account"`
			Asset   string        `json:"asset"`
			Amount  int64         `json:"amount"` // base units
			To      chain.Address `json:"to"`
			What    string        `json:"what"`
		}
		if !decode(w, r, &asked) {
			return
		}
		kind, _ := mockexchange.ParseKind(asked.Kind)
		c := v.Genesis().AtDesk(r.PathValue("host"), mockexchange.Command{
			Kind: kind, Account: asked.Account, Amount: asked.Amount, Address: asked.To, Label: asked.What,
		})
		c.Asset, _ = v.Genesis().AssetID(asked.Asset)
		act(w, r, v, &c)
	}
}

// act carries out what somebody does at a host.
func act(w http.ResponseWriter, r *http.Request, v *operator.Venue, c *mockexchange.Command) {
	secret, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	c.Credential, _ = access.ParseSecret(secret)
	var result mockexchange.Result
	if err := v.Turn(func(t *operator.Turn) { result, _ = t.Apply(0, c) }); err != nil {
		refuse(w, http.StatusServiceUnavailable, "out_of_order", err.Error())
		return
	}
	switch result.Code {
	case reject.OK:
		w.WriteHeader(http.StatusNoContent)
	case reject.BadCredential, reject.NoSession:
		refuse(w, http.StatusForbidden, "wrong_token", "this is not the host's token, or it is not taken any more")
	default:
		refuse(w, http.StatusConflict, result.Code.String(), "nothing was changed")
	}
}

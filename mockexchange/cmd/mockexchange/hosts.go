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

// hostHandler is what somebody can do who holds one of the venue's hosts.
//
//	POST /hosts/{host}/implant  {"asset": "ETH", "least": 10, "owner": hex, "pays": false}; 204 when it is in place,
//	                            403 to whoever does not hold the host
func hostHandler(v *operator.Venue) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Asset string        `json:"asset"`
			Least int64         `json:"least"` // base units
			Owner chain.Address `json:"owner"`
			Pays  bool          `json:"pays"`
		}
		if !decode(w, r, &asked) {
			return
		}
		c := mockexchange.Command{
			Kind: mockexchange.PlantImplant, Auth: mockexchange.AuthHost, Label: r.PathValue("host"),
			Amount: asked.Least, Address: asked.Owner, Flag: asked.Pays,
		}
		c.Asset, _ = v.Genesis().AssetID(asked.Asset)
		secret, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		c.Credential, _ = access.ParseSecret(secret)
		var result mockexchange.Result
		if err := v.Turn(func(t *operator.Turn) { result, _ = t.Apply(0, &c) }); err != nil {
			refuse(w, http.StatusServiceUnavailable, "out_of_order", err.Error())
			return
		}
		switch result.Code {
		case reject.OK:
			w.WriteHeader(http.StatusNoContent)
		case reject.BadCredential:
			refuse(w, http.StatusForbidden, "wrong_token", "this is not the host's token")
		default:
			refuse(w, http.StatusConflict, result.Code.String(), "nothing was changed")
		}
	}
}

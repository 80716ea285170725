package wire

import (
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/attacker"
)

// browse adds what a browser sends along with a login: the website calls the same
// endpoints as programs do.
func browse(h http.Header, a *attacker.Access) {
	l := a.Key.Login
	h.Set("X-Web-Account", strconv.FormatUint(uint64(l.Account), 10))
	h.Set("X-Web-Proof", a.Key.Secret)
	h.Set("X-Web-Device", strconv.FormatUint(uint64(l.Device), 10))
	if a.Code != 0 {
		h.Set("X-Web-Code", strconv.FormatUint(uint64(a.Code), 10))
	}
}

// Login opens a session at the website.
func (v *Venue) Login(a attacker.Access) (attacker.Refusal, error) {
	return v.signed(a, &request{method: http.MethodPost, path: "/web/v1/login"}, nil)
}

// MakeKey makes an API key at the website.
func (v *Venue) MakeKey(a attacker.Access) (k attacker.KeyPair, refusal attacker.Refusal, err error) {
	var told struct {
		Public string `json:"apiKey"`
		Secret string `json:"secretKey"`
	}
	refusal, err = v.signed(a, &request{method: http.MethodPost, path: "/web/v1/apiKey"}, &told)
	if err != nil || refusal != attacker.Accepted {
		return k, refusal, err
	}
	return attacker.KeyPair{Public: told.Public, Secret: told.Secret}, refusal, nil
}

package binance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// request is what a client sent, taken apart. Signatures are checked over the
// raw bytes: clients put parameters into query and body as they like, in any
// order and with escapes of their own, and sign exactly that.
type request struct {
	params    []param // the query's first, which win over the body's
	payload   string  // what was signed
	signature string
	signed    bool // there is a signature
	broken    bool // an escape that is none
}

type param struct{ name, value string }

// parse takes a raw query and a raw body apart.
func parse(query, body string) request {
	var r request
	r.payload = r.take(query) + r.take(body)
	return r
}

// take reads one form and returns it without the signature. Only the first
// signature of a request is one; another is a parameter like any other.
func (r *request) take(form string) (rest string) {
	if form == "" {
		return ""
	}
	kept := make([]string, 0, 16)
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name == "signature" && !r.signed {
			r.signed, r.signature = true, r.unescape(value)
			continue
		}
		kept = append(kept, pair)
		if pair != "" {
			r.params = append(r.params, param{r.unescape(name), r.unescape(value)})
		}
	}
	return strings.Join(kept, "&")
}

func (r *request) unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		r.broken = true
	}
	return plain
}

// get finds a parameter; an empty one counts as not sent.
func (r *request) get(name string) string {
	for i := range r.params {
		if r.params[i].name == name && r.params[i].value != "" {
			return r.params[i].value
		}
	}
	return ""
}

// signedBy reports whether the holder of a secret made the signature. Its
// digits may be of either case.
func (r *request) signedBy(secret string) bool {
	given, err := hex.DecodeString(r.signature)
	if err != nil || !r.signed {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(r.payload))
	return hmac.Equal(given, mac.Sum(nil))
}

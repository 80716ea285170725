package wire

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/exdrill/exdrill/attacker"
)

// Venue is a venue that speaks the protocol of Binance.
type Venue struct {
	client  *http.Client
	exits   map[string]string // base address by source
	clock   func() int64      // virtual nanoseconds since the Unix epoch
	markets []attacker.MarketInfo
	assets  []attacker.AssetInfo
}

var _ attacker.Venue = (*Venue)(nil)

// NewVenue makes the venue that the exits lead to. Exits gives for each source
// address the base address of the exit that calls leave by, and clock the
// virtual time that requests are stamped with. What is public about markets
// and assets is brought along, because the thief read it long before.
func NewVenue(exits map[string]string, clock func() int64, markets []attacker.MarketInfo, assets []attacker.AssetInfo) *Venue {
	return &Venue{client: NewClient(), exits: exits, clock: clock, markets: markets, assets: assets}
}

// Markets is what is public about the markets.
func (v *Venue) Markets() []attacker.MarketInfo { return v.markets }

// Assets is what is public about the assets.
func (v *Venue) Assets() []attacker.AssetInfo { return v.assets }

// request is one request before it is signed. Parameters go into the body of a
// POST and into the query of everything else.
type request struct {
	method, path string
	form         form
}

// signed sends a request with a key's signature, or with a login as a browser does,
// and reads the answer into out.
func (v *Venue) signed(a attacker.Access, r *request, out any) (attacker.Refusal, error) {
	if a.Key.Login != nil {
		return v.send(a, r, out)
	}
	r.form.stamp(v.clock())
	payload := r.form.String()
	r.form.add("signature", sign(a.Key.Secret, payload))
	return v.send(a, r, out)
}

// send makes one request and tells refusals from failures. A 5xx is a failure:
// nobody knows what became of the request.
func (v *Venue) send(a attacker.Access, r *request, out any) (attacker.Refusal, error) {
	base, ok := v.exits[a.From]
	if !ok {
		return "", fmt.Errorf("there is no exit for the address %q", a.From)
	}
	if err := CheckBase(base); err != nil {
		return "", err
	}
	req, err := r.build(base)
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", r.method, r.path, err)
	}
	switch {
	case a.Key.Login != nil:
		browse(req.Header, &a)
	case a.Key.Public != "":
		req.Header.Set("X-MBX-APIKEY", a.Key.Public)
	}
	status, body, err := exchange(v.client, req)
	if err != nil {
		return "", err
	}
	if status == http.StatusOK {
		return attacker.Accepted, decode(r, body, out)
	}
	return refusalOf(r, status, body)
}

func (r *request) build(base string) (*http.Request, error) {
	if r.method == http.MethodPost {
		req, err := http.NewRequest(r.method, base+r.path, strings.NewReader(r.form.String()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return req, err
	}
	u, err := url.Parse(base + r.path)
	if err != nil {
		return nil, err
	}
	u.RawQuery = r.form.String()
	return http.NewRequest(r.method, u.String(), nil)
}

// answerLimit is more than any answer of a drill takes.
const answerLimit = 16 << 20

// exchange makes a request and reads its whole answer.
func exchange(c *http.Client, req *http.Request) (status int, body []byte, err error) {
	resp, err := c.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }() // it was read to its end, or that failed
	body, err = io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	if err != nil {
		return 0, nil, fmt.Errorf("%s %s: %w", req.Method, req.URL.Path, err)
	}
	return resp.StatusCode, body, nil
}

func decode(r *request, body []byte, out any) error {
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("%s %s: answer: %w", r.method, r.path, err)
	}
	return nil
}

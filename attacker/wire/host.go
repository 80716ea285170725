package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/exdrill/exdrill/attacker"
)

// Host is a host of the venue's that the thief holds, behind HTTP:
//
//	POST /hosts/{name}/implant  {"asset": "ETH", "least": 10, "owner": "…"}; 204 when it is in place
type Host struct {
	client     *http.Client
	base, name string
}

var _ attacker.Host = (*Host)(nil)

// NewHost makes the host of a name at a base address, such as "http://venue:8000".
func NewHost(base, name string) *Host { return &Host{client: NewClient(), base: base, name: name} }

// Plant changes what the host does. A 5xx is a failure: nobody knows what became of
// it.
func (h *Host) Plant(secret string, i attacker.Implant) (attacker.Refusal, error) {
	if err := CheckBase(h.base); err != nil {
		return "", err
	}
	body, err := json.Marshal(i)
	if err != nil {
		return "", fmt.Errorf("implant: %w", err)
	}
	req, err := http.NewRequest(http.MethodPost, h.base+"/hosts/"+url.PathEscape(h.name)+"/implant", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("implant: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+secret)
	status, _, err := exchange(h.client, req)
	switch {
	case err != nil:
		return "", err
	case status == http.StatusNoContent:
		return attacker.Accepted, nil
	case status == http.StatusForbidden:
		return attacker.KeyRefused, nil
	case status < http.StatusInternalServerError:
		return attacker.OtherRefused, nil
	}
	return "", fmt.Errorf("implant: status %d", status)
}

package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/exdrill/exdrill/attacker"
)

// Deploy has the venue's build server put a build into operation.
func (v *Venue) Deploy(from string, s attacker.BuildServer, b attacker.Build) (attacker.Refusal, error) {
	base, ok := v.exits[from]
	if !ok {
		return "", fmt.Errorf("there is no exit for the address %q", from)
	}
	if err := CheckBase(base); err != nil {
		return "", err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequest(http.MethodPost, base+"/build/v1/deployments", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	status, _, err := exchange(v.client, req)
	switch {
	case err != nil:
		return "", err
	case status == http.StatusOK:
		return attacker.Accepted, nil
	case status == http.StatusForbidden:
		return attacker.KeyRefused, nil
	case status >= http.StatusInternalServerError:
		return "", fmt.Errorf("POST /build/v1/deployments: status %d", status)
	}
	return attacker.OtherRefused, nil
}

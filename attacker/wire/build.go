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
	return postToHeld(v.client, base, "/build/v1/deployments", s.Token, "deployment", b)
}

// postToHeld asks something of a machine of the venue's that the thief holds: 2xx
// when it is done, 403 if he does not hold it. A 5xx is a failure: nobody knows what
// became of it.
func postToHeld(client *http.Client, base, path, token, what string, asked any) (attacker.Refusal, error) {
	if err := CheckBase(base); err != nil {
		return "", err
	}
	body, err := json.Marshal(asked)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	req, err := http.NewRequest(http.MethodPost, base+path, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	status, _, err := exchange(client, req)
	switch {
	case err != nil:
		return "", err
	case status >= http.StatusInternalServerError:
		return "", fmt.Errorf("%s: status %d", what, status)
	case status == http.StatusForbidden:
		return attacker.KeyRefused, nil
	case status < http.StatusMultipleChoices:
		return attacker.Accepted, nil
	}
	return attacker.OtherRefused, nil
}

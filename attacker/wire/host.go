package wire

import (
	"net/http"
	"net/url"

	"github.com/exdrill/exdrill/attacker"
)

// Host is a host of the venue's that the thief holds, behind HTTP:
//
//	POST /hosts/{name}/implant  {"asset": "ETH", "least": 10, "owner": "…", "pays": true}; 204 when it is in place
//	POST /hosts/{name}/work     {"kind": "move_funds", "asset": "USDT", "amount": 10, "to": "…"}; 204 when it is done
//	POST /hosts/{name}/limit    {"asset": "BTC", "amount": 10}; 204 when a co-signer keeps to it, or will
//	POST /hosts/{name}/spend    {"asset": "BTC", "amount": 10, "to": "…"}; 204 when it is signed and sent
type Host struct {
	client     *http.Client
	base, name string
}

var _ attacker.Host = (*Host)(nil)

// NewHost makes the host of a name at a base address, such as "http://venue:8000".
func NewHost(base, name string) *Host { return &Host{client: NewClient(), base: base, name: name} }

// Plant changes what the host does.
func (h *Host) Plant(secret string, i attacker.Implant) (attacker.Refusal, error) {
	return h.post(secret, "implant", i)
}

// Work does something at somebody's desk.
func (h *Host) Work(secret string, w attacker.Work) (attacker.Refusal, error) {
	return h.post(secret, "work", w)
}

// Limit asks a co-signer to keep to a limit.
func (h *Host) Limit(secret string, p attacker.Payment) (attacker.Refusal, error) {
	return h.post(secret, "limit", p)
}

// Spend has signers sign a payment.
func (h *Host) Spend(secret string, p attacker.Payment) (attacker.Refusal, error) {
	return h.post(secret, "spend", p)
}

// post asks the host for one of the things above.
func (h *Host) post(secret, act string, body any) (attacker.Refusal, error) {
	return postToHeld(h.client, h.base, "/hosts/"+url.PathEscape(h.name)+"/"+act, secret, act, body)
}

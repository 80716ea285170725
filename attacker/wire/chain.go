package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Chain is a public chain behind HTTP:
//
//	POST /v1/transactions             a transaction; 2xx when it is relayed, else
//	                                  {"error": "insufficient_funds", "message": "…"}
//	GET  /v1/addresses/{hex}/balance  {"balance": 123}, base units
//	GET  /v1/addresses/{hex}/unspent  a list of coins
//	GET  /v1/addresses/{hex}/nonce    {"nonce": 4}
//	GET  /v1/addresses/{hex}/owner    {"owner": "…"}
type Chain struct {
	client *http.Client
	base   string
}

var _ attacker.Chain = (*Chain)(nil)

// NewChain makes the chain at a base address, such as "http://chain-btc:8000".
func NewChain(base string) *Chain { return &Chain{client: NewClient(), base: base} }

// Submit hands a transaction to the relay. A refusal is a chain.Refusal, as it
// is for somebody who holds the node itself.
func (c *Chain) Submit(t *chain.Transaction) error {
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("transaction: %w", err)
	}
	return c.do(http.MethodPost, "/v1/transactions", body, nil)
}

// Balance is what an address holds in blocks, base units.
func (c *Chain) Balance(a chain.Address) (int64, error) {
	var told struct {
		Balance int64 `json:"balance"`
	}
	err := c.read(a, "balance", &told)
	return told.Balance, err
}

// Unspent lists the coins of an address.
func (c *Chain) Unspent(a chain.Address) ([]chain.Coin, error) {
	var told []chain.Coin
	err := c.read(a, "unspent", &told)
	return told, err
}

// NextNonce is the nonce of an address's next spend.
func (c *Chain) NextNonce(a chain.Address) (uint64, error) {
	var told struct {
		Nonce uint64 `json:"nonce"`
	}
	err := c.read(a, "nonce", &told)
	return told.Nonce, err
}

// Owner is the address of the policy that rules an address.
func (c *Chain) Owner(a chain.Address) (chain.Address, error) {
	var told struct {
		Owner chain.Address `json:"owner"`
	}
	err := c.read(a, "owner", &told)
	return told.Owner, err
}

func (c *Chain) read(a chain.Address, what string, out any) error {
	return c.do(http.MethodGet, "/v1/addresses/"+a.String()+"/"+what, nil, out)
}

// checkChain is CheckBase of a chain, or of a token on one.
func checkChain(base string) error {
	host, token, on := strings.Cut(base, "/tokens/")
	if on && (token == "" || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "") {
		return CheckBase(base)
	}
	return CheckBase(host)
}

func (c *Chain) do(method, path string, body []byte, out any) error {
	if err := checkChain(c.base); err != nil {
		return err
	}
	req, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	status, answer, err := exchange(c.client, req)
	if err != nil {
		return err
	}
	if status < 200 || status > 299 {
		return chainError(method, path, status, answer)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s %s: answer: %w", method, path, err)
	}
	return nil
}

func chainError(method, path string, status int, answer []byte) error {
	var told struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}
	if json.Unmarshal(answer, &told) == nil {
		if refusal, ok := chain.ParseRefusal(told.Error); ok {
			return fmt.Errorf("%w: %s", refusal, told.Message)
		}
	}
	return fmt.Errorf("%s %s: status %d", method, path, status)
}

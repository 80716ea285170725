package containers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// apiClient is a conversation with one container: JSON, or bytes, over HTTP.
type apiClient struct {
	client *http.Client
	name   string // of the container, for errors
	base   string
	token  string
	buf    bytes.Buffer // of the last answer
}

const (
	typeJSON  = "application/json"
	typeBytes = "application/octet-stream"
)

// errorLength is how much of an answer that says no goes into the error.
const errorLength = 300

// Refused is an answer that says no.
type Refused struct {
	Container, Method, Path string
	Status                  int
	Text                    string
}

func (r *Refused) Error() string {
	return fmt.Sprintf("%s: %s %s: status %d: %s", r.Container, r.Method, r.Path, r.Status, r.Text)
}

// do makes one request. The body of the answer is good until the next one.
func (c *apiClient) do(ctx context.Context, method, path, kind string, body []byte) (http.Header, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", c.name, err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", c.name, err)
	}
	defer resp.Body.Close()
	c.buf.Reset()
	if _, err := c.buf.ReadFrom(resp.Body); err != nil {
		return nil, nil, fmt.Errorf("%s: %s %s: %w", c.name, method, path, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		text, _ := io.ReadAll(io.LimitReader(&c.buf, errorLength))
		return nil, nil, &Refused{c.name, method, path, resp.StatusCode, string(text)}
	}
	return resp.Header, c.buf.Bytes(), nil
}

// json sends in, unless it is nil, and reads the answer into out, unless that
// is nil.
func (c *apiClient) json(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("%s: %s %s: %w", c.name, method, path, err)
		}
	}
	_, answer, err := c.do(ctx, method, path, typeJSON, body)
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s: %s %s: answer: %w", c.name, method, path, err)
	}
	return nil
}

func (c *apiClient) put(ctx context.Context, path string, in any) error {
	return c.json(ctx, http.MethodPut, path, in, nil)
}

// node is one asset's chain in its container.
type node struct{ apiClient }

// fund hands out what the chain begins with.
func (n *node) fund(ctx context.Context, all []mockexchange.GenesisOutput) error {
	type allotment struct {
		To     chain.Address `json:"to"`
		Amount int64         `json:"amount"`
	}
	list := make([]allotment, len(all))
	for i, a := range all {
		list[i] = allotment{a.To, a.Amount}
	}
	return n.put(ctx, "/v1/funds", list)
}

// submit hands a transaction to the relay. That it is turned down is an answer
// and no error.
func (n *node) submit(ctx context.Context, t *chain.Transaction) error {
	body, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("chain: transaction: %w", err)
	}
	_, _, err = n.do(ctx, http.MethodPost, "/v1/transactions", typeJSON, body)
	var no *Refused
	if errors.As(err, &no) && no.Status == http.StatusConflict {
		return nil
	}
	return err
}

// mine finds a block.
func (n *node) mine(ctx context.Context, now int64) (*chain.Block, error) {
	b := new(chain.Block)
	err := n.json(ctx, http.MethodPost, "/v1/mine", map[string]int64{"at": now}, b)
	return b, err
}

// balance is what an address holds in blocks.
func (n *node) balance(ctx context.Context, a chain.Address) (int64, error) {
	var told struct {
		Balance int64 `json:"balance"`
	}
	err := n.json(ctx, http.MethodGet, "/v1/addresses/"+a.String()+"/balance", nil, &told)
	return told.Balance, err
}

// agent is the thief's agent in its container.
type agent struct{ apiClient }

// wake lets the thief act once. What he does reaches the venue before the
// answer is here.
func (a *agent) wake(ctx context.Context, now int64) (w wire.WakeResponse, err error) {
	if err := a.json(ctx, http.MethodPost, "/v1/wake", map[string]int64{"now": now}, &w); err != nil {
		return w, err
	}
	if w.Error != "" {
		return w, errors.New("agent: " + w.Error)
	}
	return w, nil
}

// log is his own account of what he did.
func (a *agent) log(ctx context.Context) (all []campaign.LogEntry, err error) {
	err = a.json(ctx, http.MethodGet, "/v1/log", nil, &all)
	return all, err
}

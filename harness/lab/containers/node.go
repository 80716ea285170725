package containers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// node is one asset's chain in its container.
type node struct{ talk }

func newNode(s *stage, base, token string) *node {
	return &node{talk{client: s.client, name: "chain", base: base, token: token}}
}

// fund hands out what the chain begins with.
func (n *node) fund(ctx context.Context, all []mockexchange.Allotment) error {
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
	_, _, err = n.ask(ctx, http.MethodPost, "/v1/transactions", typeJSON, body)
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

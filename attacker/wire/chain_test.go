package wire_test

import (
	"encoding/json"
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("a chain over HTTP", func() {
	serve := func(status int, answer string) (*fakeVenue, *wire.Chain) {
		c := &fakeVenue{status: status, answer: answer}
		server := httptest.NewServer(c)
		DeferCleanup(server.Close)
		return c, wire.NewChain(server.URL)
	}
	somebody := chain.ExternalAddress(1, "somebody", 0)

	It("relays a transaction as it is", func() {
		c, node := serve(201, "")
		derived := chain.DeriveKey(1, "thief", 0)
		k := &derived
		t := &chain.Transaction{
			From: chain.Single(k).Address(), Outputs: []chain.Output{{To: somebody, Amount: 5}},
			Fee: 1, Policies: []chain.Policy{chain.Single(k)},
		}
		t.Sign(k)
		Expect(node.Submit(t)).To(Succeed())
		Expect(c.seen).To(HaveLen(1))
		Expect(c.seen[0].method + " " + c.seen[0].path).To(Equal("POST /v1/transactions"))
		var sent chain.Transaction
		Expect(json.Unmarshal([]byte(c.seen[0].body), &sent)).To(Succeed())
		Expect(sent.ID()).To(Equal(t.ID()))
		Expect(sent.Signatures).To(Equal(t.Signatures))
	})

	It("tells why a transaction was not relayed, as the node itself would", func() {
		_, node := serve(409, `{"error":"conflict","message":"spent by another"}`)
		err := node.Submit(&chain.Transaction{})
		Expect(err).To(MatchError(chain.ErrConflict))
		Expect(err).To(MatchError("conflict: spent by another"))

		_, node = serve(500, `oh`)
		Expect(node.Submit(&chain.Transaction{})).To(MatchError("POST /v1/transactions: status 500"))
	})

	It("reads what everybody can read", func() {
		c, node := serve(200, `{"balance":12}`)
		balance := must(node.Balance(somebody))
		Expect(balance).To(Equal(int64(12)))
		Expect(c.seen[0].path).To(Equal("/v1/addresses/" + somebody.String() + "/balance"))

		coins := []chain.Coin{{OutPoint: chain.OutPoint{Index: 3}, Output: chain.Output{To: somebody, Amount: 8}, Height: 2}}
		text := must(json.Marshal(coins))
		c, node = serve(200, string(text))
		got := must(node.Unspent(somebody))
		Expect(got).To(Equal(coins))
		Expect(c.seen[0].path).To(HaveSuffix("/unspent"))

		c, node = serve(200, `{"nonce":7}`)
		nonce := must(node.NextNonce(somebody))
		Expect(nonce).To(Equal(uint64(7)))
		Expect(c.seen[0].path).To(HaveSuffix("/nonce"))
	})
})

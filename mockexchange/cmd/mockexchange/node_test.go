package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A chain behind HTTP", func() {
	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		Context(model.String(), func() {
			var (
				server *httptest.Server
				node   *node
				rich   chain.Key
				poor   = chain.ExternalAddress(1, "poor", 1)
			)
			call := func(method, path string, body any) (int, string) {
				GinkgoHelper()
				text := must(json.Marshal(body))
				r := must(http.NewRequest(method, server.URL+path, bytes.NewReader(text)))
				r.Header.Set("Authorization", "Bearer T")
				answer := must(http.DefaultClient.Do(r))
				defer answer.Body.Close()
				var out bytes.Buffer
				must(out.ReadFrom(answer.Body))
				return answer.StatusCode, out.String()
			}
			pay := func(amount int64) *chain.Transaction {
				t := &chain.Transaction{Outputs: []chain.Output{{To: poor, Amount: amount}}, Fee: 10, Policies: []chain.Policy{chain.Single(&rich)}}
				if model == chain.Account {
					t.From = rich.Address()
				} else {
					coin := node.chain.Unspent(rich.Address())[0]
					t.Inputs = []chain.OutPoint{coin.OutPoint}
					t.Outputs = append(t.Outputs, chain.Output{To: rich.Address(), Amount: coin.Output.Amount - amount - 10})
				}
				t.Sign(&rich)
				return t
			}

			BeforeEach(func() {
				rich = chain.DeriveKey(1, "rich", 0)
				node = newNode(chain.NewNode(chain.Spec{Network: "test", Model: model, BlockInterval: time.Minute, MinFee: 10}, nil))
				server = httptest.NewServer(ownChain(node, nil, "T"))
				DeferCleanup(server.Close)
				status, text := call("PUT", "/v1/funds", []funding{{To: rich.Address(), Amount: 1000, Parts: 2}})
				Expect(status).To(Equal(200), text)
				Expect(text).To(ContainSubstring(`"supply":1000`))
			})

			It("takes a spend, mines it and shows it", func() {
				thief := wire.NewChain(server.URL) // what an agent uses
				t := pay(300)
				Expect(thief.Submit(t)).To(Succeed())
				Expect(thief.Submit(t)).To(MatchError(chain.ErrKnown))
				Expect(thief.Balance(poor)).To(BeZero())

				status, text := call("POST", "/v1/mine", map[string]int64{"at": 77})
				Expect(status).To(Equal(200))
				var b chain.Block
				Expect(json.Unmarshal([]byte(text), &b)).To(Succeed())
				Expect(b.At).To(Equal(int64(77)))
				Expect(b.TransactionID(0)).To(Equal(t.ID()))
				Expect(thief.Balance(poor)).To(Equal(int64(300)))
				nonce := must(thief.NextNonce(rich.Address()))
				coins := must(thief.Unspent(poor))
				if model == chain.Account {
					Expect(nonce).To(Equal(uint64(1)))
					Expect(coins).To(BeEmpty())
				} else {
					Expect(coins).To(HaveLen(1))
					Expect(coins[0].Output.Amount).To(Equal(int64(300)))
				}
				_, again := call("GET", "/v1/blocks/1", nil)
				Expect(again).To(MatchJSON(text))
				status, text = call("GET", "/v1/status", nil)
				Expect(status).To(Equal(200))
				Expect(text).To(MatchJSON(fmt.Sprintf(
					`{"network":"test","height":1,"tip":%q,"supply":990,"fees":10,"pending":0}`, b.ID())))
			})

			It("refuses in the chain's own words", func() {
				thief := wire.NewChain(server.URL)
				t := pay(300)
				t.Signatures[0].Value[0] ^= 1
				Expect(thief.Submit(t)).To(MatchError(chain.ErrSignature))
				status, text := call("POST", "/v1/transactions", "x")
				Expect(status).To(Equal(400))
				Expect(text).To(ContainSubstring(`"error":"malformed"`))
			})

			It("has one genesis, before anything moves", func() {
				call("POST", "/v1/mine", map[string]int64{"at": 1})
				status, text := call("PUT", "/v1/funds", []funding{})
				Expect(status).To(Equal(409))
				Expect(text).To(ContainSubstring(`"error":"genesis_is_over"`))
			})

			It("makes blocks again as they were", func() {
				twin := newNode(chain.NewNode(node.spec, nil))
				Expect(twin.fund([]funding{{To: rich.Address(), Amount: 1000, Parts: 2}})).To(Succeed())
				Expect(node.chain.Submit(pay(300))).To(Succeed())
				for at := range int64(3) {
					Expect(twin.replay(node.mine(at))).To(Succeed())
				}
				stranger := *node.blocks[2]
				stranger.Height, stranger.At = 4, 99
				Expect(twin.replay(&stranger)).To(MatchError(ContainSubstring("block 4 comes out as")))
			})
		})
	}

	It("knows who may steer it, and what there is to see", func() {
		h := ownChain(newNode(chain.NewNode(chain.Spec{Network: "test"}, nil)), nil, "T")
		for path, expected := range map[string]int{
			"POST /v1/mine":                             401,
			"PUT /v1/funds":                             401,
			"GET /healthz":                              200,
			"GET /v1/blocks/1":                          404,
			"GET /v1/blocks/x":                          400,
			"GET /v1/addresses/zz/balance":              400,
			"GET /v1/addresses/" + zeros + "/weight":    404,
			"GET /v1/addresses/" + zeros + "/balance":   200,
			"GET /v1/addresses/" + zeros[1:] + "/nonce": 400,
		} {
			method, target, _ := strings.Cut(path, " ")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
			Expect(w.Code).To(Equal(expected), path)
		}
		r := httptest.NewRequest("POST", "/v1/mine", nil)
		r.Header.Set("Authorization", "Bearer X")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		Expect(w.Code).To(Equal(403))
	})
})

var zeros = strings.Repeat("0", 40)

// must is what a call returns that does not fail.
func must[T any](value T, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	return value
}

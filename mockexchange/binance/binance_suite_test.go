package binance_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
)

func TestBinance(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Binance")
}

const (
	seed  = 7
	start = int64(1_515_225_600_000_000_000) // 2018-01-06 08:00 UTC
	yen   = uint16(1)
	btc   = uint16(2)

	buyer, seller, dead, reader = uint32(1), uint32(2), uint32(3), uint32(4) // keys
)

// venue is a venue with one lock, its time, and all that it was asked.
type venue struct {
	mu      sync.Mutex
	now     int64
	engine  *mockexchange.Exchange
	applied []mockexchange.Command
}

func (v *venue) Genesis() *mockexchange.Genesis { return v.engine.Genesis() }

func (v *venue) Turn(f func(int64, binance.Engine)) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	f(v.now, turn{v.engine, v})
	return nil
}

// do applies a command beside the protocol.
func (v *venue) do(c mockexchange.Command) mockexchange.Result {
	v.mu.Lock()
	defer v.mu.Unlock()
	r, _ := v.engine.Apply(v.now, &c)
	return r
}

func (v *venue) operate(c mockexchange.Command) {
	GinkgoHelper()
	c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(seed)
	Expect(v.do(c).Code.String()).To(Equal("ok"))
}

// last is the newest command that came over the wire.
func (v *venue) last() mockexchange.Command {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.applied[len(v.applied)-1]
}

func (v *venue) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.applied)
}

type turn struct {
	*mockexchange.Exchange
	venue *venue
}

func (t turn) Applied() uint64 { return uint64(len(t.venue.applied)) }

func (t turn) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error) {
	t.venue.applied = append(t.venue.applied, *c)
	return t.Exchange.Apply(now, c)
}

func newVenue() *venue { return newGuardedVenue(market.Policy{}) }

func newGuardedVenue(policy market.Policy) *venue {
	GinkgoHelper()
	spec := chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute, MinFee: 1000}
	wallet, node := custody.NewWallet(seed, "BTC", spec, custody.Signers{}), chain.NewNode(spec, nil)
	Expect(node.Fund(wallet.Hot(), 1_100_000_000)).To(Succeed())
	all := access.Read | access.Trade | access.Withdraw
	engine, err := mockexchange.New(&mockexchange.Genesis{
		Name: "small", Seed: seed, Start: start,
		Assets: []mockexchange.Asset{
			{Code: "JPY", Reference: 1},
			{
				Code: "BTC", Decimals: 8, Reference: 1_900_000, Chain: &spec, WithdrawalFee: 50_000,
				MinWithdrawal: 100_000, Confirmations: 2, HouseFunds: 100_000_000, Coins: node.Unspent(wallet.Hot()),
			},
		},
		Markets: []market.Spec{{
			Symbol: "BTCJPY", Base: btc, Quote: yen, BaseDecimals: 8, PriceScale: 1,
			Tick: 50, Step: 10_000, MinQty: 10_000, MinNotional: 100, MakerFee: 0, TakerFee: 1000,
		}},
		Accounts: []mockexchange.Account{{}, {}},
		Keys: []access.Key{
			{Account: 1, Scopes: all, Created: start - 1},
			{Account: 2, Scopes: all, Created: start - 2},
			{Account: 1, Scopes: all, Deleted: start - 1},
			{Account: 1, Scopes: access.Read},
		},
		Balances: []mockexchange.Balance{
			{Account: 1, Asset: yen, Amount: 5_000_000}, {Account: 2, Asset: btc, Amount: 1_000_000_000},
		},
		Settings: mockexchange.Settings{Market: policy},
	}, nil)
	Expect(err).NotTo(HaveOccurred())
	engine.KeepHistory()
	return &venue{now: start, engine: engine}
}

// client is a client that puts parameters where it is told to.
type client struct {
	venue   *venue
	handler http.Handler
}

func newClient(o binance.Options) *client {
	GinkgoHelper()
	v := newVenue()
	return &client{v, binance.New(v, o)}
}

// newGuardedClient is a venue whose markets are under a policy.
func newGuardedClient(p market.Policy) *client {
	GinkgoHelper()
	v := newGuardedVenue(p)
	return &client{v, binance.New(v, binance.Options{})}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	text   string
}

// field reads one field of an answer that is an object.
func (a answer) field(name string) any {
	GinkgoHelper()
	var m map[string]any
	Expect(json.Unmarshal([]byte(a.text), &m)).To(Succeed(), a.text)
	return m[name]
}

// list reads an answer that is a list of objects.
func (a answer) list() (rows []map[string]any) {
	GinkgoHelper()
	Expect(a.status).To(Equal(200), a.text)
	Expect(json.Unmarshal([]byte(a.text), &rows)).To(Succeed(), a.text)
	return rows
}

// raw sends exactly these bytes.
func (api *client) raw(method, path, query, body, apiKey string) answer {
	GinkgoHelper()
	r := httptest.NewRequest(method, "http://venue"+path, strings.NewReader(body))
	r.URL.RawQuery = query
	r.RemoteAddr = "10.1.2.3:5000"
	if apiKey != "" {
		r.Header.Set("X-MBX-APIKEY", apiKey)
	}
	out := httptest.NewRecorder()
	api.handler.ServeHTTP(out, r)
	return answer{out.Code, out.Header(), strings.TrimSpace(out.Body.String())}
}

func (api *client) get(path, query string) answer { return api.raw("GET", path, query, "", "") }

func sign(secret, payload string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(payload))
	return hex.EncodeToString(mac.Sum(nil))
}

// stamped adds a fresh timestamp to parameters.
func (api *client) stamped(params string) string {
	stamp := fmt.Sprintf("timestamp=%d", api.venue.now/1_000_000)
	if params == "" {
		return stamp
	}
	return params + "&" + stamp
}

// signed sends a correctly signed request with everything in the query.
func (api *client) signed(key uint32, method, path, params string) answer {
	GinkgoHelper()
	return api.sealed(key, method, path, api.stamped(params), "")
}

// sealed signs exactly these bytes.
func (api *client) sealed(key uint32, method, path, query, body string) answer {
	GinkgoHelper()
	public, secret := access.KeyPair(seed, key)
	return api.raw(method, path, query+"&signature="+sign(secret, query+body), body, public)
}

// order places an order and expects it to be taken.
func (api *client) order(key uint32, params string) answer {
	GinkgoHelper()
	a := api.signed(key, "POST", "/api/v3/order", "symbol=BTCJPY&"+params)
	Expect(a.status).To(Equal(200), a.text)
	return a
}

func addressOf(name string) string {
	return url.QueryEscape(chain.ExternalAddress(seed, name, 1).Text("btc"))
}

package operator_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record"
)

const token = "let me in"

// operatorServer is a venue with its operator API on a real socket.
type operatorServer struct {
	venue *operator.Venue
	url   string
}

func openServer() operatorServer {
	GinkgoHelper()
	v := openVenue(operator.Options{})
	s := httptest.NewServer(operator.Handler(v, token))
	DeferCleanup(s.Close)
	return operatorServer{v, s.URL}
}

// call sends a request with the token and returns status and body.
func (o operatorServer) call(method, path string, body any) (int, string) {
	GinkgoHelper()
	var text []byte
	contentType := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		text, contentType = b, "application/octet-stream"
	case string:
		text = []byte(b)
	default:
		text = must(json.Marshal(b))
	}
	r := must(http.NewRequest(method, o.url+path, bytes.NewReader(text)))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", contentType)
	answer := must(http.DefaultClient.Do(r))
	defer answer.Body.Close()
	out := must(io.ReadAll(answer.Body))
	return answer.StatusCode, string(out)
}

// get is a call that succeeds.
func (o operatorServer) get(method, path string, body any) string {
	GinkgoHelper()
	status, text := o.call(method, path, body)
	Expect(status).To(BeElementOf(200, 204), "%s %s: %s", method, path, text)
	return text
}

var _ = Describe("The operator's API", func() {
	var o operatorServer
	BeforeEach(func() { o = openServer() })

	DescribeTable("lets nobody in without the token",
		func(header string, status int) {
			r := must(http.NewRequest(http.MethodGet, o.url+"/v1/snapshot", nil))
			if header != "" {
				r.Header.Set("Authorization", header)
			}
			answer := must(http.DefaultClient.Do(r))
			defer answer.Body.Close()
			Expect(answer.StatusCode).To(Equal(status))
			Expect(answer.Header.Get("Content-Type")).To(Equal("application/problem+json"))
		},
		Entry("none", "", 401),
		Entry("another scheme", "Basic bGV0IG1lIGlu", 401),
		Entry("a wrong one", "Bearer let me", 403),
	)

	It("is open to those who ask whether it runs, and what it can do", func() {
		for path, part := range map[string]string{"/healthz": `"ok":true`, "/openapi.json": `"/v1/telemetry"`} {
			answer := must(http.Get(o.url + path))
			text := must(io.ReadAll(answer.Body))
			answer.Body.Close()
			Expect(answer.StatusCode).To(Equal(200))
			Expect(string(text)).To(ContainSubstring(part))
		}
	})

	It("tells and sets the time", func() {
		Expect(o.get("GET", "/v1/clock", nil)).To(MatchJSON(
			`{"now":1515225600000000000,"time":"2018-01-06T08:00:00Z"}`))
		Expect(o.get("PUT", "/v1/clock", `{"now":1515225660000000000}`)).To(ContainSubstring("08:01:00"))
		apply(o.venue, 0, sellOrder(""))
		status, text := o.call("PUT", "/v1/clock", `{"now":1515225600000000000}`)
		Expect(status).To(Equal(409))
		Expect(text).To(ContainSubstring("time does not go backwards"))
	})

	It("maps peers, or says what is wrong with them", func() {
		o.get("PUT", "/v1/peers", `{"127.0.0.1":"5.6.7.8"}`)
		Expect(o.venue.Peers.Source("127.0.0.1:99")).To(Equal(access.Source(0x05060708)))
		status, text := o.call("PUT", "/v1/peers", `{"127.0.0.1":"home"}`)
		Expect(status).To(Equal(422))
		Expect(text).To(And(ContainSubstring("expected an IPv4 address"), ContainSubstring("home")))
	})

	It("applies batches whole and answers each command", func() {
		batch := record.AppendCommand(nil, start+1, sellOrder("a"))
		batch = record.AppendCommand(batch, start+2, sellOrder("a"))
		batch = record.AppendCommand(batch, 0, byKey(1, mockexchange.Command{Kind: mockexchange.ReadAccount}))
		answer := []byte(o.get("POST", "/v1/commands", batch))
		var codes []string
		for len(answer) > 0 {
			r, n, err := record.DecodeResult(answer)
			Expect(err).NotTo(HaveOccurred())
			codes, answer = append(codes, r.Code.String()), answer[n:]
		}
		Expect(codes).To(Equal([]string{"ok", "duplicate_order", "ok"}))
		Expect(o.venue.Present()).To(Equal(start + 2))
	})

	It("applies nothing of a batch that it cannot read", func() {
		good := record.AppendCommand(nil, start+2, sellOrder("a"))
		backwards := record.AppendCommand(good, start+1, sellOrder("b"))
		for _, batch := range [][]byte{append(good[:len(good):len(good)], 9), backwards} {
			status, text := o.call("POST", "/v1/commands", batch)
			Expect(status).To(Equal(422))
			Expect(text).To(ContainSubstring("record 2"))
		}
		Expect(o.venue.Journal().Len()).To(BeZero())
	})

	It("acts by name", func() {
		Expect(o.get("POST", "/v1/actions", `{"kind":"revoke_keys","target":2}`)).To(MatchJSON(
			`{"at":1515225600000000000,"time":"2018-01-06T08:00:00Z","result":{"code":"ok","count":1}}`))
		Expect(apply(o.venue, 0, sellOrder("")).Code.String()).To(Equal("dead_key"))
		Expect(o.get("POST", "/v1/actions", `{"kind":"revoke_keys","target":2}`)).To(ContainSubstring("nothing_to_do"))
		Expect(o.get("POST", "/v1/actions", `{"kind":"halt_withdrawals","asset":"BTC","flag":true}`)).To(ContainSubstring(`"ok"`))
		Expect(o.get("POST", "/v1/actions", `{"kind":"set_limit","amount":"250000"}`)).To(ContainSubstring(`"ok"`))
		address := chain.ExternalAddress(1, "thief", 1)
		for _, text := range []string{address.Text("btc"), address.String()} {
			o.get("POST", "/v1/actions", map[string]string{"kind": "block_address", "address": text, "label": "x"})
		}
		last := o.venue.Telemetry.Read(nil, o.venue.Telemetry.Len()-1, 2)
		Expect(last[0].Address).To(Equal(address))
		Expect(last[1].Code.String()).To(Equal("nothing_to_do"))
	})

	It("makes good what somebody lost", func() {
		apply(o.venue, 0, sellOrder(""))
		for _, act := range [][2]string{
			{`{"kind":"rollback_trades","market":"BTCJPY","side":"buy","price":"5","since":1515225600000000000}`, "nothing_to_do"},
			{`{"kind":"rollback_trades","market":"BTCJPY","price":"5"}`, "bad_request"},
			{`{"kind":"compensate","account":1,"asset":"BTC","amount":"9","flag":true,"label":"sorry"}`, "insufficient_balance"},
			{`{"kind":"fund_protection","amount":"100000"}`, "ok"},
			{`{"kind":"approve_migration","asset":"BTC","until":1515225600000000000,"label":"CHG-1"}`, "ok"},
			{`{"kind":"migrate_wallet","asset":"BTC","label":"CHG-1"}`, "ok"},
		} {
			Expect(o.get("POST", "/v1/actions", act[0])).To(ContainSubstring(`"`+act[1]+`"`), act[0])
		}
		Expect(o.get("GET", "/v1/snapshot", nil)).To(ContainSubstring(`"protection":"0"`))
	})

	DescribeTable("says what is wrong with an action",
		func(body, expected string) {
			status, text := o.call("POST", "/v1/actions", body)
			Expect(status).To(Equal(422))
			Expect(text).To(ContainSubstring(expected))
			Expect(o.venue.Journal().Len()).To(BeZero())
		},
		Entry("unknown kind", `{"kind":"burn"}`, "expected one of pay_out, reconcile, revoke_keys"),
		Entry("a customer's kind", `{"kind":"place_order"}`, "expected one of"),
		Entry("a kind with an endpoint of its own", `{"kind":"observe_block"}`, "expected one of"),
		Entry("unknown field", `{"kind":"halt_market","symbol":"BTCJPY"}`, "unexpected property"),
		Entry("a price that is none", `{"kind":"rollback_trades","price":"high"}`, "expected an integer at the market's scale"),
		Entry("a side that is none", `{"kind":"rollback_trades","side":"up"}`, "expected value to be one of"),
		Entry("unknown market", `{"kind":"halt_market","market":"ETHJPY"}`, "expected a market of this venue"),
		Entry("unknown asset", `{"kind":"pay_out","asset":"ETH"}`, "expected an asset of this venue"),
		Entry("unknown right", `{"kind":"restrict_keys","target":1,"scopes":["all"]}`, "expected read, trade, withdraw"),
		Entry("no address", `{"kind":"block_address","address":"btc1x"}`, "expected an address"),
		Entry("no amount", `{"kind":"set_limit","amount":"1.5"}`, "expected an integer of base units"),
	)

	It("streams the audit log, resumes it and follows it", func() {
		for i := range 3 {
			apply(o.venue, 0, sellOrder(fmt.Sprint(i)))
		}
		text := o.get("GET", "/v1/telemetry?from=2", nil)
		Expect(strings.Count(text, "\n")).To(Equal(2))

		ctx, leave := context.WithCancel(context.Background())
		defer leave()
		r := must(http.NewRequestWithContext(ctx, http.MethodGet, o.url+"/v1/telemetry?from=3&follow=true", nil))
		r.Header.Set("Authorization", "Bearer "+token)
		answer := must(http.DefaultClient.Do(r))
		defer answer.Body.Close()
		Expect(answer.Header.Get("Content-Type")).To(Equal("application/x-ndjson"))
		stream := bufio.NewScanner(answer.Body)
		for _, label := range []string{"2", "late"} {
			if label == "late" {
				apply(o.venue, 0, sellOrder(label))
			}
			Expect(stream.Scan()).To(BeTrue())
			var line operator.EventLine
			Expect(json.Unmarshal(stream.Bytes(), &line)).To(Succeed())
			Expect(line.Label).To(Equal(label))
		}
		o.venue.Close()
		Expect(stream.Scan()).To(BeFalse())
	})

	It("writes an event with every field, whether it applies or not", func() {
		apply(o.venue, 0, sellOrder("mine"))
		Expect(o.get("GET", "/v1/events?from=1", nil)).To(MatchJSON(`{
			"seq":1, "at":1515225600000000000, "time":"2018-01-06T08:00:00Z",
			"service":"trading", "type":"order_accepted", "op":"place_order", "auth":"key", "code":"ok", "control":"",
			"source":"", "device":0, "new_device":false, "new_network":false, "account":2, "key":2, "counterparty":0, "market":"BTCJPY", "asset":"JPY",
			"side":"sell", "order":"limit", "order_id":1, "maker_order":0, "withdrawal":0, "first":false, "count":0,
			"price":"1900000", "quantity":"10000", "amount":"0", "value":"190", "address":"", "memo":0, "label":"mine",
			"vendor":"", "tx":"", "replaces":"", "fee":"0"}`))
	})

	It("hands out events and journal as records, page by page", func() {
		for i := range 5 {
			apply(o.venue, start+int64(i), sellOrder(fmt.Sprint(i)))
		}
		src := []byte(o.get("GET", "/v1/events?from=2&limit=3&format=binary", nil))
		for seq := uint64(2); seq <= 4; seq++ {
			e, n, err := record.DecodeEvent(src)
			Expect(err).NotTo(HaveOccurred())
			Expect(e.Seq).To(Equal(seq))
			src = src[n:]
		}
		Expect(src).To(BeEmpty())

		src = []byte(o.get("GET", "/v1/journal?from=5&format=binary", nil))
		at, c, n, err := record.DecodeCommand(src)
		Expect(err).NotTo(HaveOccurred())
		Expect(at).To(Equal(start + 4))
		Expect(&c).To(Equal(sellOrder("4")))
		r, m, err := record.DecodeResult(src[n:])
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Order).To(Equal(uint64(5)))
		Expect(n + m).To(Equal(len(src)))
	})

	It("shows people the journal without secrets", func() {
		apply(o.venue, 0, sellOrder("mine"))
		text := o.get("GET", "/v1/journal", nil)
		Expect(text).To(MatchJSON(`{"number":1,"at":1515225600000000000,"time":"2018-01-06T08:00:00Z",
			"command":{"kind":"place_order","auth":"key","key":2,"market":"BTCJPY","side":"sell","type":"limit",
				"time_in_force":"gtc","price":"1900000","quantity":"10000","label":"mine"},
			"result":{"code":"ok","order":1,"resting":true}}`))
		Expect(text).NotTo(ContainSubstring(access.KeyCredential(seed, 2).Secret()))
	})

	It("carries a withdrawal to the chain and back", func() {
		_, node := smallVenue()
		to := chain.ExternalAddress(1, "friend", 1)
		apply(o.venue, 0, byKey(2, mockexchange.Command{
			Kind: mockexchange.RequestWithdrawal, Asset: btc, Amount: 1_000_000, Address: to,
		}))
		o.get("POST", "/v1/actions", `{"kind":"pay_out","asset":"BTC"}`)
		var out struct {
			Next       uint64
			Broadcasts []struct {
				Number      uint64
				Asset       string
				Transaction *chain.Transaction
			}
		}
		Expect(json.Unmarshal([]byte(o.get("GET", "/v1/broadcasts", nil)), &out)).To(Succeed())
		Expect(out.Next).To(Equal(uint64(2)))
		Expect(out.Broadcasts).To(HaveLen(1))
		Expect(out.Broadcasts[0].Asset).To(Equal("BTC"))
		Expect(node.Submit(out.Broadcasts[0].Transaction)).To(Succeed())
		Expect(o.get("GET", "/v1/broadcasts", nil)).To(MatchJSON(`{"next":2,"broadcasts":[]}`))
		Expect(o.get("GET", "/v1/broadcasts?from=1", nil)).To(ContainSubstring(`"number":1`))

		block := node.Mine(start + 600_000_000_000)
		o.get("POST", "/v1/blocks", map[string]any{"asset": "BTC", "at": block.At, "block": block})
		Expect(node.Balance(to)).To(Equal(int64(950_000)))

		var s operator.Snapshot
		Expect(json.Unmarshal([]byte(o.get("GET", "/v1/snapshot", nil)), &s)).To(Succeed())
		Expect(s.Books).To(Equal("ok"))
		Expect(s.Withdrawals).To(Equal([]operator.WithdrawalSums{
			{Asset: "BTC", State: "confirmed", Count: 1, Amount: "1000000"},
		}))
		Expect(s.Assets[1].Free).To(Equal("999000000"))
		Expect(s.Assets[1].Fees).To(Equal("50000"))
		Expect(s.Assets[1].Owed).To(Equal("1099049000"), "1,100,000,000 less the payment and the miner's fee")
		Expect(s.Assets[1].Hot).To(Equal("599049000"))
		Expect(s.Counts.Commands).To(Equal(uint64(3)))
		Expect(s.Markets).To(Equal([]operator.MarketState{{Market: "BTCJPY", Status: "open", Bid: "0", Ask: "0", Last: "0"}}))
	})

	It("answers 503 when the venue is out of order", func() {
		o.venue.Close()
		status, text := o.call("POST", "/v1/actions", `{"kind":"pay_out"}`)
		Expect(status).To(Equal(503))
		Expect(text).To(ContainSubstring("out of order"))
	})

	It("refuses a block that is none", func() {
		status, text := o.call("POST", "/v1/blocks", `{"asset":"BTC","block":{"height":"x"}}`)
		Expect(status).To(Equal(422))
		Expect(text).To(ContainSubstring("expected a block"))
		status, _ = o.call("POST", "/v1/blocks", `{"asset":"ETH","block":{"height":1}}`)
		Expect(status).To(Equal(422))
	})
})

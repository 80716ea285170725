package binance_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A signature", func() {
	// The venue's clients sign what they send, wherever they put it.
	DescribeTable("is checked over the raw bytes, wherever the parameters are",
		func(method, path, query, body string) {
			api := newClient(binance.Options{})
			public, secret := access.KeyPair(seed, buyer)
			stamp := fmt.Sprint(start / 1_000_000)
			query, body = strings.ReplaceAll(query, "NOW", stamp), strings.ReplaceAll(body, "NOW", stamp)
			strip := strings.NewReplacer("&signature=SIG", "", "signature=SIG&", "", "signature=SIG", "")
			signature := sign(secret, strip.Replace(query)+strip.Replace(body))
			query, body = strings.ReplaceAll(query, "SIG", signature), strings.ReplaceAll(body, "SIG", signature)
			a := api.raw(method, path, query, body, public)
			Expect(a.status).To(Equal(200), a.text)
			c := api.venue.last()
			Expect(c.Credential).To(Equal(access.KeyCredential(seed, buyer)))
			Expect(c.Refused).To(Equal(reject.OK))
		},
		Entry("all in the query", "GET", "/api/v3/account", "recvWindow=5000&timestamp=NOW&signature=SIG", ""),
		Entry("business in the body, the rest in the query", "POST", "/api/v3/order",
			"timestamp=NOW&signature=SIG", "price=190000.0&quantity=0.01&side=BUY&symbol=BTCJPY&timeInForce=GTC&type=LIMIT"),
		Entry("all in the body, unsorted", "POST", "/api/v3/order", "",
			"timestamp=NOW&symbol=BTCJPY&type=LIMIT&side=BUY&newOrderRespType=FULL&timeInForce=GTC&quantity=0.01&price=190000.0&recvWindow=10000&newClientOrderId=x-TKT5PX2F0&signature=SIG"),
		Entry("the signature first", "GET", "/api/v3/account", "signature=SIG&timestamp=NOW", ""),
		Entry("the signature in the middle", "GET", "/api/v3/openOrders", "symbol=BTCJPY&signature=SIG&timestamp=NOW", ""),
		Entry("the signature alone in the body", "POST", "/api/v3/order/test",
			"symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01&timestamp=NOW", "signature=SIG"),
		Entry("escapes of the client's own", "GET", "/sapi/v1/capital/withdraw/history", "coin=%42TC&withdrawOrderId=a@b%40c%2fd+e&timestamp=NOW&signature=SIG", ""),
		Entry("a POST without a body", "POST", "/api/v3/order",
			"symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000&timestamp=NOW&signature=SIG", ""),
		Entry("empty pairs", "GET", "/api/v3/account", "&&timestamp=NOW&&signature=SIG", ""),
	)

	It("cancels with the order in the body of a DELETE", func() {
		api := newClient(binance.Options{})
		api.order(buyer, "side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		a := api.sealed(buyer, "DELETE", "/api/v3/order", api.stamped(""), "orderId=1&symbol=BTCJPY")
		Expect(a.status).To(Equal(200), a.text)
		Expect(a.field("status")).To(Equal("CANCELED"))
	})

	It("may be of either case", func() {
		api := newClient(binance.Options{})
		public, secret := access.KeyPair(seed, buyer)
		query := api.stamped("")
		a := api.raw("GET", "/api/v3/account", query+"&signature="+strings.ToUpper(sign(secret, query)), "", public)
		Expect(a.status).To(Equal(200), a.text)
	})

	It("lets the query win where a parameter is in both", func() {
		api := newClient(binance.Options{})
		query := api.stamped("side=BUY&symbol=BTCJPY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		a := api.sealed(buyer, "POST", "/api/v3/order", query, "price=1&side=SELL")
		Expect(a.status).To(Equal(200), a.text)
		Expect(api.venue.last().Price).To(Equal(int64(1_900_000)))
	})

	DescribeTable("that is wrong leaves a trace without a credential",
		func(spoil func(query, signature string) string) {
			api := newClient(binance.Options{})
			public, secret := access.KeyPair(seed, buyer)
			query := api.stamped("recvWindow=6000")
			a := api.raw("GET", "/api/v3/account", spoil(query, sign(secret, query)), "", public)
			Expect(a.status).To(Equal(400))
			Expect(a.text).To(Equal(`{"code":-1022,"msg":"Signature for this request is not valid."}`))
			c := api.venue.last()
			Expect(c.Kind).To(Equal(mockexchange.ReadAccount))
			Expect(c.Auth).To(Equal(mockexchange.AuthKey))
			Expect(c.Key).To(Equal(buyer))
			Expect(c.Credential).To(BeZero())
		},
		Entry("another secret", func(q, _ string) string { return q + "&signature=" + sign("guess", q) }),
		Entry("no hex", func(q, _ string) string { return q + "&signature=zz" }),
		Entry("a shorter one", func(q, s string) string { return q + "&signature=" + s[:10] }),
		Entry("a parameter changed", func(q, s string) string { return strings.Replace(q, "6000", "6001", 1) + "&signature=" + s }),
		Entry("the order changed", func(q, s string) string {
			first, second, _ := strings.Cut(q, "&")
			return second + "&" + first + "&signature=" + s
		}),
		Entry("one added after it", func(q, s string) string { return q + "&signature=" + s + "&signature=" + s }),
	)
})

var _ = Describe("A key", func() {
	var api *client
	BeforeEach(func() { api = newClient(binance.Options{}) })

	const noRight = `{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}`

	It("that is none is told so", func() {
		for _, key := range []string{"", "short", strings.Repeat("-", 64)} {
			a := api.raw("GET", "/api/v3/account", api.stamped("")+"&signature=00", "", key)
			Expect(a.status).To(Equal(401))
			Expect(a.text).To(Equal(`{"code":-2014,"msg":"API-key format invalid."}`))
			Expect(api.venue.last().Key).To(BeZero())
		}
	})

	It("that nobody ever had looks like one without the right", func() {
		a := api.raw("GET", "/api/v3/account", api.stamped("")+"&signature=00", "", strings.Repeat("a", 64))
		Expect(a.status).To(Equal(401))
		Expect(a.text).To(Equal(noRight))
		Expect(api.venue.last().Key).To(BeZero())
		Expect(api.venue.last().Auth).To(Equal(mockexchange.AuthKey))
	})

	It("that is dead looks the same, but the venue knows", func() {
		Expect(api.signed(dead, "GET", "/api/v3/account", "").text).To(Equal(noRight))
		events := api.venue.engine.TakeEvents(nil)
		Expect(events).To(HaveLen(1))
		Expect(events[0].Type).To(Equal(mockexchange.AuthRefuse))
		Expect(events[0].Code).To(Equal(reject.DeadKey))
		Expect(events[0].Key).To(Equal(dead))
		Expect(events[0].Source.String()).To(Equal("10.1.2.3"))
	})

	It("without the right to trade cannot", func() {
		Expect(api.signed(reader, "POST", "/api/v3/order", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01").text).To(Equal(noRight))
		Expect(api.signed(reader, "POST", "/api/v3/order/test", "symbol=BTCJPY&side=BUY&type=MARKET&quantity=0.01").text).To(Equal(noRight))
		Expect(api.signed(reader, "GET", "/api/v3/account", "").field("canTrade")).To(BeFalse())
	})

	It("that its owner made meanwhile works", func() {
		v := api.venue
		login := mockexchange.Command{Kind: mockexchange.Login, Auth: mockexchange.AuthLogin, Account: 2, Credential: access.LoginCredential(seed, 2)}
		v.do(login)
		login.Kind, login.Scopes = mockexchange.CreateKey, access.Read
		Expect(v.do(login).Key).To(Equal(uint32(5)))
		Expect(api.signed(5, "GET", "/api/v3/account", "").field("uid")).To(Equal(2.0))
	})
})

var _ = Describe("A timestamp", func() {
	const (
		ms    = start / 1_000_000
		late  = `{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}`
		early = `{"code":-1021,"msg":"Timestamp for this request was 1000ms ahead of the server's time."}`
	)
	DescribeTable("counts within its window",
		func(params string, expected string) {
			api := newClient(binance.Options{})
			a := api.sealed(buyer, "GET", "/api/v3/account", params, "")
			if expected == "" {
				Expect(a.status).To(Equal(200), a.text)
				return
			}
			Expect(a.text).To(Equal(expected))
			c := api.venue.last()
			Expect(c.Credential).NotTo(BeZero())
			Expect(c.Refused).NotTo(Equal(reject.OK))
		},
		Entry("now", fmt.Sprintf("timestamp=%d", ms), ""),
		Entry("in microseconds", fmt.Sprintf("timestamp=%d", ms*1000), ""),
		Entry("five seconds old", fmt.Sprintf("timestamp=%d", ms-5000), ""),
		Entry("older", fmt.Sprintf("timestamp=%d", ms-5001), late),
		Entry("older, with a wider window", fmt.Sprintf("recvWindow=60000&timestamp=%d", ms-60000), ""),
		Entry("older, with a narrow window", fmt.Sprintf("recvWindow=0.5&timestamp=%d", ms-1), late),
		Entry("in a window of half a millisecond", fmt.Sprintf("recvWindow=0.5&timestamp=%d", ms*1000-500), ""),
		Entry("just out of it", fmt.Sprintf("recvWindow=0.5&timestamp=%d", ms*1000-501), late),
		Entry("almost a second ahead", fmt.Sprintf("timestamp=%d", ms+999), ""),
		Entry("a second ahead", fmt.Sprintf("timestamp=%d", ms+1000), early),
		Entry("missing", "recvWindow=5000", `{"code":-1102,"msg":"Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed."}`),
		Entry("none", "timestamp=yesterday", `{"code":-1100,"msg":"Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'."}`),
		Entry("with too wide a window", fmt.Sprintf("recvWindow=60001&timestamp=%d", ms), `{"code":-1131,"msg":"recvWindow must be less than 60000."}`),
		Entry("with a window that is none", fmt.Sprintf("recvWindow=-1&timestamp=%d", ms), `{"code":-1100,"msg":"Illegal characters found in parameter 'recvWindow'; legal range is '^[0-9]{1,5}(\\.[0-9]{1,3})?$'."}`),
	)

	It("is not looked at where the clock runs at a pace of its own", func() {
		api := newClient(binance.Options{AnyTime: true})
		Expect(api.sealed(buyer, "GET", "/api/v3/account", "timestamp=1", "").status).To(Equal(200))
	})

	It("must be signed", func() {
		api := newClient(binance.Options{})
		public, _ := access.KeyPair(seed, buyer)
		Expect(api.raw("GET", "/api/v3/account", api.stamped(""), "", public).text).To(ContainSubstring("Mandatory parameter 'signature'"))
	})
})

package operator_test

import (
	"encoding/binary"
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

// told is one command's result with its events.
type told struct {
	result mockexchange.Result
	events []mockexchange.Event
}

// takeTold reads a result and its events, and returns what follows them.
func takeTold(src []byte) (t told, rest []byte) {
	GinkgoHelper()
	r, n, err := record.DecodeResult(src)
	Expect(err).NotTo(HaveOccurred())
	t.result, src = r, src[n:]
	count, n := binary.Uvarint(src)
	Expect(n).To(BeNumerically(">", 0))
	src = src[n:]
	for range count {
		e, n, err := record.DecodeEvent(src)
		Expect(err).NotTo(HaveOccurred())
		t.events, src = append(t.events, e), src[n:]
	}
	return t, src
}

var _ = Describe("Events beside the commands that led to them", func() {
	var v *operator.Venue
	var h http.Handler

	BeforeEach(func() {
		v = openVenue(operator.Options{})
		h = operator.Handler(v, "secret")
	})

	ask := func(method, path, body string) *httptest.ResponseRecorder {
		GinkgoHelper()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer secret")
		r.Header.Set("Content-Type", "application/octet-stream")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		Expect(w.Code).To(Equal(http.StatusOK), w.Body.String())
		return w
	}

	It("come with the answer to a batch and with the journal, the same ones", func() {
		commands := []*mockexchange.Command{
			sellOrder("first"),
			{Kind: mockexchange.ReadStatus},
			byKey(1, mockexchange.Command{Kind: mockexchange.PlaceOrder, Market: 1, Side: 1, Type: 1, Quantity: 10_000}),
			withdrawal(),
		}
		var batch []byte
		for i, c := range commands {
			batch = record.AppendCommand(batch, start+int64(i), c)
		}
		w := ask("POST", "/v1/commands?events=true", string(batch))
		Expect(w.Header().Get("Exdrill-Next")).To(Equal("5"))
		Expect(w.Header().Get("Exdrill-Untaken")).To(Equal("0"))

		answer, seq := w.Body.Bytes(), uint64(0)
		journal := ask("GET", "/v1/journal?format=binary&events=true", "").Body.Bytes()
		for i := range commands {
			var one, kept told
			one, answer = takeTold(answer)
			_, c, n, err := record.DecodeCommand(journal)
			Expect(err).NotTo(HaveOccurred())
			Expect(&c).To(Equal(commands[i]))
			kept, journal = takeTold(journal[n:])
			Expect(kept).To(Equal(one))
			Expect(one.events).NotTo(BeEmpty())
			for _, e := range one.events {
				seq++
				Expect(e.Seq).To(Equal(seq))
				Expect(e.Op).To(Equal(c.Kind))
			}
		}
		Expect(answer).To(BeEmpty())
		Expect(journal).To(BeEmpty())
		Expect(seq).To(Equal(v.Telemetry.Len()))
	})

	It("tell when something waits to be broadcast", func() {
		apply(v, 0, withdrawal())
		ask("GET", "/v1/clock", "")
		batch := record.AppendCommand(nil, start+1, payOut())
		Expect(ask("POST", "/v1/commands?events=true", string(batch)).Header().Get("Exdrill-Untaken")).To(Equal("1"))
		ask("GET", "/v1/broadcasts", "")
		Expect(ask("GET", "/v1/journal", "").Header().Get("Exdrill-Untaken")).To(Equal("0"))
	})

	It("are not there for a command that never was", func() {
		_, ok := v.EventsOf(nil, 1)
		Expect(ok).To(BeFalse())
		_, ok = v.EventsOf(nil, 0)
		Expect(ok).To(BeFalse())
	})
})

// payOut is the venue's schedule that signs and sends what is approved.
func payOut() *mockexchange.Command {
	return &mockexchange.Command{
		Kind: mockexchange.PayOut, Asset: btc,
		Auth: mockexchange.AuthOperator, Credential: access.OperatorCredential(seed),
	}
}

// withdrawal is a customer's.
func withdrawal() *mockexchange.Command {
	return byKey(2, mockexchange.Command{
		Kind: mockexchange.RequestWithdrawal, Asset: btc, Amount: 1_000_000, Address: chain.ExternalAddress(1, "friend", 1),
	})
}

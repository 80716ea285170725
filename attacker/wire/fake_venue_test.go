package wire_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/wire"
)

// fakeVenue is the venue's side of the wire: it answers what it is told to, and
// keeps what came in, byte by byte.
type fakeVenue struct {
	status int
	answer string
	header http.Header

	seen []seen
}

type seen struct {
	method, path, query, body string
	header                    http.Header
}

func (c *fakeVenue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer GinkgoRecover()
	body := must(io.ReadAll(r.Body))
	c.seen = append(c.seen, seen{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header.Clone()})
	for name, values := range c.header {
		w.Header()[name] = values
	}
	w.WriteHeader(c.status)
	must(io.WriteString(w, c.answer))
}

// params are the parameters of a request, wherever they stand.
func (s seen) params() url.Values {
	values := must(url.ParseQuery(strings.Trim(s.query+"&"+s.body, "&")))
	return values
}

var signaturePair = regexp.MustCompile(`&?signature=([0-9a-f]{64})`)

// verified says that the signature fits the raw bytes: the query without the
// signature, then the body without it.
func (s seen) verified(secret string) bool {
	found := signaturePair.FindStringSubmatch(s.query + "&" + s.body)
	if found == nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, signaturePair.ReplaceAllString(s.query, "")+signaturePair.ReplaceAllString(s.body, "")) //nolint:errcheck // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil)) == found[1]
}

const source = "203.0.113.5"

// virtualNow is a moment of the drill, with a part of a millisecond to drop.
const virtualNow = int64(1_515_222_000_123_456_789)

var key = attacker.Access{Key: attacker.KeyPair{Public: "public", Secret: "secret"}, From: source}

// open starts a counter that answers every request the same way, and a venue
// that leads to it.
func open(status int, answer string) (*fakeVenue, *wire.Venue) {
	c := &fakeVenue{status: status, answer: answer}
	server := httptest.NewServer(c)
	DeferCleanup(server.Close)
	shop := attackertest.NewZaif()
	exits := map[string]string{source: server.URL}
	return c, wire.NewVenue(exits, func() int64 { return virtualNow }, shop.Listed, shop.Coins)
}

// accepted is what came back of a request that the venue did.
func accepted[T any](answer T, refusal attacker.Refusal, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	Expect(refusal).To(Equal(attacker.Accepted))
	return answer
}

// expectSigned checks everything that each signed request has in common, and
// gives back its own parameters.
func (c *fakeVenue) expectSigned(method, path string) url.Values {
	Expect(c.seen).To(HaveLen(1), "one method is one request")
	s := c.seen[0]
	Expect(s.method).To(Equal(method))
	Expect(s.path).To(Equal(path))
	Expect(s.header.Get("X-MBX-APIKEY")).To(Equal("public"))
	Expect(s.verified("secret")).To(BeTrue(), "signature over %q and %q", s.query, s.body)
	Expect(s.verified("other")).To(BeFalse())
	p := s.params()
	Expect(p.Get("timestamp")).To(Equal(strconv.FormatInt(virtualNow/1e6, 10)))
	Expect(p.Get("recvWindow")).To(Equal("5000"))
	for _, name := range []string{"timestamp", "recvWindow", "signature"} {
		Expect(p[name]).To(HaveLen(1))
		p.Del(name)
	}
	return p
}

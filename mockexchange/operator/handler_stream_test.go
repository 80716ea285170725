package operator_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// line is the caller's end of a stream of commands.
type line struct {
	net.Conn
	from *bufio.Reader
}

// upgrade asks for a stream and returns the status of the answer.
func (l *line) upgrade(token, protocol string) int {
	GinkgoHelper()
	fmt.Fprintf(l, "POST /v1/commands/stream HTTP/1.1\r\nHost: venue\r\nConnection: Upgrade\r\nUpgrade: %s\r\n", protocol)
	if token != "" {
		fmt.Fprintf(l, "Authorization: Bearer %s\r\n", token)
	}
	fmt.Fprint(l, "\r\n")
	answer := must(http.ReadResponse(l.from, nil))
	return answer.StatusCode
}

func (l *line) send(batch []byte) {
	GinkgoHelper()
	must(l.Write(append(binary.AppendUvarint(nil, uint64(len(batch))), batch...)))
}

// frame reads one answer: its two numbers and the rest.
func (l *line) frame() (next, untaken uint64, rest []byte) {
	GinkgoHelper()
	size := must(binary.ReadUvarint(l.from))
	rest = make([]byte, size)
	must(io.ReadFull(l.from, rest))
	next, n := binary.Uvarint(rest)
	if next == 0 {
		return 0, 0, rest[n:]
	}
	untaken, m := binary.Uvarint(rest[n:])
	return next, untaken, rest[n+m:]
}

var _ = Describe("A stream of commands", func() {
	var v *operator.Venue
	var l *line

	BeforeEach(func() {
		v = openVenue(operator.Options{})
		server := httptest.NewServer(operator.Handler(v, "secret"))
		DeferCleanup(server.Close)
		conn := must(net.Dial("tcp", server.Listener.Addr().String()))
		DeferCleanup(conn.Close)
		l = &line{conn, bufio.NewReader(conn)}
	})

	It("answers batch by batch, with results and events", func() {
		Expect(l.upgrade("secret", operator.StreamProtocol)).To(Equal(http.StatusSwitchingProtocols))
		for i := range uint64(3) {
			l.send(record.AppendCommand(nil, start+int64(i), sellOrder("")))
			next, untaken, rest := l.frame()
			Expect(next).To(Equal(i + 2))
			Expect(untaken).To(BeZero())
			one, rest := takeTold(rest)
			Expect(one.result.Order).To(Equal(i + 1))
			Expect(one.events).To(HaveLen(1))
			Expect(one.events[0].At).To(Equal(start + int64(i)))
			Expect(rest).To(BeEmpty())
		}
		l.send(nil)
		next, _, rest := l.frame()
		Expect(next).To(Equal(uint64(4)))
		Expect(rest).To(BeEmpty())
	})

	It("tells what waits to be broadcast", func() {
		Expect(l.upgrade("secret", operator.StreamProtocol)).To(Equal(http.StatusSwitchingProtocols))
		l.send(record.AppendCommand(record.AppendCommand(nil, start, withdrawal()), start, payOut()))
		_, untaken, _ := l.frame()
		Expect(untaken).To(Equal(uint64(1)))
	})

	It("ends with a reason", func() {
		Expect(l.upgrade("secret", operator.StreamProtocol)).To(Equal(http.StatusSwitchingProtocols))
		l.send([]byte{1, 99})
		next, _, text := l.frame()
		Expect(next).To(BeZero())
		Expect(string(text)).To(ContainSubstring("body: record 1, byte 0"))
		_, err := l.from.ReadByte()
		Expect(err).To(MatchError(io.EOF))
		Expect(v.Journal().Len()).To(BeZero())
	})

	It("takes no frame that is too long", func() {
		Expect(l.upgrade("secret", operator.StreamProtocol)).To(Equal(http.StatusSwitchingProtocols))
		must(l.Write(binary.AppendUvarint(nil, 1<<40)))
		_, err := l.from.ReadByte()
		Expect(err).To(MatchError(io.EOF))
	})

	DescribeTable("is for those who know how to ask", func(token, protocol string, status int) {
		Expect(l.upgrade(token, protocol)).To(Equal(status))
	},
		Entry("without a token", "", operator.StreamProtocol, http.StatusUnauthorized),
		Entry("with a wrong one", "guess", operator.StreamProtocol, http.StatusForbidden),
		Entry("in another protocol", "secret", "websocket", http.StatusUpgradeRequired),
	)
})

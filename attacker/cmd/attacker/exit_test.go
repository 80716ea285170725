package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/wire"
)

// speak sends raw bytes to a server and gives back the raw answer.
func speak(server *httptest.Server, request string) string {
	conn := must(net.Dial("tcp", server.Listener.Addr().String()))
	defer func() { Expect(conn.Close()).To(Succeed()) }()
	Expect(conn.SetDeadline(time.Now().Add(5 * time.Second))).To(Succeed())
	must(io.WriteString(conn, request))
	answer := must(io.ReadAll(conn))
	return string(answer)
}

// listen takes one connection, keeps what comes in as raw bytes up to the end
// of the request, and answers.
func listen(answer string) (base string, heard <-chan string) {
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	DeferCleanup(l.Close)
	lines := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		in := bufio.NewReader(conn)
		var raw strings.Builder
		length := 0
		for {
			line, err := in.ReadString('\n')
			raw.WriteString(line)
			_, _ = fmt.Sscanf(line, "Content-Length: %d", &length)
			if err != nil || line == "\r\n" {
				break
			}
		}
		body := make([]byte, length)
		_, _ = io.ReadFull(in, body)
		raw.Write(body)
		_, _ = io.WriteString(conn, answer)
		_ = conn.Close()
		lines <- raw.String()
	}()
	return "http://" + l.Addr().String(), lines
}

var _ = Describe("an exit", func() {
	const answer = "HTTP/1.1 418 I'm a teapot\r\nX-MBX-USED-WEIGHT-1M: 6001\r\nRetry-After: 120\r\nContent-Length: 5\r\n\r\nwait\n"

	pass := func(request string) (heard, told string) {
		base, lines := listen(answer)
		e := must(newExit(base))
		server := httptest.NewServer(e)
		DeferCleanup(server.Close)
		told = speak(server, request)
		Eventually(lines).Should(Receive(&heard))
		return heard, told
	}

	It("hands a request on as it is: method, path, raw query, headers and body", func() {
		heard, _ := pass("POST /sapi/v1/a%2Fb/c?x=%40&y=@&x=a+b&signature=0F HTTP/1.1\r\n" +
			"Host: exit-1:8080\r\nUser-Agent: bot/1\r\nContent-Length: 9\r\nX-Mbx-Apikey: public\r\nConnection: close\r\n\r\na=1&b=%7e")
		lines := strings.Split(heard, "\r\n")
		Expect(lines[0]).To(Equal("POST /sapi/v1/a%2Fb/c?x=%40&y=@&x=a+b&signature=0F HTTP/1.1"))
		Expect(lines[1 : len(lines)-2]).To(ConsistOf(
			"Host: exit-1:8080", "User-Agent: bot/1", "Content-Length: 9", "X-Mbx-Apikey: public", "Connection: close",
		))
		Expect(lines[len(lines)-1]).To(Equal("a=1&b=%7e"))
	})

	It("adds nothing that was not there", func() {
		heard, _ := pass("GET /api/v3/depth HTTP/1.1\r\nHost: exit-1\r\nConnection: close\r\n\r\n")
		Expect(heard).To(Equal("GET /api/v3/depth HTTP/1.1\r\nHost: exit-1\r\nConnection: close\r\n\r\n"))
	})

	It("hands on the body of a DELETE, which some clients send", func() {
		heard, _ := pass("DELETE /api/v3/order?timestamp=1 HTTP/1.1\r\nHost: e\r\nContent-Length: 9\r\nConnection: close\r\n\r\norderId=1")
		Expect(heard).To(HavePrefix("DELETE /api/v3/order?timestamp=1 HTTP/1.1\r\n"))
		Expect(heard).To(HaveSuffix("\r\n\r\norderId=1"))
	})

	It("hands the answer back as it is", func() {
		_, told := pass("GET / HTTP/1.1\r\nHost: e\r\nConnection: close\r\n\r\n")
		Expect(told).To(HavePrefix("HTTP/1.1 418 I'm a teapot\r\n"))
		Expect(told).To(ContainSubstring("\r\nX-Mbx-Used-Weight-1m: 6001\r\n"))
		Expect(told).To(ContainSubstring("\r\nRetry-After: 120\r\n"))
		Expect(told).To(HaveSuffix("\r\n\r\nwait\n"))
	})

	It("says that the venue is away", func() {
		away := httptest.NewServer(http.NotFoundHandler())
		away.Close()
		e := must(newExit(away.URL))
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		Expect(w.Code).To(Equal(http.StatusBadGateway))
	})

	It("leads nowhere outside the drill", func() {
		_, err := newExit("https://venue")
		Expect(err).To(MatchError(wire.ErrOutside))
		e := must(newExit("http://192.0.2.1:80"))
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		Expect(w.Code).To(Equal(http.StatusBadGateway))
		Expect(w.Body.String()).To(ContainSubstring("outside the drill"))
	})
})

var _ = Describe("the command", func() {
	run := func(ctx context.Context, args ...string) (out string, err error) {
		cmd := root()
		var text strings.Builder
		cmd.SetOut(&text)
		cmd.SetErr(&text)
		cmd.SetArgs(args)
		err = cmd.ExecuteContext(ctx)
		return text.String(), err
	}

	It("says where it listens, and stops when told to", func() {
		for _, args := range [][]string{
			{"agent", "--listen", "127.0.0.1:0", "--token", "t"},
			{"exit", "--listen", "127.0.0.1:0", "--to", "http://127.0.0.1:1"},
		} {
			ctx, stop := context.WithCancel(context.Background())
			stop()
			out := must(run(ctx, args...))
			Expect(out).To(MatchRegexp(`^listening on 127\.0\.0\.1:\d+\n$`))
		}
	})

	It("refuses to start without what it needs", func() {
		_, err := run(context.Background(), "agent")
		Expect(err).To(MatchError("--token is empty, expected a secret shared with the lab"))
		_, err = run(context.Background(), "exit", "--to", "venue:8000")
		Expect(err).To(MatchError(wire.ErrOutside))
		_, err = run(context.Background(), "exit", "--listen", "127.0.0.1:99999", "--to", "http://venue:8000")
		Expect(err).To(HaveOccurred())
	})

	It("shows an example in its help", func() {
		for _, name := range []string{"agent", "exit"} {
			out := must(run(context.Background(), name, "--help"))
			Expect(out).To(ContainSubstring("Examples:\n  attacker " + name))
		}
	})
})

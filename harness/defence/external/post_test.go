//go:build unix

package external_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/external"
)

// server answers messages as a function says.
func server(answer http.HandlerFunc) external.Program {
	s := httptest.NewServer(answer)
	DeferCleanup(s.Close)
	return external.Program{URL: s.URL + "/watch"}
}

var _ = Describe("A server", func() {
	It("gets every message as a POST of JSON, with the run that it belongs to", func() {
		var got []string
		sessions := map[string]bool{}
		p := server(func(w http.ResponseWriter, r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			got = append(got, fmt.Sprintf("%s %s %s %s", r.Method, r.URL.Path, r.Header.Get("Content-Type"), text))
			sessions[r.Header.Get(external.SessionHeader)] = true
			fmt.Fprintln(w, strings.ToUpper(strings.TrimSpace(string(text))))
		})
		for range 2 {
			talk := started(p)
			Expect(ask(talk, "one")).To(Equal("ONE"))
			Expect(ask(talk, "two")).To(Equal("TWO"))
			_ = talk.Bye([]byte("bye\n"))
		}
		const about = "POST /watch application/json "
		Expect(got[:3]).To(Equal([]string{about + "one\n", about + "two\n", about + "bye\n"}))
		Expect(sessions).To(HaveLen(2))
	})

	DescribeTable("that fails is told of",
		func(answer http.HandlerFunc, message string) {
			p := server(answer)
			p.AnswerTime = 300 * time.Millisecond
			Expect(failing(started(p), "one").Error()).To(Equal("it did not answer the message: " + message))
		},
		Entry("an error of its own", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "what is this?", http.StatusInternalServerError)
		},
			"500 Internal Server Error, expected 200 OK; it said: what is this?"),
		Entry("a redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/else", http.StatusFound) },
			"302 Found, expected 200 OK; it said: "),
		Entry("no answer in time", func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, "no answer within 300ms, its wall_limit"),
		Entry("a flood", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 5<<20)) },
			"the answer has more than 4194304 bytes, expected a line of at most so many"),
	)

	It("that is not there is told of", func() {
		talk := started(external.Program{URL: "http://127.0.0.1:1"})
		Expect(failing(talk, "one").Error()).To(HavePrefix("it did not answer the message: dial tcp 127.0.0.1:1: "))
	})

	It("can be left while it is waited for", func() {
		p := server(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		talk := started(p)
		time.AfterFunc(100*time.Millisecond, talk.Kill)
		Expect(failing(talk, "one").Error()).To(Equal("it did not answer the message: context canceled"))
	})
})

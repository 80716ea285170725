package main

import (
	"io"
	"net/http"
	"net/url"

	"github.com/exdrill/exdrill/attacker/wire"
)

// exit passes requests on, from the address of the machine it runs on. It adds
// nothing and changes nothing: method, path, raw query, body and headers are
// those that came in, except for the headers that belong to one connection.
type exit struct {
	to     *url.URL
	client *http.Client
}

func newExit(to string) (*exit, error) {
	if err := wire.CheckBase(to); err != nil {
		return nil, err
	}
	base, err := url.Parse(to)
	if err != nil {
		return nil, err
	}
	return &exit{to: base, client: wire.NewClient()}, nil
}

// connectionHeaders belong to one connection and are not passed on.
var connectionHeaders = []string{
	"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

func (e *exit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	resp, err := e.client.Do(e.outgoing(r))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer func() { _ = resp.Body.Close() }() // it was read to its end, or that failed
	header := w.Header()
	for name, values := range resp.Header { // a set: the order of headers means nothing
		header[name] = values
	}
	drop(header)
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body) // the caller sees a body that ends too early
}

func (e *exit) outgoing(r *http.Request) *http.Request {
	u := *r.URL
	u.Scheme, u.Host = e.to.Scheme, e.to.Host
	out := r.Clone(r.Context())
	out.URL, out.RequestURI = &u, ""
	drop(out.Header)
	if _, ok := out.Header["User-Agent"]; !ok {
		out.Header["User-Agent"] = []string{""} // else Go would put its own there
	}
	if r.ContentLength == 0 {
		out.Body = http.NoBody
	}
	return out
}

func drop(h http.Header) {
	for _, name := range connectionHeaders {
		h.Del(name)
	}
}

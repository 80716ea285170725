package main

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"

	"github.com/exdrill/exdrill/attacker/wire"
)

// newExit passes requests on, from the address of the machine it runs on. It
// adds nothing and changes nothing: method, path, raw query, body and headers
// are those that came in, except for the headers that belong to one connection.
func newExit(to string) (http.Handler, error) {
	if err := wire.CheckBase(to); err != nil {
		return nil, err
	}
	base, err := url.Parse(to)
	if err != nil {
		return nil, err
	}
	client := wire.NewClient()
	proxy := &httputil.ReverseProxy{
		Transport: client.Transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = base.Scheme, base.Host
			r.Out.URL.RawQuery = r.In.URL.RawQuery // also what makes no sense: it was signed
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), client.Timeout)
		defer cancel()
		proxy.ServeHTTP(w, r.WithContext(ctx))
	}), nil
}

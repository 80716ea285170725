package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// shutdownGrace is how long requests in progress may take to end once the
// process is told to stop.
const shutdownGrace = 5 * time.Second

// endpoint is one address that the process listens on.
type endpoint struct {
	name     string // what is behind it
	listener net.Listener
	server   *http.Server
}

// openEndpoint takes the address; requests wait until serveAll begins.
func openEndpoint(name, listen string, h http.Handler) (*endpoint, error) {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	return &endpoint{
		name: name, listener: l,
		server: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute},
	}, nil
}

// serveAll answers at all endpoints until the context ends or one of them fails.
// It says where it listens as soon as requests are answered: programs that
// started the process wait for those lines. endStreams is called when the end
// begins, since streams would not end by themselves.
func serveAll(ctx context.Context, out io.Writer, endStreams func(), endpoints ...*endpoint) error {
	failed := make(chan error, len(endpoints))
	for _, e := range endpoints {
		go func() { failed <- e.server.Serve(e.listener) }()
	}
	var err error
	for _, e := range endpoints {
		_, said := fmt.Fprintf(out, "%s: listening on %s\n", e.name, e.listener.Addr())
		err = errors.Join(err, said)
	}
	if err == nil {
		select {
		case err = <-failed:
		case <-ctx.Done():
		}
	}
	endStreams()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	for _, e := range endpoints {
		err = errors.Join(err, e.server.Shutdown(stop))
	}
	return err
}

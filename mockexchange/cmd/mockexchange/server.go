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

// grace is how long requests in progress may take to end once the process is
// told to stop.
const grace = 5 * time.Second

// door is one address that the process listens on.
type door struct {
	name     string // what is behind it
	handler  http.Handler
	listener net.Listener
	server   *http.Server
}

// openDoor takes the address; requests wait until serveAll begins.
func openDoor(name, listen string, h http.Handler) (*door, error) {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, err
	}
	return &door{
		name: name, handler: h, listener: l,
		server: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute},
	}, nil
}

// serveAll answers at all doors until the context ends or one of them fails.
// It says where it listens as soon as requests are answered: programs that
// started the process wait for those lines. hush is called when the end
// begins, so that streams end too.
func serveAll(ctx context.Context, out io.Writer, hush func(), doors ...*door) error {
	failed := make(chan error, len(doors))
	for _, d := range doors {
		go func() { failed <- d.server.Serve(d.listener) }()
	}
	var err error
	for _, d := range doors {
		_, said := fmt.Fprintf(out, "%s: listening on %s\n", d.name, d.listener.Addr())
		err = errors.Join(err, said)
	}
	if err == nil {
		select {
		case err = <-failed:
		case <-ctx.Done():
		}
	}
	hush()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	for _, d := range doors {
		err = errors.Join(err, d.server.Shutdown(stop))
	}
	return err
}

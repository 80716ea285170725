package wire

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// ErrOutside is inside the error for anything that lies outside the drill.
var ErrOutside = errors.New("outside the drill")

// requestTimeout is how long a request may take. A venue that hangs must not hang
// the lab.
const requestTimeout = 10 * time.Second

// NewClient makes a client that reaches private addresses alone, and does
// nothing that it was not told to do: no proxy, no redirect, no compression,
// and a connection of its own for each request, since Go repeats a request by
// itself if a connection that it kept turns out to be closed.
func NewClient() *http.Client {
	dialer := &net.Dialer{Timeout: requestTimeout, Control: privateOnly}
	return &http.Client{
		Timeout: requestTimeout,
		Transport: &http.Transport{
			DialContext:        dialer.DialContext,
			DisableKeepAlives:  true,
			DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// privateOnly looks at an address after names were resolved and before anything
// is sent, so no name can lead outside.
func privateOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrOutside, address)
	}
	ip := at.Addr().Unmap()
	if !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast() {
		return fmt.Errorf("%w: %s is not a private address", ErrOutside, ip)
	}
	return nil
}

// CheckBase refuses a base address that is not plain HTTP to some host, or
// carries more than a host.
func CheckBase(base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return fmt.Errorf("base address: %w", err)
	}
	if u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("%w: base address %q, expected http://host:port", ErrOutside, base)
	}
	if u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("base address %q, expected http://host:port and nothing after it", base)
	}
	return nil
}

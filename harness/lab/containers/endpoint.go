package containers

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
)

// hostOverride is the variable by which the container library's users say
// where published ports are.
const hostOverride = "TESTCONTAINERS_HOST_OVERRIDE"

// endpointTimeout is how long one way to a container is tried, and retryPause
// how long between two tries.
const (
	endpointTimeout = 2 * time.Second
	retryPause      = 10 * time.Millisecond
)

// endpoint is one address by which a container may be reached.
type endpoint struct {
	name string
	host string // host:port
}

// endpoints lists them in the order in which they are tried. A harness that
// runs in a container itself may stand in the engine's network or beside it,
// and only trying tells.
func (d *deployment) endpoints(c *container.InspectResponse, inner int) (all []endpoint) {
	published := ""
	for _, b := range c.NetworkSettings.Ports[port(inner)] {
		if b.HostIP.Is4() || !b.HostIP.IsValid() {
			published = b.HostPort
		}
	}
	add := func(name, host, port string) {
		if host != "" && port != "" {
			all = append(all, endpoint{name, net.JoinHostPort(host, port)})
		}
	}
	direct := ""
	if n := c.NetworkSettings.Networks[d.control]; n != nil && n.IPAddress.IsValid() {
		direct = n.IPAddress.String()
	}
	add(hostOverride, os.Getenv(hostOverride), published)
	if n := c.NetworkSettings.Networks[d.control]; n != nil && inNetwork(n.IPAddress, n.IPPrefixLen) {
		add("container address", direct, strconv.Itoa(inner))
	}
	add("engine host", engineHost(d.engine.DaemonHost()), published)
	add("loopback", "127.0.0.1", published)
	add("container address", direct, strconv.Itoa(inner))
	add("gateway", gateway(), published)
	return all
}

// inNetwork reports whether this machine has a leg in the network of an address:
// then it is the engine's own machine, and the way without the engine's proxy
// takes half the time.
func inNetwork(a netip.Addr, bits int) bool {
	network, err := a.Prefix(bits)
	if err != nil {
		return false
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, o := range own {
		if p, err := netip.ParsePrefix(o.String()); err == nil && network.Contains(p.Addr()) {
			return true
		}
	}
	return false
}

// findEndpoint finds the way to a container that answers, and returns its base
// address.
func (d *deployment) findEndpoint(ctx context.Context, id string, spec containerSpec) (string, error) {
	deadline := time.Now().Add(startTimeout)
	var tried []string
	for {
		c, err := d.inspect(ctx, id)
		if err != nil {
			return "", err
		}
		for _, w := range d.endpoints(&c, spec.control) {
			if d.healthy(ctx, "http://"+w.host+"/healthz") {
				return "http://" + w.host, nil
			}
			tried = append(tried, w.name+" "+w.host)
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if time.Now().After(deadline) {
			return "", fmt.Errorf("not reached within %s by %s", startTimeout, strings.Join(tried, ", "))
		}
	}
}

// healthy asks until there is an answer, for as long as one way is tried.
func (d *deployment) healthy(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, endpointTimeout)
	defer cancel()
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return false
		}
		if resp, err := d.client.Do(req); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return true
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(retryPause):
		}
	}
	return false
}

// engineHost is where an engine on another machine is, empty for one that is
// spoken to by a socket of this machine.
func engineHost(daemon string) string {
	u, err := url.Parse(daemon)
	if err != nil || u.Scheme == "unix" || u.Scheme == "npipe" {
		return ""
	}
	return u.Hostname()
}

// gateway is the way out of the container that the harness runs in; empty if
// it runs in none.
func gateway() string {
	if !inContainer() {
		return ""
	}
	f, err := os.Open("/proc/net/route")
	if err != nil {
		return ""
	}
	defer f.Close()
	return defaultRoute(bufio.NewScanner(f))
}

func inContainer() bool {
	_, err := os.Stat("/.dockerenv")
	return err == nil
}

// defaultRoute reads the kernel's table of routes: the gateway of the one to
// everywhere, as hexadecimal digits of its bytes from the last to the first.
func defaultRoute(table *bufio.Scanner) string {
	for table.Scan() {
		fields := strings.Fields(table.Text())
		if len(fields) < 3 || fields[1] != "00000000" {
			continue
		}
		b, err := hex.DecodeString(fields[2])
		if err == nil && len(b) == 4 {
			return netip.AddrFrom4([4]byte{b[3], b[2], b[1], b[0]}).String()
		}
	}
	return ""
}

// bindAddress is the address on the engine's host at which control ports are
// published: its loopback alone, unless the harness is somewhere else.
func bindAddress(daemon string) netip.Addr {
	if inContainer() || engineHost(daemon) != "" {
		return netip.IPv4Unspecified()
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

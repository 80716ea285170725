package operator

import (
	"net"
	"net/netip"
	"sync"

	"github.com/exdrill/exdrill/mockexchange/access"
)

// Peers says which address of the scenario a caller stands for. In a lab the
// exits of a thief, and everybody else, have addresses of a private network;
// the venue's log is to show those of the story.
type Peers struct {
	mu      sync.RWMutex
	sources map[netip.Addr]access.Source
}

// Set replaces the whole mapping, from peer addresses to scenario addresses.
func (p *Peers) Set(sources map[netip.Addr]access.Source) {
	own := make(map[netip.Addr]access.Source, len(sources))
	for peer, source := range sources {
		own[peer.Unmap()] = source
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sources = own
}

// Source is the address of a caller whose connection comes from remote, an
// "address:port". A peer without an entry stands for itself; IPv6 addresses
// other than the loopback have no place in the venue's log and become 0.0.0.0.
func (p *Peers) Source(remote string) access.Source {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return 0
	}
	peer = peer.Unmap().WithZone("")
	p.mu.RLock()
	source, ok := p.sources[peer]
	p.mu.RUnlock()
	switch {
	case ok:
		return source
	case peer == netip.IPv6Loopback():
		peer = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	source, _ = access.ParseSource(peer.String())
	return source
}

package containers

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/netip"

	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
)

// street is the public network of a run: who stands at which address.
type street struct {
	subnet netip.Prefix
	name   string
}

// Where the parts stand within the subnet. The engine itself takes the first.
const (
	standsVenue = 10
	standsAgent = 11
	standsChain = 20  // and further, one for each asset
	standsExit  = 100 // and further, one for each exit
)

// tries is how many subnets are tried; others may have taken some already.
const tries = 16

// pave makes the public network. It is internal: whatever is in it reaches
// nobody outside. Its subnet follows from the run's id; a subnet in use is
// left for the next one.
func (e *engine) pave(ctx context.Context, run string) (street, error) {
	var err error
	for i := range tries {
		s := street{subnet: subnet(run, i), name: "exdrill-" + run + "-public"}
		_, err = e.NetworkCreate(ctx, s.name, client.NetworkCreateOptions{
			Driver: "bridge", Internal: true, Labels: labels(run),
			IPAM: &network.IPAM{Config: []network.IPAMConfig{{Subnet: s.subnet}}},
		})
		if err == nil {
			return s, nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	return street{}, fmt.Errorf("public network: no free subnet in %d tries: %w", tries, err)
}

// wire makes the network by which the harness reaches the parts. Its packets
// are not masqueraded, so that nothing leads from it to the outside either.
func (e *engine) wire(ctx context.Context, run string) (name string, err error) {
	name = "exdrill-" + run + "-control"
	for i := range tries {
		_, err = e.NetworkCreate(ctx, name, client.NetworkCreateOptions{
			Driver: "bridge", Labels: labels(run),
			IPAM:    &network.IPAM{Config: []network.IPAMConfig{{Subnet: subnet(run+"/control", i)}}},
			Options: map[string]string{"com.docker.network.bridge.enable_ip_masquerade": "false"},
		})
		if err == nil || ctx.Err() != nil {
			return name, err
		}
	}
	return "", fmt.Errorf("control network: no free subnet in %d tries: %w", tries, err)
}

// subnet is the n-th /24 that a name may take, within 10.64.0.0/10.
func subnet(name string, n int) netip.Prefix {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash never refuses bytes
	_, _ = h.Write([]byte{byte(n)})
	sum := h.Sum32()
	sum ^= sum >> 16
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 64 + byte(sum)&63, byte(sum >> 8), 0}), 24)
}

// at is an address of the subnet.
func (s street) at(host int) netip.Addr {
	a := s.subnet.Addr().As4()
	a[3] = byte(host)
	return netip.AddrFrom4(a)
}

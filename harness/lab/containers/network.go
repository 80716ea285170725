package containers

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/netip"

	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
)

// publicNetwork is the public network of a run: who stands at which address.
type publicNetwork struct {
	subnet netip.Prefix
	name   string
}

// Where the containers stand within the subnet. The engine itself takes the
// first.
const (
	hostVenue = 10
	hostAgent = 11
	hostChain = 20  // and further, one for each asset
	hostExit  = 100 // and further, one for each exit
)

// subnetTries is how many subnets are tried; others may have taken some already.
const subnetTries = 16

// createPublicNetwork makes the public network. It is internal: whatever is in
// it reaches nobody outside.
func (e *engine) createPublicNetwork(ctx context.Context, run string) (publicNetwork, error) {
	n := publicNetwork{name: "exdrill-" + run + "-public"}
	var err error
	n.subnet, err = e.createNetwork(ctx, n.name, run, client.NetworkCreateOptions{Internal: true})
	return n, err
}

// createControlNetwork makes the network by which the harness reaches the
// containers. Its packets are not masqueraded, so that nothing leads from it to
// the outside either.
func (e *engine) createControlNetwork(ctx context.Context, run string) (name string, err error) {
	name = "exdrill-" + run + "-control"
	_, err = e.createNetwork(ctx, name, run, client.NetworkCreateOptions{
		Options: map[string]string{"com.docker.network.bridge.enable_ip_masquerade": "false"},
	})
	return name, err
}

// createNetwork makes a network on a subnet that follows from its name. A
// subnet that is in use is left for the next one. Like everything that makes
// something, it is not broken off half-way: what came into being after
// everybody left would be forgotten.
func (e *engine) createNetwork(ctx context.Context, name, run string, o client.NetworkCreateOptions) (s netip.Prefix, err error) {
	o.Driver, o.Labels = "bridge", labels(run)
	for i := range subnetTries {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		s = subnet(name, i)
		o.IPAM = &network.IPAM{Driver: "default", Config: []network.IPAMConfig{{Subnet: s}}}
		made, cancel := context.WithTimeout(context.WithoutCancel(ctx), engineCallTimeout)
		_, err = e.NetworkCreate(made, name, o)
		cancel()
		if err == nil {
			return s, nil
		}
	}
	return s, fmt.Errorf("network %s: no free subnet in %d tries: %w", name, subnetTries, err)
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

// address is an address of the subnet.
func (n publicNetwork) address(host int) netip.Addr {
	a := n.subnet.Addr().As4()
	a[3] = byte(host)
	return netip.AddrFrom4(a)
}

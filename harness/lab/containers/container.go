package containers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// startTimeout is how long one container may take from its start until it
// answers, and engineCallTimeout how long the engine may take to make and start
// it. The second is generous: an engine whose caller left in the middle of a
// start can lose count of who is on a network, and then never gives the network
// up.
const (
	startTimeout      = 10 * time.Second
	engineCallTimeout = time.Minute
)

// maxStarting is how many containers are started at the same time.
const maxStarting = 4

// containerSpec is one container of a run.
type containerSpec struct {
	name    string // venue, chain-btc, agent, exit-1
	image   string
	command []string
	file    []byte     // put at path, if there is any
	address netip.Addr // on the public network
	control int        // port that the harness talks to, 0 for none
}

// inputPath is where a container finds its file.
const inputPath = "/input.json"

// startContainer starts a container and waits until it says that it listens.
// For a container that the harness talks to, it returns the base address.
func (d *deployment) startContainer(ctx context.Context, spec containerSpec) (base string, err error) {
	c, err := d.createContainer(ctx, spec)
	if err != nil {
		return "", fmt.Errorf("%s: %w%s", spec.name, err, logTail(c))
	}
	if spec.control == 0 {
		return "", nil
	}
	base, err = d.findEndpoint(ctx, c.GetContainerID(), spec)
	if err != nil {
		return "", fmt.Errorf("%s: %w%s", spec.name, err, logTail(c))
	}
	return base, nil
}

// createContainer makes the container and starts it. Nothing that the engine
// was asked for is broken off half-way: a container that comes into being after
// everybody left would be forgotten.
func (d *deployment) createContainer(ctx context.Context, spec containerSpec) (testcontainers.Container, error) {
	d.starting <- struct{}{}
	defer func() { <-d.starting }()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), engineCallTimeout)
	defer cancel()
	return d.engine.provider.RunContainer(ctx, d.request(spec))
}

func (d *deployment) request(spec containerSpec) testcontainers.ContainerRequest {
	r := testcontainers.ContainerRequest{
		Name: "exdrill-" + d.id + "-" + spec.name, Image: spec.image, Cmd: spec.command, Labels: labels(d.id),
		Networks:       []string{d.public.name},
		NetworkAliases: map[string][]string{d.public.name: {spec.name}},
		EndpointSettingsModifier: func(all map[string]*network.EndpointSettings) {
			if e := all[d.public.name]; e != nil {
				e.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: spec.address}
			}
		},
		HostConfigModifier: func(h *container.HostConfig) {
			h.CapDrop, h.SecurityOpt = []string{"ALL"}, []string{"no-new-privileges"}
			if spec.control != 0 {
				h.PortBindings = network.PortMap{port(spec.control): {{HostIP: d.bind}}}
			}
		},
		WaitingFor: wait.ForLog("listening on").WithStartupTimeout(startTimeout).WithPollInterval(20 * time.Millisecond),
	}
	if spec.control != 0 {
		r.Networks = append(r.Networks, d.control)
		r.ExposedPorts = []string{strconv.Itoa(spec.control) + "/tcp"}
	}
	if spec.file != nil {
		r.Files = []testcontainers.ContainerFile{{Reader: strings.NewReader(string(spec.file)), ContainerFilePath: inputPath, FileMode: 0o444}}
	}
	return r
}

func port(n int) network.Port {
	p, _ := network.PortFrom(uint16(n), network.TCP)
	return p
}

// logTail is what a container that failed had printed.
func logTail(c testcontainers.Container) string {
	if c == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), engineTimeout)
	defer cancel()
	r, err := c.Logs(ctx)
	if err != nil {
		return ""
	}
	defer r.Close()
	said, err := io.ReadAll(io.LimitReader(r, 4<<10))
	if text := strings.TrimSpace(string(said)); err == nil && text != "" {
		return "; it said: " + text
	}
	return ""
}

// errExited is a container that is no longer there when it is to be reached.
var errExited = errors.New("it ended")

// inspect looks at a running container.
func (d *deployment) inspect(ctx context.Context, id string) (container.InspectResponse, error) {
	i, err := d.engine.ContainerInspect(ctx, id, client.ContainerInspectOptions{})
	if err != nil {
		return i.Container, err
	}
	if i.Container.State == nil || !i.Container.State.Running {
		return i.Container, errExited
	}
	return i.Container, nil
}

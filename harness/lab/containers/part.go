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

// startup is how long one part may take from its start until it answers, and
// engineTime how long the engine may take to make and start it. The second is
// generous: an engine whose caller left in the middle of a start can lose
// count of who is on a network, and then never gives the network up.
const (
	startup    = 10 * time.Second
	engineTime = time.Minute
)

// atOnce is how many parts are started at the same time.
const atOnce = 4

// part is one container of a run.
type part struct {
	name    string // venue, chain-btc, agent, exit-1
	image   string
	command []string
	file    []byte     // put at path, if there is any
	address netip.Addr // on the public network
	control int        // port that the harness talks to, 0 for none
}

// path is where a part finds its file.
const path = "/input.json"

// run starts a part and waits until it says that it listens. For a part that
// the harness talks to, it returns the base address.
func (s *stage) run(ctx context.Context, p part) (base string, err error) {
	c, err := s.start(ctx, p)
	if err != nil {
		return "", fmt.Errorf("%s: %w%s", p.name, err, lastWords(c))
	}
	if p.control == 0 {
		return "", nil
	}
	base, err = s.reach(ctx, c.GetContainerID(), p)
	if err != nil {
		return "", fmt.Errorf("%s: %w%s", p.name, err, lastWords(c))
	}
	return base, nil
}

// start makes the container and starts it. Nothing that the engine was asked
// for is broken off half-way: a container that comes into being after
// everybody left would be forgotten.
func (s *stage) start(ctx context.Context, p part) (testcontainers.Container, error) {
	s.turns <- struct{}{}
	defer func() { <-s.turns }()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), engineTime)
	defer cancel()
	return s.engine.provider.RunContainer(ctx, s.request(p))
}

func (s *stage) request(p part) testcontainers.ContainerRequest {
	r := testcontainers.ContainerRequest{
		Name: "exdrill-" + s.id + "-" + p.name, Image: p.image, Cmd: p.command, Labels: labels(s.id),
		Networks:       []string{s.street.name},
		NetworkAliases: map[string][]string{s.street.name: {p.name}},
		EndpointSettingsModifier: func(all map[string]*network.EndpointSettings) {
			if e := all[s.street.name]; e != nil {
				e.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: p.address}
			}
		},
		HostConfigModifier: func(h *container.HostConfig) {
			h.CapDrop, h.SecurityOpt = []string{"ALL"}, []string{"no-new-privileges"}
			if p.control != 0 {
				h.PortBindings = network.PortMap{port(p.control): {{HostIP: s.bind}}}
			}
		},
		WaitingFor: wait.ForLog("listening on").WithStartupTimeout(startup).WithPollInterval(20 * time.Millisecond),
	}
	if p.control != 0 {
		r.Networks = append(r.Networks, s.control)
		r.ExposedPorts = []string{strconv.Itoa(p.control) + "/tcp"}
	}
	if p.file != nil {
		r.Files = []testcontainers.ContainerFile{{Reader: strings.NewReader(string(p.file)), ContainerFilePath: path, FileMode: 0o444}}
	}
	return r
}

func port(n int) network.Port {
	p, _ := network.PortFrom(uint16(n), network.TCP)
	return p
}

// lastWords is what a part that failed had printed.
func lastWords(c testcontainers.Container) string {
	if c == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
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

// errEnded is a part that is no longer there when it is to be reached.
var errEnded = errors.New("it ended")

// inspect looks at a running container.
func (s *stage) inspect(ctx context.Context, id string) (container.InspectResponse, error) {
	i, err := s.engine.ContainerInspect(ctx, id, client.ContainerInspectOptions{})
	if err != nil {
		return i.Container, err
	}
	if i.Container.State == nil || !i.Container.State.Running {
		return i.Container, errEnded
	}
	return i.Container, nil
}

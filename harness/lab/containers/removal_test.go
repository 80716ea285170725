package containers_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/moby/moby/client"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab/containers"
)

// engine is a client of the engine that owes nothing to the package.
func engine(ctx context.Context) *client.Client {
	GinkgoHelper()
	needEngine(ctx)
	e := must(client.New(client.FromEnv))
	DeferCleanup(e.Close)
	return e
}

// ours is the label of all that this process made.
func ours() string { return fmt.Sprintf("exdrill.process=%d", os.Getpid()) }

// left names every container and network with a label.
func left(ctx context.Context, e *client.Client, label string) (names []string) {
	GinkgoHelper()
	with := make(client.Filters).Add("label", label)
	c := must(e.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: with}))
	for _, i := range c.Items {
		names = append(names, i.Names...)
	}
	n := must(e.NetworkList(ctx, client.NetworkListOptions{Filters: with}))
	for _, i := range n.Items {
		names = append(names, i.Name)
	}
	return names
}

var _ = Describe("Removing containers", Label("containers"), Serial, func() {
	open := func(ctx context.Context) *containers.Backend {
		GinkgoHelper()
		g, _ := alloted()
		s := must(containers.Open(ctx, config(g, theft(g, 0))))
		DeferCleanup(s.Close)
		return s
	}

	It("leaves nothing of a run, also when its context was cancelled, however often it is closed", func(ctx SpecContext) {
		e := engine(ctx)
		run, cancel := context.WithCancel(ctx)
		s := open(run)
		label := "exdrill.run=" + s.Run()
		Expect(left(ctx, e, label)).To(HaveLen(1+2+len(sources())+1+2), "venue, chains, exits, agent, networks")
		expectFences(ctx, e, s.Run())
		cancel()
		_, _, _, err := s.Wake(start)
		Expect(err).To(MatchError(context.Canceled))
		Expect(s.Close()).To(Succeed())
		Expect(s.Close()).To(Succeed())
		Expect(left(ctx, e, label)).To(BeEmpty())
	})

	DescribeTable("leaves nothing of a run that is cancelled while it is being opened", func(ctx SpecContext, after time.Duration) {
		e := engine(ctx)
		run, cancel := context.WithTimeout(ctx, after)
		defer cancel()
		g, _ := alloted()
		s, err := containers.Open(run, config(g, theft(g, 0)))
		if err == nil { // a fast machine
			Expect(s.Close()).To(Succeed())
		} else {
			Expect(err).To(MatchError(context.DeadlineExceeded))
		}
		Expect(left(ctx, e, ours())).To(BeEmpty())
	},
		Entry(nil, time.Millisecond), Entry(nil, 400*time.Millisecond), Entry(nil, 900*time.Millisecond),
	)

	It("leaves nothing of a venue that does not start, and says what that said", func(ctx SpecContext) {
		e := engine(ctx)
		g, _ := alloted()
		g.Keys[0].Account = 99
		_, err := containers.Open(ctx, config(g, theft(g, 0)))
		Expect(err).To(MatchError(ContainSubstring("venue: ")))
		Expect(err).To(MatchError(ContainSubstring("it said: ")))
		Expect(err).To(MatchError(ContainSubstring("genesis: key 1: ")))
		Expect(left(ctx, e, ours())).To(BeEmpty())
	})

	It("sweeps what is old and leaves what may be in use", func(ctx SpecContext) {
		e := engine(ctx)
		make := func(age time.Duration) string {
			name := fmt.Sprintf("exdrill-spec-%d-%s", GinkgoRandomSeed(), age)
			n := must(e.NetworkCreate(ctx, name, client.NetworkCreateOptions{Driver: "bridge", Labels: map[string]string{
				"exdrill.run": name, "exdrill.created": time.Now().Add(-age).UTC().Format(time.RFC3339),
			}}))
			DeferCleanup(func(ctx SpecContext) { _, _ = e.NetworkRemove(ctx, n.ID, client.NetworkRemoveOptions{}) })
			return name
		}
		old, young := make(31*time.Minute), make(29*time.Minute)
		Expect(open(ctx).Close()).To(Succeed())
		Expect(left(ctx, e, "exdrill.run="+old)).To(BeEmpty())
		Expect(left(ctx, e, "exdrill.run="+young)).To(ConsistOf(young))
	})
})

// expectFences looks at the networks of a run: the public one leads nowhere,
// and the exits stand in no other.
func expectFences(ctx context.Context, e *client.Client, run string) {
	GinkgoHelper()
	public := must(e.NetworkInspect(ctx, "exdrill-"+run+"-public", client.NetworkInspectOptions{}))
	Expect(public.Network.Internal).To(BeTrue())
	Expect(public.Network.Containers).To(HaveLen(1 + 2 + len(sources()) + 1))
	control := must(e.NetworkInspect(ctx, "exdrill-"+run+"-control", client.NetworkInspectOptions{}))
	Expect(control.Network.Options).To(HaveKeyWithValue("com.docker.network.bridge.enable_ip_masquerade", "false"))
	Expect(control.Network.Containers).To(HaveLen(1 + 2 + 1))
}

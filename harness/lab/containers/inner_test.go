package containers

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/moby/moby/client"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("A program", func() {
	It("is taken from the folder that the environment names", func(ctx SpecContext) {
		dir := GinkgoT().TempDir()
		GinkgoT().Setenv(binDir, dir)
		Expect(os.WriteFile(filepath.Join(dir, "attacker-linux-riscv64"), []byte("thief"), 0o600)).To(Succeed())
		Expect(attackerProgram().find(ctx, "riscv64")).To(Equal([]byte("thief")))
	})

	It("that is nowhere to be had makes an error of all that was tried", func(ctx SpecContext) {
		GinkgoT().Setenv(binDir, "")
		GinkgoT().Setenv("PATH", GinkgoT().TempDir())
		_, err := venueProgram().find(ctx, "amd64")
		var no *Unavailable
		Expect(errors.As(err, &no)).To(BeTrue())
		Expect(no.Reason).To(Equal("there is no program mockexchange for linux/amd64"))
		for _, tried := range []string{binDir + " is not set", "mockexchange-linux-amd64: no such file", `exec: "go": executable file not found`} {
			Expect(err).To(MatchError(ContainSubstring(tried)))
		}
	})

	It("that does not compile says what the compiler said", func(ctx SpecContext) {
		GinkgoT().Setenv("XDG_CACHE_HOME", GinkgoT().TempDir())
		GinkgoT().Setenv("HOME", GinkgoT().TempDir())
		GinkgoT().Setenv("GOCACHE", GinkgoT().TempDir())
		_, err := program{"nothing", "./no/such/package"}.build(ctx, "amd64")
		Expect(err).To(MatchError(ContainSubstring("go build ./no/such/package")))
	})

	It("lies alone in its image, whose tag follows from it", func() {
		a := must(archive([]byte("elf")))
		found := map[string]string{}
		for r := tar.NewReader(a); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			Expect(err).NotTo(HaveOccurred())
			content := must(io.ReadAll(r))
			found[h.Name] = string(content)
		}
		Expect(found).To(Equal(map[string]string{"Dockerfile": dockerfile, "program": "elf"}))
		Expect(digest([]byte("elf"))).To(HaveLen(16))
		Expect(digest([]byte("elf"))).NotTo(Equal(digest([]byte("elg"))))
	})
})

var _ = Describe("Subnets", func() {
	It("are private, many, and the same for the same run", func() {
		all, seen := netip.MustParsePrefix("10.64.0.0/10"), map[netip.Prefix]bool{}
		for _, run := range []string{"a", "b", "c", "d/control"} {
			for n := range subnetTries {
				s := subnet(run, n)
				Expect(s.Bits()).To(Equal(24))
				Expect(s.Masked()).To(Equal(s))
				Expect(all.Contains(s.Addr())).To(BeTrue(), s.String())
				Expect(subnet(run, n)).To(Equal(s))
				seen[s] = true
			}
		}
		Expect(len(seen)).To(BeNumerically(">", 60))
	})

	It("give every container its place", func() {
		s := publicNetwork{subnet: netip.MustParsePrefix("10.70.8.0/24")}
		Expect(s.address(hostVenue).String()).To(Equal("10.70.8.10"))
		Expect(s.address(hostExit + maxExits - 1).String()).To(Equal("10.70.8.199"))
	})
})

var _ = Describe("The endpoints of a container", func() {
	It("know the gateway from the kernel's table of routes", func() {
		table := "Iface\tDestination\tGateway\tFlags\n" +
			"eth0\t000011AC\t00000000\t0001\n" +
			"eth0\t00000000\t010011AC\t0003\n"
		Expect(defaultRoute(bufio.NewScanner(strings.NewReader(table)))).To(Equal("172.17.0.1"))
		Expect(defaultRoute(bufio.NewScanner(strings.NewReader("Iface\neth0\t00000000\tzz\n")))).To(BeEmpty())
	})

	DescribeTable("know an engine on another machine", func(daemon, host string) {
		Expect(engineHost(daemon)).To(Equal(host))
	},
		Entry(nil, "unix:///var/run/docker.sock", ""),
		Entry(nil, "npipe:////./pipe/docker_engine", ""),
		Entry(nil, "tcp://10.1.2.3:2375", "10.1.2.3"),
	)

	It("know which networks this machine is in", func() {
		Expect(inNetwork(netip.MustParseAddr("127.0.0.9"), 8)).To(BeTrue())
		Expect(inNetwork(netip.MustParseAddr("240.9.8.7"), 24)).To(BeFalse())
		Expect(inNetwork(netip.Addr{}, 24)).To(BeFalse())
	})
})

var _ = Describe("Leftovers", func() {
	It("are what is old, and what does not say how old it is", func() {
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		old := olderThan(now.Add(-staleAge))
		made := func(age time.Duration) map[string]string {
			return map[string]string{labelCreated: now.Add(-age).Format(time.RFC3339)}
		}
		Expect(old(made(time.Hour))).To(BeTrue())
		Expect(old(made(29 * time.Minute))).To(BeFalse())
		Expect(old(nil)).To(BeTrue())
	})
})

var _ = Describe("An engine", func() {
	It("that does not answer makes containers unavailable", func(ctx SpecContext) {
		nobody := must(client.New(client.WithHost("unix://" + filepath.Join(GinkgoT().TempDir(), "none.sock"))))
		_, err := (&engine{APIClient: nobody}).probe(ctx)
		var no *Unavailable
		Expect(errors.As(err, &no)).To(BeTrue())
		Expect(err).To(MatchError(HavePrefix("container mode unavailable: no container engine answers; is Docker running")))
	})
})

var _ = Describe("together", func() {
	It("waits for all and tells the errors of all", func() {
		a, b := errors.New("a"), errors.New("b")
		err := parallel(func() error { return a }, func() error { return nil }, func() error { return b })
		Expect(err).To(MatchError(a))
		Expect(err).To(MatchError(b))
		Expect(parallel()).To(Succeed())
	})
})

// must is what a call returns that does not fail.
func must[T any](value T, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	return value
}

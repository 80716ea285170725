//go:build unix

package external_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/moby/moby/client"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/external"
)

// imaged makes an image of a small program and says how to run it. Specs are
// skipped where no engine is, unless EXDRILL_REQUIRE_DOCKER=1.
func imaged(name, source string) external.Program {
	GinkgoHelper()
	engine, err := client.New(client.FromEnv)
	Expect(err).NotTo(HaveOccurred())
	defer engine.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_, err = engine.Ping(ctx, client.PingOptions{})
	if err == nil {
		_, err = exec.LookPath("docker")
	}
	if err != nil && os.Getenv("EXDRILL_REQUIRE_DOCKER") != "1" {
		Skip("SKIPPED, NOT TESTED: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
	folder := GinkgoT().TempDir()
	write := func(name, text string) {
		Expect(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600)).To(Succeed())
	}
	write("main.go", source)
	write("Dockerfile", "FROM scratch\nCOPY watch /watch\nUSER 65534:65534\nLABEL exdrill.image=spec\nENTRYPOINT [\"/watch\"]\n")
	run := func(words ...string) {
		GinkgoHelper()
		c := exec.Command(words[0], words[1:]...)
		c.Dir = folder
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+runtime.GOARCH, "GOFLAGS=")
		said, err := c.CombinedOutput()
		Expect(err).NotTo(HaveOccurred(), string(said))
	}
	image := "exdrill-spec-" + name + ":1"
	run("go", "build", "-o", "watch", "main.go")
	run("docker", "build", "-q", "-t", image, ".")
	DeferCleanup(func() { _ = exec.Command("docker", "rmi", "-f", image).Run() })
	return external.Program{Image: image, AnswerTime: 5 * time.Second, Memory: 64 << 20}
}

// reader is a program that answers with what it finds around it.
const reader = `package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 8<<20)
	for in.Scan() {
		fmt.Fprintln(os.Stderr, "heard", len(in.Text()))
		switch in.Text() {
		case "network":
			all, err := net.Interfaces()
			fmt.Println(len(all), err)
		case "rights":
			text, _ := os.ReadFile("/proc/self/status")
			for _, line := range strings.Split(string(text), "\n") {
				if strings.HasPrefix(line, "Cap") || strings.HasPrefix(line, "NoNewPrivs") {
					fmt.Print(strings.Fields(line)[1], " ")
				}
			}
			fmt.Println()
		case "processes":
			found, err := filepath.Glob("/proc/[0-9]*")
			fmt.Println(found, os.Getppid(), err)
		case "environment":
			fmt.Println(os.Environ())
		case "eat":
			hoard := make([]byte, 1<<30)
			for i := range hoard {
				hoard[i] = 1
			}
			fmt.Println("had it")
		case "write":
			fmt.Println(os.WriteFile("/x", nil, 0o600) != nil, os.WriteFile("/tmp/x", nil, 0o600))
		case "hang":
			time.Sleep(time.Hour)
		case "crash":
			os.Exit(3)
		default:
			fmt.Println(in.Text())
		}
	}
}
`

var _ = Describe("A container", Label("containers"), func() {
	It("answers like a process, without network or a file system to write to", func() {
		p := imaged("reader", reader)
		talk := started(p)
		for _, message := range []string{"one", strings.Repeat("x", 3<<20), "two"} {
			Expect(ask(talk, message)).To(Equal(message))
		}
		Expect(ask(talk, "network")).To(Equal("1 <nil>"), "the loopback alone")
		Expect(ask(talk, "write")).To(Equal("true <nil>"))
		Expect(ask(talk, "rights")).To(MatchRegexp("^(0000000000000000 ){5}1 $"))
		Expect(ask(talk, "processes")).To(Equal("[/proc/1] 0 <nil>"))
		Expect(ask(talk, "environment")).To(MatchRegexp(`^\[(PATH=\S+ ?|HOSTNAME=[0-9a-f]{12} ?|HOME=/ ?)+\]$`))
		_ = talk.Bye([]byte("bye\n"))

		f := failing(started(p), "eat")
		Expect(f.Error()).To(HavePrefix("it did not answer the message: it ended"))
		f = failing(started(p), "crash")
		Expect(f.Error()).To(Equal("it did not answer the message: it ended\n  stderr: heard 5"))
		p.AnswerTime = 500 * time.Millisecond
		f = failing(started(p), "hang")
		Expect(f.Error()).To(Equal("it did not answer the message: no answer within 500ms, its wall_limit\n  stderr: heard 4"))
		left, err := exec.Command("docker", "ps", "-aq", "--filter", "ancestor="+p.Image).Output()
		Expect(err).NotTo(HaveOccurred())
		Expect(string(left)).To(BeEmpty())
	})

	It("of an image that is not there says so", func() {
		p := imaged("reader", reader)
		p.Image = "exdrill-spec-nowhere:1"
		_, err := p.Start()
		Expect(err).To(MatchError(HavePrefix("it did not start: image exdrill-spec-nowhere:1: ")))
	})
})

var _ = Describe("A container without an engine", func() {
	It("says what it needs", func() {
		GinkgoT().Setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
		_, err := external.Program{Image: "watch:1"}.Start()
		Expect(err).To(MatchError(HavePrefix("it did not start: an image needs Docker, and no container engine answers; is it running, or does DOCKER_HOST name one that is? ")))
	})
})

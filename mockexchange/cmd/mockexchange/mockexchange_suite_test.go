package main_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

func TestMockexchange(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Mockexchange command")
}

// binary is the program, built once.
var binary string

var _ = SynchronizedBeforeSuite(func() []byte {
	path := must(gexec.Build("github.com/exdrill/exdrill/mockexchange/cmd/mockexchange", buildFlags...))
	return []byte(path)
}, func(path []byte) { binary = string(path) })

var _ = SynchronizedAfterSuite(func() {}, gexec.CleanupBuildArtifacts)

const token = "let me in"

// process is the program running, and the lines that it says.
type process struct {
	cmd   *exec.Cmd
	lines chan string
}

func start(args ...string) *process {
	GinkgoHelper()
	p := &process{cmd: exec.Command(binary, args...), lines: make(chan string, 100)}
	p.cmd.Stderr = GinkgoWriter
	out := must(p.cmd.StdoutPipe())
	Expect(p.cmd.Start()).To(Succeed())
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
	}()
	DeferCleanup(func() {
		if p.cmd.ProcessState == nil {
			p.end(syscall.SIGKILL)
		}
	})
	return p
}

// end sends a signal and waits for the process to be gone.
func (p *process) end(s os.Signal) error {
	_ = p.cmd.Process.Signal(s)
	return p.cmd.Wait()
}

// patience is how long a process may take to start. A journal of hundreds of
// rounds takes its time to replay.
func patience() time.Duration {
	if os.Getenv("EXDRILL_SOAK") == "1" {
		return 2 * time.Minute
	}
	return 20 * time.Second
}

// listens waits for the line that names an address, and collects what was said
// before it.
func (p *process) listens(name string) (address string, before []string) {
	GinkgoHelper()
	timeout := time.After(patience())
	for {
		select {
		case line, ok := <-p.lines:
			Expect(ok).To(BeTrue(), "the process ended: %s", strings.Join(before, "\n"))
			if at, found := strings.CutPrefix(line, name+": listening on "); found {
				return at, before
			}
			before = append(before, line)
		case <-timeout:
			Fail("nobody listens: " + strings.Join(before, "\n"))
		}
	}
}

// demo is a running demo venue and the keys that it printed.
type demo struct {
	*process
	api, office string
	keys        [][2]string // public part and secret
	friends     []string    // addresses of somebody outside
}

func startDemo(args ...string) *demo {
	GinkgoHelper()
	d := &demo{process: start(append([]string{
		"serve", "--demo", "--listen", "127.0.0.1:0", "--operator", "127.0.0.1:0", "--token", token,
	}, args...)...)}
	var said []string
	d.api, said = d.listens("customers")
	d.office, _ = d.listens("operators")
	d.api, d.office = "http://"+d.api, "http://"+d.office
	for i, line := range said {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "  key that may"):
			secret := strings.Fields(said[i+1])
			d.keys = append(d.keys, [2]string{words[len(words)-1], secret[len(secret)-1]})
		case strings.HasPrefix(line, "  somebody to send"):
			d.friends = append(d.friends, words[len(words)-1])
		}
	}
	Expect(d.keys).To(HaveLen(2))
	Expect(d.friends).To(HaveLen(2))
	return d
}

// signed sends a customer's request; err if no answer came.
func (d *demo) signed(key int, method, path, params string) (status int, body string, err error) {
	query := params + "&timestamp=" + strconv.FormatInt(time.Now().UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(d.keys[key][1]))
	mac.Write([]byte(query))
	r, err := http.NewRequest(method, d.api+path+"?"+query+"&signature="+hex.EncodeToString(mac.Sum(nil)), nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("X-MBX-APIKEY", d.keys[key][0])
	return send(r)
}

// ask sends an operator's request and expects it to succeed.
func (d *demo) ask(method, path string, body string) string {
	GinkgoHelper()
	r := must(http.NewRequest(method, d.office+path, strings.NewReader(body)))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	status, text, err := send(r)
	Expect(err).NotTo(HaveOccurred())
	Expect(status).To(BeNumerically("<", 300), text)
	return text
}

func send(r *http.Request) (status int, body string, err error) {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// books says whether the venue's books balance.
func (d *demo) books() string {
	GinkgoHelper()
	var s struct{ Books string }
	Expect(json.Unmarshal([]byte(d.ask("GET", "/v1/snapshot", "")), &s)).To(Succeed())
	return s.Books
}

// events reads the whole audit log, and checks that it has no gap.
func (d *demo) events() []string {
	GinkgoHelper()
	lines := strings.Split(strings.TrimSpace(d.ask("GET", "/v1/telemetry", "")), "\n")
	for i, line := range lines {
		Expect(line).To(HavePrefix(fmt.Sprintf(`{"seq":%d,`, i+1)))
	}
	return lines
}

// must is what a call returns that does not fail.
func must[T any](value T, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	return value
}

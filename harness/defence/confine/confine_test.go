//go:build linux

package confine_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/confine"
	"github.com/exdrill/exdrill/harness/specneed"
)

var _ = Describe("A program that looks around", Ordered, func() {
	const secret = "the-seed-is-7301"
	// What it looks for, by the question that finds it if nothing is in the way.
	var hints, findings map[string]string
	var programs map[string]*confine.Jail

	BeforeAll(func() {
		needsJails()
		programs = map[string]*confine.Jail{
			"sh":     {Words: []string{"sh", "./nosy.sh"}, Files: os.DirFS("testdata")},
			"python": {Words: []string{python(), "./nosy.py"}, Files: os.DirFS("testdata")},
			"go":     {Words: []string{"./nosy"}, Files: built("./testdata/nosy")},
		}
		self, err := os.Executable()
		Expect(err).NotTo(HaveOccurred())
		host, err := os.Hostname()
		Expect(err).NotTo(HaveOccurred())
		module, err := filepath.Abs("../../../go.mod")
		Expect(err).NotTo(HaveOccurred())
		GinkgoT().Setenv("EXDRILL_SPEC_SEED", secret)
		open := inherited(GinkgoT().TempDir() + "/" + secret)
		hints = map[string]string{
			"read": module, "network": answering("tcp", "127.0.0.1:0", secret),
			"socket": answering("unix", "@exdrill-spec-"+strconv.Itoa(os.Getpid()), secret),
		}
		findings = map[string]string{
			"processes": filepath.Base(self), "programs": self, "environment": secret, "files": open,
			"read": "module github.com/exdrill/exdrill", "mounts": " - sysfs ", "folder": os.TempDir(), "host": host,
			"system": "/proc/uptime", "network": secret, "socket": secret, "write": "can write", "rights": "a namespace: <nil>",
		}
	})

	languages := []string{"sh", "python", "go"}
	for question, spoken := range map[string][]string{
		"processes": languages, "programs": languages, "environment": languages, "files": languages, "read": languages,
		"mounts": languages, "folder": languages, "host": languages, "system": languages, "write": languages,
		"network": {"python", "go"}, "socket": {"python", "go"}, "rights": {"sh", "go"},
	} {
		for _, language := range spoken {
			It("finds nothing about "+question+" in "+language+", and would find it unconfined", func() {
				j := *programs[language]
				j.Memory, j.CPU = 256<<20, time.Minute
				j.Words = append(j.Words[:len(j.Words):len(j.Words)], question, hints[question])
				Expect(saidFree(&j)).To(ContainSubstring(findings[question]))
				Expect(said(&j)).NotTo(ContainSubstring(findings[question]))
			})
		}
	}

	It("sees no process but its own, and that as the first", func() {
		Expect(said(jail("sh", "-c", "echo $$ $PPID /proc/[0-9]*"))).To(Equal("1 0 /proc/1\n"))
	})

	It("shares no namespace with this program", func() {
		j := jail("sh", "-c", "readlink /proc/self/ns/*")
		theirs := said(j)
		for _, kind := range []string{"user", "pid", "mnt", "net", "ipc", "uts", "cgroup"} {
			ours, err := os.Readlink("/proc/self/ns/" + kind)
			Expect(err).NotTo(HaveOccurred())
			Expect(theirs).To(MatchRegexp(kind + `:\[\d+\]`))
			Expect(theirs).NotTo(ContainSubstring(ours))
		}
	})

	It("is told where it is, and no more", func() {
		Expect(said(jail("sh", "-c", "env | sort; pwd; ls -A; hostname; id -u; id -g; id -G"))).
			To(Equal("HOME=/work\nLANG=C.UTF-8\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nPWD=/work\n/work\ndefence\n1000\n1000\n1000\n"))
	})

	It("has no rights, and can get none", func() {
		text := said(jail("sh", "-c", "grep -E 'Cap|NoNew' /proc/self/status; ls /proc/self/fd"))
		Expect(regexp.MustCompile(`(?m)^Cap\w+:\s+(\S+)$`).FindAllStringSubmatch(text, -1)).To(HaveLen(5))
		Expect(regexp.MustCompile(`Cap\w+:\s+0*[1-9a-f]`).FindString(text)).To(BeEmpty())
		Expect(text).To(ContainSubstring("NoNewPrivs:\t1"))
		Expect(text).To(HaveSuffix("\n0\n1\n2\n3\n"), "ls itself opens the fourth")
	})

	It("makes no system call that no defence needs, and would have been heard unconfined", func() {
		j := *programs["go"]
		j.Memory, j.CPU = 256<<20, time.Minute
		j.Words = append(j.Words[:len(j.Words):len(j.Words)], "calls", "")
		heard := func(text string) (list []string) {
			for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
				if name, errno, _ := strings.Cut(line, ": "); !strings.HasSuffix(errno, " EPERM") && !strings.HasSuffix(errno, " ENOSYS") {
					list = append(list, name)
				}
			}
			return list
		}
		Expect(heard(said(&j))).To(Equal([]string{"AF_INET", "AF_UNIX"}))
		Expect(heard(saidFree(&j))).To(ContainElements("unshare", "setns", "keyctl", "clone3"))
		Expect(said(jail("grep", "Seccomp:", "/proc/self/status"))).To(Equal("Seccomp:\t2\n"))
	})

	It("may talk to itself over the loopback", func() {
		j := jail(python(), "-c", "import socket\na = socket.socket(); a.bind(('127.0.0.1', 0)); a.listen()\nsocket.create_connection(a.getsockname()); print('heard')")
		Expect(said(j)).To(Equal("heard\n"))
	})

	It("does not find this program even beside its own", func() {
		bin := filepath.Join(GinkgoT().TempDir(), "bin")
		for _, folder := range []string{bin, filepath.Join(filepath.Dir(bin), "lib")} {
			Expect(os.Mkdir(folder, 0o755)).To(Succeed())
		}
		us, err := os.ReadFile("/proc/self/exe")
		Expect(err).NotTo(HaveOccurred())
		for name, text := range map[string]string{"exdrill": string(us), "other": "of another", "tool": "#!/bin/sh\ncd ${0%/*}; wc -c exdrill other\n"} {
			Expect(os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755)).To(Succeed())
		}
		Expect(os.Chmod(filepath.Dir(bin), 0o755)).To(Succeed())
		Expect(said(jail(filepath.Join(bin, "tool")))).To(MatchRegexp(`^ *0 exdrill\n *10 other\n`))
	})

	DescribeTable("takes no more than its share",
		func(question string, found string) {
			j := &confine.Jail{Words: []string{python(), "./nosy.py", question, "/tmp"}, Files: os.DirFS("testdata"), Memory: 128 << 20, CPU: time.Minute}
			DeferCleanup(func() { _ = os.Remove("/tmp/exdrill-spec-fill") })
			Expect(saidFree(j)).To(ContainSubstring(found))
			Expect(said(j)).NotTo(ContainSubstring(found))
		},
		Entry("of processes", "fork", "had 400 children"),
		Entry("of memory", "eat", "had 536870912 bytes"),
		Entry("of what it may write", "fill", "wrote 67108864 bytes"),
	)

	It("has its children, as many as it may", func() {
		j := &confine.Jail{Words: []string{python(), "./nosy.py", "fork", ""}, Files: os.DirFS("testdata"), Memory: 128 << 20, CPU: time.Minute}
		Expect(said(j)).To(ContainSubstring(fmt.Sprintf("had %d children", confine.Processes-1)))
	})

	It("takes no more than its share of the processor", func() {
		j := &confine.Jail{Words: []string{"sh", "./nosy.sh", "spin"}, Files: os.DirFS("testdata"), Memory: 64 << 20, CPU: time.Second}
		c := &exec.Cmd{}
		Expect(j.Start(c)).To(Succeed())
		Expect(c.Wait()).To(MatchError("signal: killed"))
	})

	It("leaves nobody behind", func() {
		for _, language := range []string{"sh", "go"} {
			mark := strconv.FormatInt(1e9+time.Now().UnixNano()%1e9, 10)
			j := *programs[language]
			j.Memory, j.CPU = 256<<20, time.Minute
			j.Words = append(j.Words[:len(j.Words):len(j.Words)], "leave", mark)
			saidFree(&j)
			Eventually(func() []int { return running(mark) }).Should(HaveLen(1))
			for _, pid := range running(mark) {
				Expect(syscall.Kill(pid, syscall.SIGKILL)).To(Succeed())
			}
			Eventually(func() []int { return running(mark) }).Should(BeEmpty())
			said(&j)
			Expect(running(mark)).To(BeEmpty())
		}
	})
})

// inherited opens a file as careless programs do, so that children have it too.
func inherited(path string) string {
	GinkgoHelper()
	fd, err := syscall.Open(path, syscall.O_CREAT|syscall.O_RDWR, 0o600)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { _ = syscall.Close(fd) })
	return path
}

// answering tells everybody who calls.
func answering(network, address, what string) string {
	GinkgoHelper()
	l, err := net.Listen(network, address)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte(what))
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}

// running are the processes of this machine whose command has a word.
func running(word string) (list []int) {
	found, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range found {
		text, _ := os.ReadFile(path)
		if strings.Contains(string(text), "\x00"+word+"\x00") {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			list = append(list, pid)
		}
	}
	return list
}

var _ = Describe("A jail", func() {
	BeforeEach(needsJails)

	It("is built by anybody", func() {
		if os.Geteuid() != 0 {
			Skip("whoever runs this is anybody")
		}
		c := exec.Command("/proc/self/exe", asStranger)
		c.Dir, c.SysProcAttr = "/", &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 12345, Gid: 12345}}
		text, err := c.CombinedOutput()
		Expect(err).NotTo(HaveOccurred())
		Expect(string(text)).To(HavePrefix(" <nil> exit status 1 1000\n"))
		Expect(string(text)).To(ContainSubstring("shadow: No such file"))
		Expect(string(text)).To(ContainSubstring("Read-only file system"))
	})

	It("has a Python as its user has it", func() {
		specneed.Program("python3")
		Expect(said(jail("python3", "-c", "import json, ssl; print(json.dumps('ready'))"))).To(Equal("\"ready\"\n"))
	})

	It("has the files of the bundle, and runs those that the command names", func() {
		j := jail("./run", "./data/one.txt")
		j.Files = fstest.MapFS{"run": {Data: []byte("#!/bin/sh\necho $0; cat $1; ls -R /bundle\n")}, "data/one.txt": {Data: []byte("one\n")}}
		Expect(said(j)).To(Equal("/bundle/run\none\n/bundle:\ndata\nrun\n\n/bundle/data:\none.txt\n"))
	})

	It("refuses a bundle that is too large", func() {
		j := jail("sh")
		j.Files = fstest.MapFS{}
		for i := range 5 {
			j.Files.(fstest.MapFS)[strconv.Itoa(i)] = &fstest.MapFile{Data: make([]byte, 64<<20)}
		}
		Expect(j.Start(&exec.Cmd{})).To(MatchError(ContainSubstring("the bundle holds more than 268435456 bytes")))
	})

	It("has a Python of a virtual environment, wherever that is", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "env")
		text, err := exec.Command("python3", "-m", "venv", "--without-pip", folder).CombinedOutput()
		if err != nil {
			specneed.Lacks("python3", "python3 -m venv: "+string(text))
		}
		packages, err := filepath.Glob(folder + "/lib/python3*/site-packages")
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(packages[0]+"/ours.py", []byte("word = 'found'\n"), 0o644)).To(Succeed())
		Expect(said(jail(folder+"/bin/python3", "-c", "import ours, json; print(ours.word)"))).To(Equal("found\n"))
	})

	It("says what is missing, and how to declare it", func() {
		tool := filepath.Join(GinkgoT().TempDir(), "tool")
		Expect(os.WriteFile(tool, []byte("#!"+tool+"-interpreter\n"), 0o755)).To(Succeed())
		Expect(jail(tool).Start(&exec.Cmd{})).To(MatchError(And(HavePrefix("no such file or directory within its confinement"), ContainSubstring("needs: [/opt/model]"))))
	})

	It("shows what a bundle needs", func() {
		folder, err := os.MkdirTemp("/var/tmp", "exdrill-spec-")
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(os.RemoveAll, folder)
		Expect(os.Chmod(folder, 0o777)).To(Succeed())
		Expect(os.WriteFile(folder+"/model", []byte("weights\n"), 0o644)).To(Succeed())
		j := jail("cat", folder+"/model")
		Expect(said(j)).To(ContainSubstring("No such file"))
		j.Needs = []string{folder}
		Expect(said(j)).To(Equal("weights\n"))
		j.Words = []string{"touch", folder + "/more"}
		Expect(said(j)).To(ContainSubstring("Read-only file system"))
		Expect(confine.Exposed([]string{folder, "/usr/share/zoneinfo", "/etc/shadow", "/usr"})).To(Equal([]string{folder, "/etc/shadow", "/usr"}))
	})

	DescribeTable("does not show what no program needs", func(path string) {
		j := jail("sh")
		j.Needs = []string{path}
		Expect(j.Start(&exec.Cmd{})).To(MatchError(ContainSubstring("expected a folder or a file that is about nothing but its program")))
	},
		Entry("everything", "/"), Entry("processes", "/proc"), Entry("one of them", "/proc/self"), Entry("devices", "/dev"), Entry("this folder", "."),
	)

	It("lets go of its standard error when its program ends", func() {
		var text bytes.Buffer
		c := &exec.Cmd{Stderr: &text}
		Expect(jail("sh", "-c", "echo said >&2; sleep 1000 & exit 3").Start(c)).To(Succeed())
		Expect(c.Wait()).To(MatchError("exit status 3"))
		Expect(text.String()).To(Equal("said\n"))
	})
})

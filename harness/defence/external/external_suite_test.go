//go:build unix

package external_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// asProgram is the first argument that makes this test binary a program under
// test instead, which behaves as the second one says.
const asProgram = "as-program"

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == asProgram {
		behave(os.Args[2], os.Args[3:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestExternal(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/defence/external")
}

// behaviours are what a program under test may do with a message.
var behaviours = map[string]func(line string, arguments []string){
	"echo":   func(line string, _ []string) { fmt.Println(line) },
	"silent": func(string, []string) {},
	"slow": func(line string, _ []string) {
		time.Sleep(200 * time.Millisecond)
		fmt.Println(line)
	},
	"hang": func(string, []string) { time.Sleep(time.Hour) },
	"crash": func(string, []string) {
		fmt.Fprint(os.Stderr, "one\n\ntwo\x1b[31m\nwithout an end")
		os.Exit(3)
	},
	"half": func(string, []string) {
		fmt.Print(`{"half":`)
		os.Exit(0)
	},
	"die": func(line string, _ []string) { // with its answer, or when it is told that all is over
		if line != "bye" {
			fmt.Println(line)
		}
		fmt.Fprintln(os.Stderr, "no more of this")
		os.Exit(3)
	},
	"leave": func(line string, _ []string) {
		fmt.Println(line)
		os.Exit(0)
	},
	"long":   func(string, []string) { fmt.Println(strings.Repeat("x", 5<<20)) },
	"flood":  func(string, []string) { flood() },
	"mumble": func(string, []string) { mumble() },
	"twice":  func(line string, _ []string) { fmt.Print(line + "\nand more\n") },
	"deaf":   func(string, []string) { _ = os.Stdout.Close(); time.Sleep(time.Hour) },
	"where":  func(string, []string) { where() },
	"read": func(_ string, arguments []string) {
		text, err := os.ReadFile(arguments[0])
		fmt.Printf("%s %v\n", bytes.TrimSpace(text), err)
	},
	"eat": func(string, []string) {
		hoard := make([][]byte, 0, 1024)
		for range 1024 {
			hoard = append(hoard, bytes.Repeat([]byte{1}, 1<<20))
		}
		fmt.Println(len(hoard))
	},
	"parent":   func(string, []string) { parent(&syscall.SysProcAttr{}) },
	"outsider": func(string, []string) { parent(&syscall.SysProcAttr{Setsid: true}) },
	"last": func(line string, arguments []string) {
		fmt.Println(line)
		if line == "bye" {
			_ = os.WriteFile(arguments[0], []byte("heard bye"), 0o600)
		}
	},
}

// behave reads messages and does with each what it is told.
func behave(how string, arguments []string) {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		behaviours[how](in.Text(), arguments)
	}
}

func flood() {
	for {
		_, _ = os.Stdout.WriteString(strings.Repeat("x", 1<<16))
	}
}

func mumble() {
	for i := range 100_000 {
		fmt.Fprintln(os.Stderr, "line", i)
	}
	os.Exit(1)
}

func where() {
	here, _ := os.Getwd()
	there, err := os.ReadDir(".")
	fmt.Printf("%s|%d %v|%s\n", here, len(there), err, strings.Join(os.Environ(), "|"))
}

// parent leaves a child behind that holds everything it inherited, and tells
// its number.
func parent(a *syscall.SysProcAttr) {
	c := exec.Command(os.Args[0], asProgram, "hang")
	c.Stdout, c.Stderr, c.SysProcAttr = os.Stdout, os.Stderr, a
	in, _ := c.StdinPipe()
	if err := c.Start(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprintln(in, "go")
	fmt.Println(c.Process.Pid)
}

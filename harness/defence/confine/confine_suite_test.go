//go:build linux

package confine_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/confine"
)

// asStranger is the argument that makes this test binary run a shell in a jail
// and print what it says: for somebody who is no superuser.
const asStranger = "as-stranger"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asStranger {
		var said bytes.Buffer
		c := &exec.Cmd{Stdout: &said, Stderr: &said}
		j := jail("sh", "-c", "id -u; ls /proc | grep -c '^[0-9]'; grep -c . /proc/1/environ; cat /etc/shadow; touch /x")
		fmt.Println(confine.Unavailable(), j.Start(c), c.Wait(), said.String())
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestConfine(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/defence/confine")
}

// python is the system's, if there is one: others begin slowly.
func python() string {
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		return "/usr/bin/python3"
	}
	return "python3"
}

func jail(words ...string) *confine.Jail {
	return &confine.Jail{Words: words, Memory: 64 << 20, CPU: time.Minute}
}

// needsJails skips a spec where nobody is confined.
func needsJails() {
	if why := confine.Unavailable(); why != "" && os.Getenv("EXDRILL_REQUIRE_CONFINEMENT") != "1" {
		Skip("SKIPPED, NOT TESTED: " + why)
	}
}

// said is what a confined program prints.
func said(j *confine.Jail) string {
	GinkgoHelper()
	var text bytes.Buffer
	c := &exec.Cmd{Stdout: &text, Stderr: &text}
	Expect(j.Start(c)).To(Succeed())
	_ = c.Wait() // who was refused something may end in any way
	return text.String()
}

// saidFree is what the same program prints if nothing confines it.
func saidFree(j *confine.Jail) string {
	GinkgoHelper()
	folder := GinkgoT().TempDir()
	Expect(os.CopyFS(folder, j.Files)).To(Succeed())
	var words []string
	for _, word := range j.Words {
		if name, ours := strings.CutPrefix(word, "./"); ours {
			word = filepath.Join(folder, name)
			Expect(os.Chmod(word, 0o700)).To(Succeed())
		}
		words = append(words, word)
	}
	c := exec.Command(words[0], words[1:]...)
	c.Dir = folder
	text, _ := c.CombinedOutput()
	return string(text)
}

// built is a folder with a static Go program.
func built(source string) fs.FS {
	GinkgoHelper()
	folder := GinkgoT().TempDir()
	c := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(folder, "nosy"), source)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	text, err := c.CombinedOutput()
	Expect(err).NotTo(HaveOccurred(), string(text))
	return os.DirFS(folder)
}

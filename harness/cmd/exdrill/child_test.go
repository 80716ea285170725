package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// The command as a process of its own: what a shell sees of it.
var _ = Describe("The program", Ordered, Label("embedded"), func() {
	var program, folder string

	BeforeAll(func() {
		var err error
		program, err = os.Executable()
		Expect(err).NotTo(HaveOccurred())
	})
	BeforeEach(func() { folder = GinkgoT().TempDir() })

	// begin starts the program in an empty folder.
	begin := func(args ...string) (*exec.Cmd, *bytes.Buffer) {
		GinkgoHelper()
		c := exec.Command(program, args...)
		var errors bytes.Buffer
		c.Dir, c.Stderr, c.Env = folder, &errors, append(os.Environ(), asProgram+"=1")
		Expect(c.Start()).To(Succeed())
		return c, &errors
	}

	DescribeTable("ends with the code of what happened",
		func(code int, args ...string) {
			c, _ := begin(args...)
			var exit *exec.ExitError
			if err := c.Wait(); err != nil {
				Expect(errors.As(err, &exit)).To(BeTrue())
			}
			Expect(c.ProcessState.ExitCode()).To(Equal(code))
			Expect(names(folder)).To(BeEmpty())
		},
		Entry("fine", exitFine, "list"),
		Entry("help", exitFine),
		Entry("bad input", exitInput, "run", "mtgox"),
	)

	It("starts from any folder and keeps a run there", func() {
		c, errors := begin("run", zaif, "--scale", "0.02", "--out", "one")
		Expect(c.Wait()).To(Succeed(), errors.String())
		Expect(names(folder)).To(Equal([]string{"one"}))
		Expect(errors.String()).To(BeEmpty(), "no progress bar where nobody watches")
	})

	It("ends soon when it is interrupted and leaves nothing behind", func() {
		if runtime.GOOS == "windows" {
			Skip("there are no signals to send on Windows")
		}
		c, errors := begin("run", zaif, "--defence", "history", "--out", "runs/one")
		Eventually(func() []string { return names(folder) }, "20s", "5ms").ShouldNot(BeEmpty())
		Eventually(func() int { entries, _ := os.ReadDir(filepath.Join(folder, "runs")); return len(entries) }, "20s", "5ms").Should(Equal(1))
		Expect(c.Process.Signal(os.Interrupt)).To(Succeed())
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		Eventually(ended, 10*time.Second).Should(Receive(HaveOccurred()))
		Expect(c.ProcessState.ExitCode()).To(Equal(exitLab))
		Expect(errors.String()).To(Equal("interrupted; nothing was left behind\n"))
		Expect(names(folder)).To(BeEmpty())
	})
})

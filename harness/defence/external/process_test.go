//go:build unix

package external_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/external"
)

// program is this test binary with a behaviour.
func program(words ...string) external.Program {
	return external.Program{Process: append([]string{os.Args[0], asProgram}, words...)}
}

// free is a program that nothing confines, as on systems that cannot.
func free(p external.Program) external.Program {
	p.Free = true
	return p
}

// started starts a program and makes sure that it is gone after the spec.
func started(p external.Program) *external.Talk {
	GinkgoHelper()
	talk, err := p.Start()
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(func() {
		talk.Kill()
		_ = talk.Bye(nil)
	})
	return talk
}

func ask(t *external.Talk, message string) string {
	GinkgoHelper()
	answer, err := t.Ask("message", []byte(message+"\n"))
	Expect(err).NotTo(HaveOccurred())
	return string(answer)
}

// failing asks and gives the failure that comes of it.
func failing(t *external.Talk, message string) *external.Failure {
	GinkgoHelper()
	_, err := t.Ask("message", []byte(message+"\n"))
	var f *external.Failure
	Expect(errors.As(err, &f)).To(BeTrue(), "%v", err)
	return f
}

// ground is a folder in which the child processes of a spec live.
func ground() string {
	folder := GinkgoT().TempDir()
	GinkgoT().Setenv("TMPDIR", folder)
	return folder
}

// nests are the folders that child processes left behind there.
func nests(ground string) []string {
	GinkgoHelper()
	found, err := filepath.Glob(filepath.Join(ground, "*"))
	Expect(err).NotTo(HaveOccurred())
	return found
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil && !zombie(pid) }

// zombie is a process that is dead but not yet buried by whoever adopted it.
func zombie(pid int) bool {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(text), ") Z ")
}

var _ = Describe("A child process", func() {
	It("answers line by line, however long", func() {
		talk := started(program("echo"))
		for _, message := range []string{"one", "", strings.Repeat("x", 3<<20), "two"} {
			Expect(ask(talk, message)).To(Equal(message))
		}
	})

	It("hears bye and may end by itself", func() {
		heard := filepath.Join(GinkgoT().TempDir(), "heard")
		talk := started(free(program("last", heard)))
		Expect(ask(talk, "one")).To(Equal("one"))
		Expect(talk.Bye([]byte("bye\n"))).To(Succeed())
		Expect(os.ReadFile(heard)).To(BeEquivalentTo("heard bye"))
		Expect(failing(talk, "two").Error()).To(ContainSubstring("the conversation is over"))
	})

	It("lives in an empty folder and knows nothing of where it runs", func() {
		GinkgoT().Setenv("EXDRILL_SPEC_SECRET", "secret")
		talk := started(free(program("where")))
		parts := strings.Split(ask(talk, ""), "|")
		Expect(parts[0]).To(ContainSubstring("exdrill-defence-"))
		Expect(parts[1]).To(Equal("0 <nil>"))
		var names []string
		for _, setting := range parts[2:] {
			name, value, _ := strings.Cut(setting, "=")
			names = append(names, name)
			if name == "HOME" {
				Expect(value).To(Equal(parts[0]))
			}
		}
		Expect(names).To(ConsistOf("PATH", "HOME", "LANG"))
		_ = talk.Bye(nil)
		Expect(parts[0]).NotTo(BeADirectory())
	})

	It("finds the files of its bundle where its command names them", func() {
		p := program("read", "./rules/one.txt")
		p.Files = fstest.MapFS{"rules/one.txt": {Data: []byte("what one says\n")}}
		Expect(ask(started(p), "")).To(Equal("what one says <nil>"))
		Expect(ask(started(free(p)), "")).To(Equal("what one says <nil>"))
	})

	It("may itself be a file of the bundle", func() {
		p := external.Program{
			Process: []string{"./watch.sh", "there"},
			Files:   fstest.MapFS{"watch.sh": {Data: []byte("#!/bin/sh\nwhile read line; do echo \"$line $1\"; done\n")}},
		}
		Expect(ask(started(p), "who is")).To(Equal("who is there"))
		for range 20 {
			talk := started(free(p))
			Expect(ask(talk, "who is")).To(Equal("who is there"))
			_ = talk.Bye(nil)
		}
	})

	It("that is nowhere to be found says so", func() {
		ground := ground()
		for command, problem := range map[string]string{
			"no-such-program":  "no-such-program: executable file not found in $PATH",
			"/no/such/program": "/no/such/program: no such file or directory",
		} {
			p := external.Program{Process: []string{command}}
			for _, p := range []external.Program{p, free(p)} {
				_, err := p.Start()
				Expect(err).To(MatchError("it did not start: " + problem))
			}
		}
		Expect(nests(ground)).To(BeEmpty())
	})

	DescribeTable("that fails is told of with what it sent and said",
		func(how, message string) {
			p := program(how)
			if strings.Contains(message, "500ms") {
				p.AnswerTime = 500 * time.Millisecond
			}
			for _, p := range []external.Program{p, free(p)} {
				f := failing(started(p), "one")
				Expect(f.Error()).To(Equal(message))
			}
		},
		Entry("a crash", "crash", "it did not answer the message: it ended: exit status 3\n"+
			"  stderr: one\n  stderr: two?[31m\n  stderr: without an end"),
		Entry("a hang", "hang", "it did not answer the message: no answer within 500ms, its wall_limit"),
		Entry("silence", "silent", "it did not answer the message: no answer within 500ms, its wall_limit"),
		Entry("half an answer", "half", "it did not answer the message: it ended in the middle of a line: exit status 0"),
		Entry("deafness", "deaf", "it did not answer the message: it closed its standard input or output"),
	)

	It("that crashes after its last answer has failed, though nobody asks it any more", func() {
		const message = "it ended after its last answer: exit status 3, expected exit status 0, after bye\n  stderr: no more of this"
		for _, p := range []external.Program{program("die"), free(program("die"))} {
			talk := started(p)
			Expect(ask(talk, "one")).To(Equal("one"))
			Expect(talk.Bye([]byte("bye\n"))).To(MatchError(message))
			Expect(talk.Bye([]byte("bye\n"))).To(Succeed())
			Expect(started(p).Bye([]byte("bye\n"))).To(MatchError(message), "it crashes at bye")
		}
	})

	It("may leave early, as long as it leaves well, and is not blamed for being ended", func() {
		talk := started(program("leave"))
		Expect(ask(talk, "one")).To(Equal("one"))
		Expect(talk.Bye([]byte("bye\n"))).To(Succeed())
		talk = started(program("echo"))
		talk.Kill()
		Expect(talk.Bye([]byte("bye\n"))).To(Succeed())
	})

	It("that floods is cut off", func() {
		const message = "it did not answer the message: the answer has more than 4194304 bytes, expected a line of at most so many"
		for _, how := range []string{"flood", "long"} {
			Expect(failing(started(program(how)), "one").Error()).To(Equal(message))
			Expect(failing(started(free(program(how))), "one").Error()).To(Equal(message))
		}
	})

	It("that speaks out of turn is refused with the line that nobody asked for", func() {
		talk := started(program("twice"))
		Expect(ask(talk, "one")).To(Equal("one"))
		Expect(failing(talk, "two").Error()).To(Equal("line 2 that it sent, in answer to the message, is refused: it was sent before there was a message to answer, " +
			"expected one line for each message\n  it sent: and more?"))
	})

	It("is remembered by its last lines alone", func() {
		f := failing(started(program("mumble")), "one")
		Expect(f.Words).To(HaveLen(20))
		Expect(f.Words[0]).To(Equal("line 99980"))
		Expect(f.Words[19]).To(Equal("line 99999"))
		Expect(f.Error()).To(ContainSubstring("\n  stderr: (99980 lines before these; \"exdrill run --out FOLDER\" keeps all of them)\n  stderr: line 99980\n"))
	})

	It("may be refused for what it says", func() {
		talk := started(program("echo"))
		Expect(ask(talk, "one")).To(Equal("one"))
		Expect(ask(talk, strings.Repeat("two ", 100))).To(HaveLen(400))
		err := talk.Refuse(errors.New("it says nothing new"))
		Expect(err.Line).To(Equal(2))
		Expect(err.Error()).To(Equal("line 2 that it sent, in answer to the message, is refused: it says nothing new\n  it sent: " + strings.Repeat("two ", 50) + "..."))
		Expect(failing(talk, "three").Error()).To(ContainSubstring("the conversation is over"))
	})

	It("is ended with its children", func() {
		talk := started(free(program("parent")))
		child, err := strconv.Atoi(ask(talk, "one"))
		Expect(err).NotTo(HaveOccurred())
		Expect(alive(child)).To(BeTrue())
		_ = talk.Bye([]byte("bye\n"))
		Eventually(func() bool { return alive(child) }).Should(BeFalse())
	})

	It("keeps nobody waiting by a child that left its group", func() {
		talk := started(free(program("outsider")))
		child, err := strconv.Atoi(ask(talk, "one"))
		Expect(err).NotTo(HaveOccurred())
		talk.Kill()
		Expect(failing(talk, "two").Error()).To(HavePrefix("it did not answer the message: it ended: signal: killed"))
		Expect(syscall.Kill(child, syscall.SIGKILL)).To(Succeed())
	})

	It("can be ended by somebody else while it is waited for", func() {
		talk := started(program("hang"))
		time.AfterFunc(100*time.Millisecond, talk.Kill)
		Expect(failing(talk, "one").Error()).To(Equal("it did not answer the message: it ended: signal: killed"))
	})

	It("leaves nothing behind", func() {
		ground := ground()
		for _, how := range []string{"echo", "crash", "hang"} {
			p := free(program(how))
			p.AnswerTime = 200 * time.Millisecond
			talk := started(p)
			_, _ = talk.Ask("message", []byte("one\n"))
			_ = talk.Bye([]byte("bye\n"))
		}
		Expect(nests(ground)).To(BeEmpty())
	})
})

//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/specneed"
)

// begun writes a defence in a language and returns its folder.
func begun(lang string) string {
	GinkgoHelper()
	folder := filepath.Join(GinkgoT().TempDir(), "mine")
	fine("new", "defence", folder, "--lang", lang)
	return folder
}

// scored runs the shipped scenario and gives the result.
func scored(args ...string) (r score.Result) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(fine(small(append(args, "--format", "json")...)...)), &r)).To(Succeed())
	return r
}

// programmed is a bundle that runs a script of the shell.
func programmed(script string) string {
	GinkgoHelper()
	words, err := json.Marshal([]string{"sh", "-c", script})
	Expect(err).NotTo(HaveOccurred())
	path := put(GinkgoT().TempDir(), "mine/defence.yaml", "name: mine\nversion: 1\ndescription: mine\nwall_limit: 1s\nprocess: "+string(words)+"\n")
	return filepath.Dir(path)
}

var _ = Describe("exdrill new defence", func() {
	DescribeTable("writes a bundle that is fine, passes its own tests and catches the thief",
		func(lang string, programs ...string) {
			for _, p := range programs {
				specneed.Program(p)
			}
			folder := begun(lang)
			Expect(fine("lint", folder)).To(HaveSuffix(": fine\n"))
			switch lang {
			case "sigma":
				Expect(fine("test", "rules", folder, "--strict")).To(ContainSubstring(" passed, 0 failed"))
			case "python", "go":
				test := exec.Command("sh", "-c", strings.ReplaceAll(ownTests(lang, "."), "cd . && ", ""))
				test.Dir = folder
				said, err := test.CombinedOutput()
				Expect(err).NotTo(HaveOccurred(), string(said))
			}
			r := scored("--defence", folder)
			Expect(r.Defence.Name).To(Equal("mine"))
			Expect(r.Score.String()).To(MatchRegexp(`^([5-9]|\d\d)\.`))
			Expect(r.Detection.Alerts.True).To(BeNumerically(">", 0))
		},
		Entry("in Python", "python", "python3"),
		Entry("in Go", "go", "go"),
		Entry("of rules", "sigma"),
	)

	It("says what it wrote and what to do with it", func() {
		page := fine("new", "defence", filepath.Join(GinkgoT().TempDir(), "mine"))
		Expect(page).To(MatchRegexp(`(?s)mine\n  defence\.yaml\n  test_watch\.py\n  watch\.py\n\nits own tests  cd .*mine && python3 -m unittest\n` +
			`check it       exdrill lint .*mine\ntry it         exdrill run zaif-api-keys-2018-01 --defence .*mine\n$`))
	})

	It("overwrites nothing and takes no name that a defence cannot have", func() {
		folder := begun("sigma")
		s := exdrill("new", "defence", folder)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(HaveSuffix("is there already, expected a folder that does not exist yet\n"))
		s = exdrill("new", "defence", "My Own")
		Expect(s).To(Equal(said{exitInput, "", "the name is \"My Own\", expected lower-case letters, digits and hyphens, at most 60\n"}))
		Expect(exdrill("new", "defence", "x", "--lang", "perl").errors).To(Equal("--lang \"perl\", expected one of python, go, sigma\n"))
		Expect(exdrill("new", "defense").errors).To(Equal("unknown command new \"defense\", did you mean \"defence\"?\n"))
	})
})

var _ = Describe("A run with a program for a defence", func() {
	run := func(script string) said {
		return exdrill(small("--defence", programmed(script))...)
	}

	It("keeps all that the program says aside, beside the folder if it failed", func() {
		const aside = `i=0; while [ $i -lt 50 ]; do echo "line $i" >&2; i=$((i+1)); done; `
		work := GinkgoT().TempDir()
		folder := filepath.Join(work, "one")
		fine(small("--defence", programmed(aside+`while read m; do echo {}; done`), "--out", folder)...)
		Expect(strings.Count(content(filepath.Join(folder, "stderr.txt")), "\n")).To(Equal(50))
		s := exdrill("verify", folder, "--programs")
		Expect(s.code).To(Equal(exitFine), s.out+s.errors)
		Expect(s.out).To(ContainSubstring("not checked: stderr.txt: what the defence says aside may differ each time"))

		failed := filepath.Join(work, "two")
		s = exdrill(small("--defence", programmed(`read m; echo {}; read m; `+aside+`exit 3`), "--out", failed)...)
		Expect(s.code).To(Equal(exitDefence), s.errors)
		Expect(s.errors).To(And(ContainSubstring("(30 lines before these; "), ContainSubstring("\n  stderr: all of it is in "+failed+".stderr.txt\n")))
		Expect(content(failed + ".stderr.txt")).To(And(HavePrefix("line 0\n"), HaveSuffix("line 49\n")))
		Expect(failed).NotTo(BeADirectory())
	})

	DescribeTable("ends with code 4 if the program fails, and tells what it sent and said",
		func(script, says string) {
			s := run(script)
			Expect(s.code).To(Equal(exitDefence), s.errors)
			Expect(s.out).To(BeEmpty())
			Expect(s.errors).To(HavePrefix("the defence failed: "))
			Expect(s.errors).To(ContainSubstring(says))
			Expect(s.errors).To(ContainSubstring("\nto see it again: exdrill run " + zaif + " "))
		},
		Entry("a crash", `read m; echo {}; read m; echo "no more" >&2; exit 3`,
			"at 2018-01-05T15:00:00Z, when the monitor made a step: it did not answer the batch of 2018-01-05T15:00:00Z: it ended: exit status 3\n  stderr: no more\n"),
		Entry("a hang", `read m; echo {}; sleep 100`, "no answer within 1s, its wall_limit"),
		Entry("a flood", `read m; echo {}; yes`, "is refused: "),
		Entry("malformed output", `while read m; do echo thieves; done`,
			"when the monitor was told what it guards: line 1 that it sent, in answer to the hello, is refused: it is no JSON object\n  it sent: thieves\n"),
		Entry("somebody unknown", `read m; echo {}; while read m; do echo '{"actions":[{"name":"freeze_accounts","accounts":[99999999]}]}'; done`,
			"line 2 that it sent, in answer to the batch of 2018-01-05T15:00:00Z, is refused: "+
				"actions[0]: freeze_accounts: accounts[0] is 99999999: the telemetry has not shown it so far, expected an id out of an event\n  it sent: {"),
		Entry("a forbidden action", `read m; echo {}; while read m; do echo '{"actions":[{"name":"delete_exchange"}]}'; done`,
			"is refused: actions[0]: delete_exchange: name: no such action, expected one of revoke_keys, "),
		Entry("a command that is nowhere", `exec no-such-program`, "it did not answer the hello: it ended: exit status 127\n  stderr: "),
	)

	It("ends soon when it is interrupted, with all that the program started", func() {
		if _, err := os.Stat("/proc/self/cmdline"); err != nil {
			Skip("SKIPPED, NOT TESTED: there is no /proc to see its processes in")
		}
		mark := strconv.FormatInt(1e9+time.Now().UnixNano()%1e9, 10)
		child := func() (there bool) {
			found, _ := filepath.Glob("/proc/[0-9]*/cmdline")
			for _, path := range found {
				text, _ := os.ReadFile(path)
				there = there || string(text) == "sleep\x00"+mark+"\x00"
			}
			return there
		}
		folder := programmed("read m; echo {}; read m; sleep " + mark + " & wait")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan said, 1)
		go func() { ended <- exdrillIn(ctx, small("--defence", folder)...) }()
		Eventually(child, "20s", "5ms").Should(BeTrue())
		cancel()
		Eventually(ended, "900ms").Should(Receive(Equal(said{exitLab, "", "interrupted; nothing was left behind\n"})))
		Eventually(child).Should(BeFalse())
	})

	It("is the same however slow the program is", func() {
		specneed.Program("python3")
		window, nap := 5*time.Minute, 10*time.Millisecond
		if os.Getenv("EXDRILL_SOAK") == "1" {
			window, nap = 2*time.Hour, 200*time.Millisecond
		}
		fast := begun("python")
		slow := begun("python")
		program, err := os.ReadFile(filepath.Join(slow, "watch.py"))
		Expect(err).NotTo(HaveOccurred())
		first := time.Date(2018, 1, 6, 13, 0, 0, 0, time.UTC).UnixNano()
		put(slow, "watch.py", strings.Replace(string(program), "        answer = ", fmt.Sprintf(
			"        if %d <= message[\"now\"] < %d:\n            __import__(\"time\").sleep(%v)\n        answer = ", first, first+int64(window), nap.Seconds()), 1))
		begin := time.Now()
		a := scored("--defence", fast)
		took := time.Since(begin)
		b := scored("--defence", slow)
		Expect(time.Since(begin)-took).To(BeNumerically(">", nap*10), "it did sleep")
		Expect(b.Log.Head).To(Equal(a.Log.Head))
		Expect(b.Score).To(Equal(a.Score))
		Expect(b.Detection).To(Equal(a.Detection))
	})
})

var _ = Describe("exdrill fields --protocol", func() {
	It("prints the schema of every message", func() {
		var schema struct {
			ID   string                     `json:"$id"`
			Defs map[string]json.RawMessage `json:"$defs"`
		}
		Expect(json.Unmarshal([]byte(fine("fields", "--protocol")), &schema)).To(Succeed())
		Expect(schema.ID).To(Equal("exdrill.defence/v1"))
		for _, part := range []string{"hello", "welcome", "batch", "answer", "bye", "event", "alert", "action", "result"} {
			Expect(schema.Defs).To(HaveKey(part))
		}
	})
})

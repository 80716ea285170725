package main_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// run runs the program to its end and returns what it said.
func run(args ...string) (said string, code int) {
	GinkgoHelper()
	cmd := exec.Command(binary, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		Expect(err).To(BeAssignableToTypeOf(&exec.ExitError{}))
	}
	return string(out), cmd.ProcessState.ExitCode()
}

var _ = Describe("The command line", func() {
	It("shows examples", func() {
		for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"chain", "--help"}} {
			said, code := run(args...)
			Expect(code).To(BeZero())
			Expect(said).To(ContainSubstring("Examples:\n  mockexchange "))
		}
	})

	DescribeTable("says what is wrong, and ends with 2",
		func(said string, args ...string) {
			text, code := run(args...)
			Expect(code).To(Equal(2))
			Expect(text).To(ContainSubstring(said))
		},
		Entry("no venue", "at least one of the flags in the group [genesis demo] is required", "serve"),
		Entry("two venues", "none of the others can be", "serve", "--demo", "--genesis", "x"),
		Entry("no token", "--token is empty", "serve", "--genesis", "x"),
		Entry("no token for a chain", "--token is empty", "chain", "--spec", "x"),
		Entry("no such file", "no such file", "serve", "--genesis", "no.json", "--token", "T"),
		Entry("a clock of its own", `--clock is "sun", expected wall or set`, "serve", "--demo", "--clock", "sun"),
		Entry("an address that is none", "listen tcp", "serve", "--demo", "--listen", "nowhere:-1"),
	)

	DescribeTable("points into a file that is wrong",
		func(text, said string) {
			path := filepath.Join(GinkgoT().TempDir(), "venue.json")
			Expect(os.WriteFile(path, []byte(text), 0o600)).To(Succeed())
			out, code := run("serve", "--genesis", path, "--token", "T")
			Expect(code).To(Equal(2))
			Expect(out).To(ContainSubstring(path + said))
		},
		Entry("no JSON", "{\n  \"name\": }", `:2:12: invalid character '}'`),
		Entry("a wrong type", "{\n  \"seed\": \"x\"}", `:2:14: seed is a string, expected uint64`),
		Entry("an unknown key", "{\"name\": \"x\",\n \"sead\": 1}", `:2:2: unknown key "sead"`),
		Entry("more than one value", "{}\n{}", `:2:1: expected the end of the file`),
	)

	It("ends when it is told to, streams and all", func() {
		d := startDemo()
		r := must(http.NewRequest(http.MethodGet, d.office+"/v1/telemetry?follow=true", nil))
		r.Header.Set("Authorization", "Bearer "+token)
		stream := must(http.DefaultClient.Do(r))
		defer stream.Body.Close()
		status, _, err := d.signed(0, "GET", "/api/v3/account", "")
		Expect(err).NotTo(HaveOccurred())
		Expect(status).To(Equal(200))
		Expect(d.end(syscall.SIGTERM)).To(Succeed())
		text := must(io.ReadAll(stream.Body))
		Expect(string(text)).To(ContainSubstring("read_account"))
	})

	It("opens a genesis from a file with a clock that stands", func() {
		path := filepath.Join(GinkgoT().TempDir(), "venue.json")
		Expect(os.WriteFile(path, []byte(`{"name":"x","seed":1,"start":1515225600000000000,"accounts":[{"created":0,"factor":false}]}`), 0o600)).To(Succeed())
		p := start("serve", "--genesis", path, "--clock", "set", "--token", token, "--listen", "127.0.0.1:0", "--operator", "127.0.0.1:0")
		d := &demo{process: p}
		api, _ := d.listens("customers")
		office, _ := d.listens("operators")
		d.api, d.office = "http://"+api, "http://"+office
		Expect(d.ask("GET", "/v1/clock", "")).To(ContainSubstring(`"now":1515225600000000000`))
		d.ask("PUT", "/v1/clock", `{"now":1515225601000000000}`)
		Expect(d.ask("GET", "/v1/clock", "")).To(ContainSubstring(`"now":1515225601000000000`))
	})
})

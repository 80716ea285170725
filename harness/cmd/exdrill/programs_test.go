//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/spf13/cobra"
)

// everyCommand lists the words of every command that can be carried out.
func everyCommand() (list []string) {
	root := newRoot()
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && c != root {
			list = append(list, strings.TrimPrefix(c.CommandPath(), root.Name()+" "))
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return list
}

// A folder, a bundle or a store may be a stranger's, and so may the program in
// it: it is started by those commands alone whose purpose that is.
var _ = Describe("A program in somebody's folder", Ordered, Label("embedded"), func() {
	// What is lying about, each with the program in it.
	var work, marker, guard, runFolder, published, store, result string
	var calls atomic.Int64 // of programs that are elsewhere: servers, Docker

	// The five that start it, as ways to do so.
	var starting map[string][][]string
	// How every other command is tried, and the code that it ends with.
	var tried map[string][]attempt

	// The one thing that a confined program can write to, and that shows it, is a
	// pipe with a name.
	var doorbell int
	started := func() bool {
		n, _ := syscall.Read(doorbell, make([]byte, 1000)) // nothing there is an error
		return n > 0 || calls.Swap(0) > 0
	}

	BeforeAll(func() {
		work = GinkgoT().TempDir()
		marker = filepath.Join(work, "started")
		guard, runFolder, published = filepath.Join(work, "guard"), filepath.Join(work, "kept"), filepath.Join(work, "paper.zip")
		store, result = filepath.Join(work, "runs.db"), filepath.Join(runFolder, "result.json")
		Expect(syscall.Mkfifo(marker, 0o600)).To(Succeed())
		Expect(os.Chmod(marker, 0o666)).To(Succeed())
		var err error
		doorbell, err = syscall.Open(marker, syscall.O_RDWR|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(syscall.Close, doorbell)
		put(guard, "defence.yaml", "name: own\nversion: \"1\"\ndescription: a program\nprocess: [sh, ./watch.sh]\nneeds: ["+marker+"]\n")
		put(guard, "posture.yaml", "controls:\n  withdrawal_opt_in: {}\n")
		put(guard, "watch.sh", fmt.Sprintf("echo > '%s'\nread line; echo '{\"types\": [\"spend_unmatched\"]}'; while read line; do echo '{}'; done\n", marker))
		suite := put(work, "exdrill.yaml", "apiVersion: exdrill/v1\ndefence: ./guard\nscenarios: [payday]\nseeds: 1\nscale: 1 %\n")
		alerts := put(work, "alerts.ndjson", "")

		fine("run", zaif, "--scale", "0.01", "--defence", guard, "--out", runFolder)
		Expect(started()).To(BeTrue())
		fine("bench", "--scenarios", "payday", "--defences", guard, "--seeds", "1", "--scale", "0.01", "--store", store, "--bundle", published)
		Expect(started()).To(BeTrue())

		starting = map[string][][]string{
			"run":    {{"payday", "--scale", "0.01", "--defence", filepath.Join(runFolder, "defence")}},
			"test":   {{suite}},
			"bench":  {{"--scenarios", "payday", "--defences", guard, "--seeds", "1", "--scale", "0.01", "--store", filepath.Join(work, "other.db")}},
			"ablate": {{"payday", "--defence", guard, "--seeds", "1", "--scale", "0.01", "--candidates=false"}},
			"verify": {{runFolder, "--programs"}, {published, "--programs"}},
		}
		tried = map[string][]attempt{
			"list":         {{}},
			"show":         {{args: []string{zaif}}, {exitInput, []string{runFolder}}, {exitInput, []string{filepath.Join(runFolder, "scenario")}}},
			"events":       {{args: []string{runFolder}}, {exitInput, []string{"payday", "--scale", "0.01", "--defence", guard}}, {exitInput, []string{"payday", "--defence", filepath.Join(runFolder, "defence")}}},
			"fields":       {{}, {args: []string{"--protocol"}}},
			"lint":         {{args: []string{guard, filepath.Join(runFolder, "defence"), suite}}},
			"test rules":   {{exitInput, []string{guard}}, {exitInput, []string{filepath.Join(runFolder, "defence")}}},
			"merge":        {{args: []string{filepath.Join(work, "merged.db"), store}}},
			"verify":       {{exitInput, []string{runFolder}}, {exitInput, []string{published}}},
			"replay":       {{args: []string{runFolder, "--at", "12:00"}}},
			"env":          {{args: []string{"payday", "--scale", "0.01"}}, {args: []string{"--example", "python"}}},
			"dataset":      {{exitInput, []string{"--scenarios", "payday", "--scale", "0.01", "--defence", guard, "--out", filepath.Join(work, "telemetry")}}},
			"compare":      {{args: []string{result, result}}},
			"report":       {{args: []string{runFolder}}, {args: []string{store}}},
			"new":          nil,
			"new defence":  {{args: []string{"mine"}}},
			"new scenario": {{args: []string{"theirs"}}},
			"new suite":    {{args: []string{filepath.Join(work, "ci"), "--defence", guard}}},
			"new rates":    {{args: []string{"mine.yaml"}}},
			"new salt":     {{args: []string{"mine.salt"}}},
			"reveal":       {{exitInput, []string{runFolder}}, {exitInput, []string{store}}},
			"controls":     {{}},
			"measures":     {{}},
			"techniques":   {{}},
			"prices":       {{}},
			"export":       {{args: []string{runFolder, "--telemetry", "--output", filepath.Join(work, "telemetry.ndjson")}}, {args: []string{runFolder, "--telemetry", "--peaceful", "--output", filepath.Join(work, "telemetry.ndjson")}}},
			"score":        {{args: []string{runFolder, "--alerts", alerts}}, {args: []string{runFolder, "--alerts", alerts, "--peaceful", alerts}}, {args: []string{runFolder, "--alerts", filepath.Join(runFolder, "alerts.ndjson"), "--format", "json"}}},
		}
	})
	BeforeEach(func() { GinkgoT().Chdir(GinkgoT().TempDir()) }) // new writes where it stands

	It("is started by five commands", func() {
		for command, ways := range starting {
			for _, args := range ways {
				s := exdrill(append(strings.Fields(command), args...)...)
				Expect(s.errors).To(BeEmpty(), command)
				Expect(started()).To(BeTrue(), "%s %v does not start it", command, args)
			}
		}
	})

	It("is started by no other command, whatever that is handed", func() {
		for _, command := range everyCommand() {
			if starting[command] != nil && tried[command] == nil {
				continue
			}
			Expect(tried).To(HaveKey(command), "a command that this spec does not know: try it here")
			for _, a := range tried[command] {
				s := exdrill(append(strings.Fields(command), a.args...)...)
				Expect(s.code).To(Equal(a.code), "%s %v: %s", command, a.args, s.errors)
				Expect(started()).To(BeFalse(), "%s %v starts it", command, a.args)
			}
			for _, thing := range []string{guard, runFolder, filepath.Join(runFolder, "defence"), filepath.Join(runFolder, "scenario"), result, published, store} {
				if command != "merge" && command != "new suite" { // they write to what they are handed
					exdrill(append(strings.Fields(command), thing)...)
					Expect(started()).To(BeFalse(), "%s %s starts it", command, thing)
				}
			}
		}
	})

	DescribeTable("is not started either if it is elsewhere", func(key, value string) {
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
		defer server.Close()
		address := server.Listener.Addr().String()
		GinkgoT().Setenv("DOCKER_HOST", "tcp://"+address)
		folder := GinkgoT().TempDir()
		Expect(os.CopyFS(folder, os.DirFS(runFolder))).To(Succeed())
		edit(folder, "defence/defence.yaml", "process: [sh, ./watch.sh]\nneeds: ["+marker+"]", key+": "+strings.ReplaceAll(value, "ADDRESS", address))
		there := filepath.Join(folder, "defence")

		Expect(exdrill("run", "payday", "--scale", "0.01", "--defence", there).code).To(Equal(exitDefence))
		Expect(started()).To(BeTrue(), "run calls it")
		for _, args := range [][]string{
			{"events", "payday", "--defence", there},
			{"dataset", "--scenarios", "payday", "--defence", there, "--out", filepath.Join(folder, "telemetry")},
		} {
			s := exdrill(args...)
			Expect(s.errors).To(ContainSubstring("own is a program of somebody's own (" + key + "), which is not started here"))
			Expect(s.code).To(Equal(exitInput))
		}
		s := exdrill("verify", folder)
		Expect(s.code).To(Equal(exitThreshold))
		Expect(s.out).To(And(ContainSubstring("result.json: defence.digest is "), ContainSubstring("  The run was not made again: own is a program of somebody's own ("+key+"), which is not started here; --programs does so.\n")))
		fine("score", folder, "--alerts", filepath.Join(folder, "alerts.ndjson"))
		Expect(started()).To(BeFalse())
	},
		Entry("a server", "url", "http://ADDRESS/watch"),
		Entry("an image", "image", "example.org/watch:1"),
	)

	It("is not needed to grade alerts, nor is anything of it but its posture", func() {
		folder := GinkgoT().TempDir()
		Expect(os.CopyFS(folder, os.DirFS(runFolder))).To(Succeed())
		for _, name := range []string{"defence.yaml", "watch.sh"} {
			Expect(os.Remove(filepath.Join(folder, "defence", name))).To(Succeed())
		}
		relist(folder)
		alerts := filepath.Join(runFolder, "alerts.ndjson")
		Expect(gradeOf(folder, alerts).Detection).To(Equal(gradeOf(runFolder, alerts).Detection))
		Expect(os.Remove(filepath.Join(folder, "defence", "posture.yaml"))).To(Succeed())
		relist(folder)
		Expect(exdrill("score", folder, "--alerts", alerts).errors).To(ContainSubstring("comes out otherwise"))
	})
})

// attempt is a way to call a command, and the code that it ends with.
type attempt struct {
	code int
	args []string
}

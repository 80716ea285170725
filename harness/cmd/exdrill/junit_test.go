package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// junitFile is as much of a JUnit report as specs look at.
type junitFile struct {
	Errors int `xml:"errors,attr"`
	Suites []struct {
		Name      string  `xml:"name,attr"`
		Timestamp string  `xml:"timestamp,attr"`
		Hostname  string  `xml:"hostname,attr"`
		Time      float64 `xml:"time,attr"`
		Cases     []struct {
			Name    string    `xml:"name,attr"`
			Class   string    `xml:"classname,attr"`
			Time    float64   `xml:"time,attr"`
			Error   *junitWhy `xml:"error"`
			Skipped *junitWhy `xml:"skipped"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

type junitWhy struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func readJUnit(text string) (f junitFile) {
	GinkgoHelper()
	Expect(xml.Unmarshal([]byte(text), &f)).To(Succeed(), text)
	return f
}

// mortal writes a bundle whose program gets through so many runs, and dies in
// the next. It counts them, which a process that is confined could not.
func mortal(folder string, runs int64) string {
	GinkgoHelper()
	var begun atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		message, _ := io.ReadAll(r.Body)
		switch {
		case strings.HasPrefix(string(message), `{"type":"hello"`):
			begun.Add(1)
			fmt.Fprintln(w, `{"types": ["spend_unmatched"]}`)
		case begun.Load() > runs:
			http.Error(w, "dead", http.StatusInternalServerError)
		default:
			fmt.Fprintln(w, `{}`)
		}
	}))
	DeferCleanup(server.Close)
	put(folder, "mortal/defence.yaml", "name: mortal\nversion: \"1\"\ndescription: a program\nurl: "+server.URL+"\n")
	return filepath.Join(folder, "mortal")
}

var _ = Describe("The JUnit file that was asked for", Label("embedded"), func() {
	var folder, file string
	BeforeEach(func() {
		folder = GinkgoT().TempDir()
		file = filepath.Join(folder, "report.xml")
		put(folder, "report.xml", "that of the run before, in which all was well")
	})
	suite := func(text string) string {
		return put(folder, "exdrill.yaml", "apiVersion: exdrill/v1\ndefence: ./mortal\nscale: 1 %\n"+text)
	}

	It("is written by test when the defence dies, with what had been done by then", func() {
		mortal(folder, 1)
		path := suite("scenarios: [payday, quiet-week]\nseeds: 1-3\n")
		s := exdrill("test", path, "--junit", file, "--format", "junit")
		Expect(s.code).To(Equal(exitDefence))
		Expect(s.errors).To(HavePrefix("the defence failed: at "))
		Expect(s.out).To(Equal(content(file)))
		f := readJUnit(content(file))
		Expect(f.Errors).To(Equal(1))
		Expect(f.Suites).To(HaveLen(2))
		cases := f.Suites[0].Cases
		Expect(cases).To(HaveLen(3))
		Expect(cases[0].Error).To(BeNil())
		Expect(cases[0].Time).To(BeNumerically(">", 0))
		Expect([]string{cases[1].Name, cases[1].Class, cases[1].Error.Type}).To(Equal([]string{"seed 2", "payday.mortal", "defence"}))
		Expect(cases[1].Error.Message).To(HavePrefix("the defence failed: at "))
		Expect(cases[1].Error.Text).To(ContainSubstring("to see it again: exdrill run payday --defence "))
		Expect(cases[2].Skipped.Message).To(ContainSubstring("not run"))
		for _, c := range f.Suites[1].Cases {
			Expect(c.Skipped).NotTo(BeNil())
		}
		host, err := os.Hostname()
		Expect(err).NotTo(HaveOccurred())
		Expect(f.Suites[0].Hostname).To(Equal(host))
		began, err := time.Parse("2006-01-02T15:04:05", f.Suites[0].Timestamp)
		Expect(err).NotTo(HaveOccurred())
		Expect(began).To(BeTemporally("~", time.Now(), time.Hour))
	})

	It("is written by test when it is interrupted, and when there is nothing to run", func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		mortal(folder, 9)
		path := suite("scenarios: [payday]\nseeds: 1\n")
		Expect(exdrillIn(ctx, "test", path, "--junit", file)).To(Equal(said{exitLab, "", "interrupted; nothing was left behind but " + file + "\n"}))
		Expect(readJUnit(content(file)).Suites[0].Cases[0].Error.Type).To(Equal("interrupted"))

		Expect(exdrill("test", suite("scenarios: [paydya]\nseeds: 1\n"), "--format", "junit", "--output", file).code).To(Equal(exitInput))
		f := readJUnit(content(file))
		Expect(f.Suites[0].Name).To(Equal("exdrill.yaml"))
		Expect(f.Suites[0].Cases[0].Error.Type).To(Equal("input"))
		Expect(f.Suites[0].Cases[0].Error.Message).To(ContainSubstring(`did you mean "payday"?`))
	})

	It("is written by run of a set when the defence dies, and the other scenarios go on", func() {
		guard := mortal(folder, 0)
		s := exdrill("run", "--scenarios", "payday,quiet-week", "--scale", "0.01", "--defence", guard, "--junit", file)
		Expect(s.code).To(Equal(exitDefence))
		f := readJUnit(content(file))
		Expect(f.Errors).To(Equal(2))
		Expect(f.Suites).To(HaveLen(2))
		c := f.Suites[0].Cases[0]
		Expect([]string{c.Class, c.Error.Type}).To(Equal([]string{"payday.mortal", "defence"}))
		Expect(c.Time).To(BeNumerically(">", 0))
	})

	It("is written by run when one of several defences dies", func() {
		guard := mortal(folder, 0)
		s := exdrill("run", "payday", "--scale", "0.01", "--defence", "none,"+guard, "--junit", file)
		Expect(s.code).To(Equal(exitDefence))
		Expect(s.out).To(BeEmpty())
		f := readJUnit(content(file))
		Expect(f.Suites).To(HaveLen(2))
		Expect(f.Suites[0].Cases[0].Error).To(BeNil())
		Expect(f.Suites[1].Cases[0].Error.Type).To(Equal("defence"))
	})

	It("is written when the lab fails", func() {
		for _, args := range [][]string{{"payday"}, {"--scenarios", "payday"}} {
			// In a process of its own, which finds neither an engine nor, if it
			// does, the venue's program.
			run := exec.Command(os.Args[0], append([]string{"run", "--lab", "containers", "--junit", file}, args...)...)
			run.Env = append(os.Environ(), asProgram+"=1", "DOCKER_HOST=tcp://127.0.0.1:1", "EXDRILL_BIN_DIR="+folder, "PATH="+folder)
			said, err := run.CombinedOutput()
			Expect(err).To(HaveOccurred())
			Expect(run.ProcessState.ExitCode()).To(Equal(exitLab), string(said))
			c := readJUnit(content(file)).Suites[0].Cases[0]
			Expect([]string{c.Name, c.Error.Type}).To(Equal([]string{"run", "lab"}))
			Expect(os.Remove(file)).To(Succeed())
		}
	})

	It("has times that add up, and what is judged beside the run", func() {
		fine("run", "--scenarios", "payday", "--scale", "0.01", "--junit", file)
		s := readJUnit(content(file)).Suites[0]
		Expect(s.Cases[0].Name).To(Equal("run"))
		Expect(s.Cases[0].Time).To(BeNumerically("~", s.Time, 1e-9))
		Expect(s.Time).To(BeNumerically(">", 0))
		for _, c := range s.Cases {
			Expect(c.Class).To(Equal("payday.none"))
		}
		Expect(strings.Count(content(file), "<testsuite ")).To(Equal(1))
	})
})

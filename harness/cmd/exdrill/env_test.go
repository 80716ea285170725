package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/specneed"
)

// driver drives an environment in this process.
type driver struct {
	to   io.WriteCloser
	from *bufio.Reader
	over chan int // the exit code
}

func drive(ctx context.Context, args ...string) *driver {
	in, to := io.Pipe()
	from, out := io.Pipe()
	d := &driver{to, bufio.NewReader(from), make(chan int, 1)}
	root := newRoot()
	root.SetArgs(append([]string{"env"}, args...))
	root.SetIn(in)
	root.SetOut(out)
	go func() {
		defer out.Close()
		d.over <- ended(root.ExecuteContext(ctx))
	}()
	return d
}

func ended(err error) int {
	if err == nil {
		return exitFine
	}
	return exitCode(err)
}

// seen is what an environment answers.
type seen struct {
	Type, Venue, Error string
	Seed               uint64
	Hello              json.RawMessage
	Batch              *struct {
		Now    int64
		Events []struct{ Unmapped map[string]any }
	}
	Reward float64
	Done   bool
	Loss   score.Amount
	Harm   score.Amount
	Score  *float64
}

func (d *driver) ask(request string) (s seen) {
	GinkgoHelper()
	_, err := fmt.Fprintln(d.to, request)
	Expect(err).NotTo(HaveOccurred())
	line, err := d.from.ReadBytes('\n')
	Expect(err).NotTo(HaveOccurred())
	Expect(json.Unmarshal(line, &s)).To(Succeed(), string(line))
	return s
}

// play goes on until the episode is over, and adds rewards up.
func (d *driver) play(s seen) (last seen, sum float64) {
	GinkgoHelper()
	for sum = s.Reward; !s.Done; sum += s.Reward {
		s = d.ask(`{"step": {}}`)
		Expect(s.Type).To(Equal("observation"))
	}
	return s, sum
}

var _ = Describe("exdrill env", func() {
	const few = `{"reset": {"seed": 3, "services": ["custody"]}}`

	It("rewards what an episode scores, and begins another as often as one is asked for", func() {
		d := drive(context.Background(), zaif, "--scale", "0.01")
		first := d.ask(few)
		Expect(first.Hello).NotTo(BeEmpty())
		Expect(first.Reward).To(BeZero())
		last, sum := d.play(first)
		Expect(last.Seed).To(Equal(uint64(3)))
		Expect(*last.Score).To(BeZero(), "nobody defended")
		Expect(sum).To(BeNumerically("~", -100, 0.01))
		Expect(last.Loss).To(BeNumerically(">", 0))

		next := d.ask(`{"reset": {"services": ["custody"]}}`)
		Expect(next.Seed).To(Equal(uint64(4)), "the next one")
		for range 3 {
			d.ask(`{"step": {}}`)
		}
		again := d.ask(few) // in the middle of an episode
		Expect(again.Seed).To(Equal(uint64(3)))
		Expect(again.Batch.Now).To(Equal(first.Batch.Now))
		_, err := fmt.Fprintln(d.to, `{"close": {}}`)
		Expect(err).NotTo(HaveOccurred())
		Eventually(d.over, "5s").Should(Receive(Equal(exitFine)))
	})

	It("charges harm when it is done, and comes to the score that the same defence gets elsewhere", func() {
		d := drive(context.Background(), "payday", "--scale", "0.01")
		s := d.ask(`{"reset": {"seed": 1, "services": ["custody"]}}`)
		frozen := d.ask(`{"step": {"actions": [{"name": "halt_withdrawals"}]}}`)
		last, sum := d.play(frozen)
		Expect(s.Reward).To(BeZero())
		Expect(last.Harm).To(BeNumerically(">", 0))
		Expect(*last.Score).To(BeNumerically("<", 100))
		Expect(max(100+sum, -100)).To(BeNumerically("~", *last.Score, 0.02))
		Expect(d.to.Close()).To(Succeed()) // whoever goes without a word is gone, too
		Eventually(d.over, "5s").Should(Receive(Equal(exitFine)))
	})

	It("says what is wrong with a request, and waits for a better one", func() {
		d := drive(context.Background(), zaif, "--scale", "0.01")
		for request, says := range map[string]string{
			`{"step": {}}`:                         "no episode has begun, expected a reset",
			`reset`:                                `expected one of {"reset": {}}`,
			`{}`:                                   "0 requests in one line",
			`{"step": {}, "reset": {}}`:            "2 requests in one line",
			`{"reset": {"types": ["logged_inn"]}}`: `types[0] is "logged_inn", did you mean "logged_in"?`,
		} {
			s := d.ask(request)
			Expect(s.Type).To(Equal("error"), request)
			Expect(s.Error).To(ContainSubstring(says))
		}
		first := d.ask(few)
		for request, says := range map[string]string{
			`{"step": {"actions": [{"name": "revoke"}]}}`:                     "step: actions[0]: revoke: name: no such action",
			`{"step": {"actions": [{"name": "revoke_keys", "keys": [999]}]}}`: "the telemetry has not shown it so far",
			`{"step": {"acts": []}}`:                                          `unknown field "acts"`,
		} {
			s := d.ask(request)
			Expect(s.Type).To(Equal("error"), request)
			Expect(s.Error).To(ContainSubstring(says))
		}
		Expect(d.ask(`{"step": {}}`).Batch.Now).To(BeNumerically(">", first.Batch.Now))
		Expect(d.to.Close()).To(Succeed())
	})

	It("can be interrupted while it waits", func() {
		ctx, cancel := context.WithCancel(context.Background())
		d := drive(ctx, zaif, "--scale", "0.01")
		d.ask(few)
		cancel()
		Eventually(d.over, "5s").ShouldNot(Receive(Equal(exitFine)))
	})

	It("tells of every venue under its name", func() {
		d := drive(context.Background(), "threecommas-2022-10", "--scale", "0.01")
		venues := make(map[string]bool)
		s := d.ask(`{"reset": {"services": ["custody"]}}`)
		for range 3 {
			Expect(s.Hello).NotTo(BeEmpty())
			venues[s.Venue] = true
			s = d.ask(`{"step": {}}`)
		}
		Expect(venues).To(HaveLen(3))
		Expect(d.to.Close()).To(Succeed())
	})

	It("comes with an example in Python that runs", func() {
		python := specneed.Program("python3")
		example := fine("env", "--example", "python")
		Expect(example).To(HavePrefix("#!/usr/bin/env python3\n"))
		folder := GinkgoT().TempDir()
		agent := put(folder, "agent.py", example)
		program := put(folder, "exdrill", "#!/bin/sh\n"+asProgram+"=1 exec "+os.Args[0]+" \"$@\"\n")
		Expect(os.Chmod(program, 0o755)).To(Succeed())
		var out, errs bytes.Buffer
		c := exec.Command(python, agent, program, zaif, "--scale", "0.01")
		c.Stdout, c.Stderr, c.Dir = &out, &errs, filepath.Dir(agent)
		Expect(c.Run()).To(Succeed(), errs.String())
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		Expect(lines).To(HaveLen(2))
		var seed, steps int
		var reward, points float64
		n, err := fmt.Sscanf(lines[0], "seed %d: %d steps, reward %f, score %f", &seed, &steps, &reward, &points)
		Expect(n, err).To(Equal(4))
		Expect(points).To(BeNumerically(">", 10), "it revokes what is stolen")
		Expect(100 + reward).To(BeNumerically("~", points, 0.02))
	})

	It("refuses what it does not know", func() {
		Expect(exdrill("env", "--example", "pyhton").errors).To(ContainSubstring(`did you mean "python"?`))
		Expect(exdrill("env").errors).To(ContainSubstring("a SCENARIO is missing"))
		Expect(exdrill("env", "mtgox").code).To(Equal(exitInput))
	})
})

package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/verify"
)

// elsewhere are the flags of bench that a bundle does not record: they change no
// run, and some name files of whoever made it.
var elsewhere = []string{"bundle", "sign", "quiet", "store", "workers", "format", "svg", "ends"}

// planOf reads the command that a bundle recorded: the plan that it names, and the
// part of it that was this machine's. Nothing is looked up and nothing is drawn;
// salts are as sealed as they were written down.
func planOf(words []string) (*bench.Plan, bench.Shard, error) {
	if len(words) < 2 || words[0] != "exdrill" || words[1] != "bench" {
		return nil, bench.Shard{}, fmt.Errorf("it is %q, expected exdrill bench", strings.Join(words, " "))
	}
	f := newBenchFlags()
	c := benchCommand(f)
	if err := c.ParseFlags(words[2:]); err != nil {
		return nil, bench.Shard{}, err
	}
	if len(c.Flags().Args()) > 0 {
		return nil, bench.Shard{}, fmt.Errorf("it has %q beside flags", c.Flags().Args())
	}
	if err := f.salts.seal(); err != nil {
		return nil, bench.Shard{}, err
	}
	p, err := f.plan(io.Discard)
	if err != nil {
		return nil, bench.Shard{}, err
	}
	shard, err := bench.ParseShard(f.shard)
	return p, shard, err
}

// seal takes the words of the flag for commitments, and looks for no secret.
func (f *saltFlag) seal() error {
	if f.text == "" {
		return nil
	}
	for _, word := range strings.Split(f.text, ",") {
		s, err := sim.SealedSalt(word)
		if err != nil {
			return err
		}
		f.salts = append(f.salts, s)
	}
	return nil
}

// named sees that nothing passes for a shipped scenario or defence that is
// another: a bundle of it is not made, and other benchmarks are told.
func (f *benchFlags) named(aside io.Writer, p *bench.Plan) error {
	faults, err := verify.Misnamed(p)
	switch {
	case err != nil || len(faults) == 0:
		return err
	case f.bundle != "":
		return errors.New("--bundle: " + strings.Join(faults, "\n"))
	case !f.quiet:
		fmt.Fprintln(aside, strings.Join(faults, "\n"))
	}
	return nil
}

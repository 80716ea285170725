package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/bill"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/shipped"
	"github.com/exdrill/exdrill/harness/signature"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/verify"
	"github.com/exdrill/exdrill/scenarios"
)

// benchFlags are the flags of the bench command.
type benchFlags struct {
	scenarios, defences, seeds  string
	salts                       saltFlag
	scale, levels, shard, store string
	adoption, svg, bundle       string
	separate, rates, sign       string
	set                         []string
	variation, format           choiceFlag
	workers                     int
	robust, ends, quiet         bool

	otherwise []bench.Otherwise // what --ends found

	year *bill.Rates // what --rates says
}

func newBench() *cobra.Command { return benchCommand(newBenchFlags()) }

func newBenchFlags() *benchFlags {
	return &benchFlags{format: formats("table", "json", "markdown", "csv", "latex"), variation: choiceFlag{"perturbed", []string{"record", "perturbed"}}}
}

func benchCommand(f *benchFlags) *cobra.Command {
	c := &cobra.Command{
		Use:   "bench",
		Short: "Run scenarios, defences and seeds against each other, into a run store",
		Long: `Run every scenario against every defence on every seed, on all cores, and print a
leaderboard, a yearly bill in money at stated rates of thefts, how hard thieves are
by what they hold and how far they adapt, and a matrix. Every run is kept in a
store, one file, as soon as it is done: a benchmark that was interrupted goes on
where it was, and one that grows repeats nothing. Headline figures use perturbed
variants.

Whoever has this program can play every seed beforehand and know it by heart. What
ranks defences is salted: --salts takes secrets that change everything that is
drawn. The store knows their commitments from the start, and the secrets after
"exdrill reveal". A leaderboard without a salt says on its face that it is a smoke
test. A defence that crashes, hangs or breaks the protocol has -100 for that run, the
others go on, and at the end the exit code is 4 and the reason is told; the same
command tries those runs again.

` + fmt.Sprintf("Seeds %d to %d", drill.FirstSmokeSeed, drill.LastSmokeSeed) + ` are for nothing else.`,
		Example: `  exdrill bench --seeds 1-10
  exdrill bench --scenarios zaif-api-keys-2018-01,payday --defences none,guardrails,./mine --seeds 1-20
  exdrill bench --defences sentinel,both --separate sentinel,both
  exdrill bench --adaptation 0..3 --robust
  exdrill bench --adoption 0.5,1,2
  exdrill bench --defences sentinel --set rules.burst.threshold=3,5,8 --svg curve.svg
  exdrill bench --seeds 1-20 --salts new
  exdrill bench --seeds 1-20 --bundle paper.zip && exdrill verify paper.zip --sample 3
  exdrill bench --shard 3/20 --store part3.db && exdrill merge whole.db part*.db`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	c.Flags().StringVar(&f.scenarios, "scenarios", "", "`NAMES` or folders, separated by commas (default all that ship)")
	c.Flags().StringVar(&f.defences, "defences", "", "`NAMES` or folders, separated by commas (default all that ship)")
	c.Flags().StringVar(&f.seeds, "seeds", "1-10", "`LIST` such as \"1-10\" or \"1, 2, 7\"")
	f.salts.most = mostSalts
	c.Flags().Var(&f.salts, "salts", "secret `SALTS`, separated by commas, each a world of its own for every seed: "+saltForms)
	c.Flags().StringVar(&f.scale, "scale", "0.1", "`SHARE` of the population that may shrink")
	c.Flags().StringVar(&f.levels, "adaptation", "0", "`LEVELS` of the attacker, such as 0 or 0,1 or 0..3")
	c.Flags().StringVar(&f.adoption, "adoption", "1", "how many times as many customers use voluntary controls: `MULTIPLES` such as 0.5,1,2; one is shown, the others test its order")
	c.Flags().StringArrayVar(&f.set, "set", nil, "sweep a `PATH=VALUES` of every defence, such as posture.first_seen_hold.for=1h,6h,24h; may be given more than once")
	c.Flags().StringVar(&f.svg, "svg", "", "draw the curves of --set into a `FILE`")
	c.Flags().StringVar(&f.bundle, "bundle", "", "pack the runs, what they were made from and the command into a zip `FILE` for \"exdrill verify\"")
	addSign(c, &f.sign, "the zip file of --bundle")
	c.Flags().Var(&f.variation, "variation", "`HOW`: perturbed, with names, dates, addresses and amounts redrawn; record, as documented")
	c.Flags().StringVar(&f.shard, "shard", "1/1", "this machine's `PART` of the runs, such as 3/20")
	c.Flags().StringVar(&f.store, "store", "exdrill-runs.db", "`FILE` that keeps the runs")
	c.Flags().IntVar(&f.workers, "workers", runtime.NumCPU(), "how many worlds are played side by side, `N`")
	c.Flags().BoolVar(&f.robust, "robust", false, "show each defence at the level of the attacker at which it does worst")
	c.Flags().BoolVar(&f.ends, "ends", false, "play every run twice more, with customers at either end of what nobody has published about them (exdrill prices), to test the order")
	c.Flags().StringVar(&f.separate, "separate", "", "two `DEFENCES`, separated by a comma: whether the second does better, and how many seeds would show it")
	c.Flags().StringVar(&f.rates, "rates", "", "how many thefts and days of which kind a year has, and what they come to: a `FILE` like that of \"exdrill new rates\" (default those)")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress, not even on a terminal")
	f.format.add(c)
	return c
}

func (f *benchFlags) run(c *cobra.Command) error {
	p, jobs, key, err := f.prepared(c)
	if err != nil {
		return err
	}
	store, err := runs.Open(f.store)
	if err != nil {
		return fmt.Errorf("--store %w", err)
	}
	defer store.Close()
	if err := store.Note(commandOf(c, elsewhere...)); err != nil {
		return err
	}
	var unscored *bench.Unscored
	if err := f.play(c, p, jobs, store); errors.As(err, &unscored) {
		return f.printOthers(c, p, jobs, store, unscored)
	} else if err != nil {
		return err
	}
	if f.bundle != "" {
		if err := verify.WriteBundle(f.bundle, p, jobs, store, commandOf(c, elsewhere...), key); err != nil {
			return fmt.Errorf("--bundle: %w", err)
		}
	}
	return f.print(c, p, jobs, store)
}

// prepared reads what the flags ask for, so that nothing is played before all of
// it is known to be possible.
func (f *benchFlags) prepared(c *cobra.Command) (p *bench.Plan, jobs []bench.Job, key *signature.Key, err error) {
	if p, err = f.plan(c.ErrOrStderr()); err != nil {
		return nil, nil, nil, err
	}
	shard, err := bench.ParseShard(f.shard)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("--%w", err)
	}
	if f.workers < 1 {
		return nil, nil, nil, fmt.Errorf("--workers %d, expected at least 1", f.workers)
	}
	all, err := p.Jobs()
	if err != nil {
		return nil, nil, nil, err
	}
	if err := f.checkSeparate(all); err != nil {
		return nil, nil, nil, err
	}
	if f.year, err = ratesOf(f.rates); err != nil {
		return nil, nil, nil, err
	}
	if err := cmp.Or(writable("--svg", f.svg), writable("--bundle", f.bundle)); err != nil {
		return nil, nil, nil, err
	}
	if key, err = signingKey(f.sign, "--bundle", f.bundle); err != nil {
		return nil, nil, nil, err
	}
	return p, shard.Jobs(all), key, f.named(c.ErrOrStderr(), p)
}

// play plays what the store has not yet, and both ends of the traits where they
// are asked for.
func (f *benchFlags) play(c *cobra.Command, p *bench.Plan, jobs []bench.Job, store *runs.Store) error {
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	defer bar.stop()
	err := bench.Do(c.Context(), p, jobs, store, f.workers, bar.runs())
	if err == nil && f.ends {
		shown := slices.DeleteFunc(slices.Clone(jobs), func(j bench.Job) bool { return j.Adoption != p.Adoptions[0] })
		f.otherwise, err = bench.PlayEnds(c.Context(), p, shown, f.workers, bar.runs())
	}
	var unscored *bench.Unscored
	switch {
	case errors.As(err, &unscored):
		return unscored
	case errors.Is(err, context.Canceled):
		return &interrupted{err, fmt.Sprintf("%s, which keeps what is done; the same command%s goes on from there", f.store, f.salts.again("--salts"))}
	case err != nil:
		return benchFailure(err)
	}
	return nil
}

// printOthers shows the runs of the scenarios that could be scored before it
// tells of those that could not.
func (f *benchFlags) printOthers(c *cobra.Command, p *bench.Plan, jobs []bench.Job, store *runs.Store, unscored *bench.Unscored) error {
	if others := unscored.Others(jobs); len(others) > 0 {
		if failed := f.print(c, p, others, store); failed != nil {
			fmt.Fprintln(c.ErrOrStderr(), unscored)
			return failed
		}
	}
	return unscored
}

// mostSalts is how many worlds of its own a seed may have.
const mostSalts = 100

// benchFailure is what ends a benchmark: what is not bad input is the lab's.
func benchFailure(err error) error {
	var failure *lab.Failure
	if errors.As(err, &failure) {
		return err
	}
	return &lab.Failure{Of: lab.OfLab, Err: err}
}

// plan turns the flags into the drills that they name.
func (f *benchFlags) plan(aside io.Writer) (*bench.Plan, error) {
	p := &bench.Plan{Variation: f.variation.value, Lab: lab.Embedded, Engine: engine()}
	var err error
	if p.Scenarios, err = nameList("--scenarios", f.scenarios, scenarios.IDs()); err != nil {
		return nil, err
	}
	if p.Defences, err = nameList("--defences", f.defences, bundle.Names()); err != nil {
		return nil, err
	}
	if err := f.sweep(p); err != nil {
		return nil, err
	}
	if p.Adoptions, err = parseAdoptions(f.adoption); err != nil {
		return nil, err
	}
	if p.Seeds, err = drill.ParseSeeds(f.seeds); err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	if p.Levels, err = parseLevels(f.levels); err != nil {
		return nil, err
	}
	share, err := drill.ParseShare(f.scale)
	if err != nil {
		return nil, fmt.Errorf("--%w", err)
	}
	p.Scale = int64(share*1e6 + 0.5)
	f.salts.revealed = revealedIn(f.store)
	if p.Salts, err = f.salts.all("--salts", aside); len(p.Salts) == 0 {
		p.Salts = []sim.Salt{{}}
	}
	return p, err
}

// revealedIn are the commitments of the salts that were revealed in a store, if
// there is one yet.
func revealedIn(path string) (list []string) {
	s, err := runs.Read(path)
	if err != nil {
		return nil // whoever opens it says why
	}
	defer s.Close()
	return revealed(s)
}

func revealed(s *runs.Store) (list []string) {
	all, err := s.Salts()
	if err != nil {
		return nil
	}
	for _, salt := range all {
		if !salt.IsSealed() {
			list = append(list, salt.Commitment())
		}
	}
	return list
}

// parseLevels reads "0", "0,2" or "0..3".
func parseLevels(text string) (list []int, err error) {
	wrong := fmt.Errorf("--adaptation %q, expected levels from 0 to %d such as 0 or 0,1 or 0..3", text, drill.MaxAdaptation)
	for _, part := range strings.Split(text, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "..")
		from, err := strconv.Atoi(first)
		to := from
		if err == nil && ranged {
			to, err = strconv.Atoi(last)
		}
		if err != nil || from < 0 || to < from || to > drill.MaxAdaptation {
			return nil, wrong
		}
		for l := from; l <= to; l++ {
			if slices.Contains(list, l) {
				return nil, wrong
			}
			list = append(list, l)
		}
	}
	return list, nil
}

// print sums up the runs of these jobs, and no others that the store may hold. The
// error is about defences that failed, too.
func (f *benchFlags) print(c *cobra.Command, p *bench.Plan, jobs []bench.Job, store *runs.Store) error {
	rows, err := bench.RowsOf(jobs, store)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(c.OutOrStdout(), "no runs fall to part %s\n", f.shard)
		return err
	}
	warnUnsound(c, f.store, rows)
	b, err := f.summary(rows, p)
	if err != nil {
		return err
	}
	b.Failures = bench.Failures(rows)
	b.Salting.Reveal(revealed(store))
	if err := writeFile("--svg", f.svg, func(w io.Writer) error { return report.DrawCurves(w, b.Curves) }); err != nil {
		return err
	}
	format := report.Format(f.format.value)
	if err := report.WriteBenchmark(c.OutOrStdout(), format, b, look(c.OutOrStdout())); err != nil {
		return err
	}
	noteCopies(c, format, shipped.CopiesIn(rows))
	if len(b.Failures) == 0 {
		return nil
	}
	if format == report.CSV || format == report.LaTeX {
		fmt.Fprint(c.ErrOrStderr(), report.FailuresText(format, b.Failures, report.Options{}))
	}
	return &thresholdsFailed{exitDefence}
}

// benchmark sums runs up. Of several levels of adaptation the first is shown,
// or each defence's worst.
func benchmark(rows []*runs.Row, levels []int, robust bool) (*report.Benchmark, error) {
	if robust {
		m, err := bench.Robust(rows)
		if err != nil {
			return nil, err
		}
		return &report.Benchmark{Title: title(rows[0], "the attacker's best level"), Matrix: m, Board: bench.Board(m, rows, unranked...), Salting: bench.SaltingOf(rows)}, nil
	}
	shown := bench.AtLevel(rows, levels[0])
	m, err := bench.NewMatrix(shown)
	if err != nil {
		return nil, err
	}
	return &report.Benchmark{Title: title(rows[0], fmt.Sprintf("adaptation %d", levels[0])), Matrix: m, Board: bench.Board(m, shown, unranked...), Salting: bench.SaltingOf(shown)}, nil
}

// unranked are the defences that see what no defence can.
var unranked = []string{"oracle"}

func title(r *runs.Row, more string) string {
	return fmt.Sprintf("%s variants, scale %g, %s, exdrill %s", r.Variation, float64(r.Scale)/1e6, more, r.Engine)
}

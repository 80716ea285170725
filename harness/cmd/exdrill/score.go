package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/alertimport"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/scenarios"
)

// scoreFlags are the flags of the score command.
type scoreFlags struct {
	alerts   string
	peaceful string
	format   choiceFlag
}

func newScore() *cobra.Command {
	f := scoreFlags{format: formats("table", "json", "markdown")}
	c := &cobra.Command{
		Use:   "score RUN",
		Short: "Grade detection that was made elsewhere over a kept run's telemetry",
		Long: `Grade alerts that a SIEM, or anything else, raised over the telemetry of a folder
that "run --out" kept: time to detect, how much of what the thief used they name,
how much of what they name is his, and the points of the Numenta benchmark. They
are taken in place of the alerts of the run's own defence. The run is made again,
to know who did what; its log has to be the same. Of the defence nothing is
loaded but its posture: what it did is in the folder, and is done again.

Alerts are one JSON object a line:

  {"at":"2018-01-06T09:12:30Z","rule":"dead keys","keys":[3371],"sources":["203.0.113.7"]}

  at         when it was raised: RFC 3339, or whole nanoseconds since 1970
  time       in its place, whole milliseconds since 1970, as in OCSF
  rule       what raised it
  keys, accounts    ids as the telemetry has them
  sources    IPv4 addresses of callers
  addresses  of the chain, 40 hexadecimal digits
  wallets    codes of assets whose hot wallet is meant
  venue      where the run has several
  level, title, tags    may stand there, and change nothing

An alert is true if at least half of what it names is the thief's or in his hands,
from a minute before he sets out. Everything else that it names is a false case,
once an hour, in whichever alerts: one that names everybody detects nothing, and
costs what it names. alerts.ndjson in the folder of a run has the same form.

Alerts that come as often without the thief have named him by chance, which is no
detection. A run's own are held against the same run without him. What was made
elsewhere is, too, if it is asked: "export --peaceful" writes the telemetry of that
run, and --peaceful takes the alerts that were raised over it, in the same form.
Otherwise they are held against the time before he came, which an alarm by the clock
that first sounds afterwards gets past, and the grade says so.`,
		Example: `  exdrill score runs/one --alerts alerts.ndjson
  exdrill score runs/one --alerts alerts.ndjson --peaceful alerts-without-the-thief.ndjson
  exdrill score runs/one --alerts runs/one/alerts.ndjson --format json`,
		Args: one("a RUN, the folder of a kept run,"),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args[0]) },
	}
	c.Flags().StringVar(&f.alerts, "alerts", "", "the alerts, a `FILE` of one JSON object a line")
	c.Flags().StringVar(&f.peaceful, "peaceful", "", "alerts over the same run without the thief, a `FILE` of the same form")
	f.format.add(c)
	return c
}

// graded is the JSON of a grade.
type graded struct {
	Schema    string            `json:"schema"`
	Run       string            `json:"run"`
	Scenario  score.ScenarioRef `json:"scenario"`
	Defence   score.DefenceRef  `json:"defence"` // of the run: what acted
	Seed      uint64            `json:"seed"`
	Alerts    string            `json:"alerts"`             // the file
	Peaceful  string            `json:"peaceful,omitempty"` // that over the run without the thief; without it chance is held against the time before he came
	Detection score.Detection   `json:"detection"`
	Log       score.LogRef      `json:"log"`
}

// gradedSchema names the form of a grade.
const gradedSchema = "exdrill.detection/v1"

func (f *scoreFlags) run(c *cobra.Command, folder string) error {
	if f.alerts == "" {
		return fmt.Errorf("--alerts is missing, expected a file of alerts; exdrill score --help shows their form")
	}
	run := store.RunFolder(folder)
	if _, err := run.Manifest(); err != nil {
		return err
	}
	was, err := run.Result()
	if err == nil {
		err = unaltered(run)
	}
	if err != nil {
		return err
	}
	stage, remove, err := stageOf(run, was)
	if err != nil {
		return err
	}
	defer remove()
	known := newKnown(run, stage)
	alerts, err := readAlerts(f.alerts, stage, known)
	if err == nil {
		err = known.tellStrangers(c.ErrOrStderr(), alerts)
	}
	if err != nil {
		return err
	}
	operated, err := run.OperatorCommands()
	if err != nil {
		return err
	}
	var peaceful []defence.Alert
	if f.peaceful != "" {
		if peaceful, err = readPeaceful(f.peaceful, stage); err != nil {
			return err
		}
	}
	found, err := grade(c.Context(), stage, folder, was, operated, alerts, peaceful)
	if err != nil {
		return err
	}
	defer noteCopies(c, report.Format(f.format.value), copiesOf(was))
	if f.format.value == "json" {
		return report.WriteValue(c.OutOrStdout(), graded{gradedSchema, folder, was.Scenario, was.Defence, was.Seed, f.alerts, f.peaceful, found, was.Log})
	}
	err = report.Detection(c.OutOrStdout(), report.Format(f.format.value), was, &found, look(c.OutOrStdout()))
	if f.peaceful == "" && found.DetectedAt != 0 && err == nil {
		_, err = fmt.Fprint(c.OutOrStdout(), "\n Chance was held against the time before the thief came alone; --peaceful holds it\n against the same run without him.\n")
	}
	return err
}

// postureOf is the defence of a kept run without its monitor. One of ours that
// knew what comes chose its posture by trial, and chooses it again.
func postureOf(run store.RunFolder, r *score.Result, sc *scenarios.Scenario) (*defence.Defence, error) {
	if slices.Contains(unranked, r.Defence.Name) {
		if ours, err := bundle.Load(r.Defence.Name, sc); err == nil && ours.Digest == r.Defence.Digest {
			return ours, nil
		}
	}
	guard, err := run.Defence(r)
	if err != nil {
		return nil, err
	}
	posture, err := bundle.LoadPosture(guard, sc)
	return defence.New(r.Defence.Name, posture, nil), err
}

// stageOf builds the stage of a kept run anew, out of the files in its folder,
// under the posture of its defence and with nobody on watch: a folder may be a
// stranger's, and so may the program in it. What the stage needs of the disk can
// be removed later.
func stageOf(run store.RunFolder, r *score.Result) (stage *drill.Stage, remove func(), err error) {
	work, err := os.MkdirTemp("", "exdrill-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() { os.RemoveAll(work) }
	salt, err := run.Salt(r)
	scenario := ""
	if err == nil {
		scenario, err = run.Unpack(r, work)
	}
	if err == nil {
		stage, err = drill.Open(scenario, append(drill.Again(r, salt, engine()), drill.WithLoaded(r.Defence.Name, func(sc *scenarios.Scenario) (*defence.Defence, error) {
			return postureOf(run, r, sc)
		}))...)
	}
	if err != nil {
		remove()
		return nil, nil, err
	}
	return stage, remove, nil
}

// readAlerts reads a file of alerts about a stage's run.
func readAlerts(path string, stage *drill.Stage, known *known) ([]defence.Alert, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--alerts: %w", err)
	}
	defer f.Close()
	about := rangeOf(stage)
	about.Exists = known.exists
	alerts, err := alertimport.Read(filepath.ToSlash(path), io.Reader(f), about)
	return alerts, cmp.Or(known.wrong, err)
}

// readPeaceful reads alerts about a stage's run without the thief, of which nobody
// has kept which ids there were. An empty file is one over which nothing was raised.
func readPeaceful(path string, stage *drill.Stage) ([]defence.Alert, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--peaceful: %w", err)
	}
	defer f.Close()
	alerts, err := alertimport.Read(filepath.ToSlash(path), io.Reader(f), rangeOf(stage))
	return append([]defence.Alert{}, alerts...), err
}

// rangeOf is what alerts about a stage's run can speak of.
func rangeOf(stage *drill.Stage) alertimport.Range {
	about := alertimport.Range{Start: stage.World().Genesis.Start, End: stage.End()}
	for _, w := range stage.Worlds() {
		about.Venues = append(about.Venues, w.Genesis.Name)
		for i := range w.Genesis.Assets {
			about.Wallets = append(about.Wallets, w.Genesis.Assets[i].Code)
		}
	}
	return about
}

// grade makes the run again and holds the alerts against it.
func grade(ctx context.Context, stage *drill.Stage, folder string, was *score.Result, operated []sim.Envelope, alerts, peaceful []defence.Alert) (score.Detection, error) {
	found, head, err := stage.Grade(ctx, operated, alerts, peaceful)
	if err != nil {
		return found, err
	}
	if again := hex.EncodeToString(head[:]); again != was.Log.Head {
		return found, fmt.Errorf("%s: the run comes out otherwise when it is made again: its log was %.12s... with exdrill %s, and is %.12s... with %s, expected the same; exdrill verify says more",
			folder, was.Log.Head, was.Engine, again, engine())
	}
	return found, nil
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/golden"
)

var outputPins = golden.Table{
	Path:    "testdata/outputs.tsv",
	Key:     []string{"command"},
	Columns: []string{"lines", "sha256"},
	About: `What commands print, by the begin of its SHA-256. RUN is the folder that
"` + outputRun + `" kept, STORE the store that
"` + outputBench + `"
filled, NEW a folder or file that the command writes; a word after > is the file
that is looked at instead. What the wall clock measures is taken out.

` + pinsAbout,
}

const (
	outputRun   = "run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02"
	outputBench = "bench --scenarios payday,zaif-api-keys-2018-01 --defences none,guardrails,random --seeds 1-2 --scale 0.02 --store STORE"
)

// outputs are the command lines whose output is pinned.
var outputs = []struct {
	kind  string
	soak  bool
	lines []string
}{
	{kind: "lists", lines: []string{
		"list", "list --format json", "controls", "controls first_seen_hold", "controls --format json", "controls --format markdown",
		"fields", "fields control", "fields --format json", "fields --format markdown",
		"show zaif-api-keys-2018-01", "show zaif-api-keys-2018-01 --lang ja", "show coincheck-nem-2018-01 --brief",
	}},
	{kind: "results", soak: true, lines: []string{
		"run zaif-api-keys-2018-01 --defence none,history,guardrails --seed 11 --scale 0.02",
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --details",
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --format json",
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --format junit",
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --format markdown",
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --format csv",
	}},
	{kind: "explanations", lines: []string{
		"run zaif-api-keys-2018-01 --defence history --seed 11 --scale 0.02 --explain",
		"run binance-sys-2018-07 --defence history --seed 11 --scale 0.02 --explain",
		"run coincheck-nem-2018-01 --defence both --seed 11 --scale 0.02 --explain",
	}},
	{kind: "looks into a run", lines: []string{
		"replay RUN --at 2018-01-06T21:14:00Z",
		"replay RUN --from 2018-01-06T07:00:00Z --to 2018-01-06T07:30:00Z",
		"events RUN --service withdrawals", "events RUN --type order_accepted --limit 5 --format json",
		"events RUN --service withdrawals --limit 3 --as-fixture=must_fire",
		"export RUN --telemetry", "score RUN --alerts RUN/alerts.ndjson", "score RUN --alerts RUN/alerts.ndjson --format json",
		"verify RUN --format json",
	}},
	{kind: "benchmarks", soak: true, lines: []string{
		outputBench, outputBench + " --format json", outputBench + " --format markdown", outputBench + " --format latex",
		"report STORE --output NEW/board.html > NEW/board.html", "compare STORE:none STORE:guardrails", "compare STORE:none STORE:guardrails --format json",
		"bench --scenarios zaif-api-keys-2018-01 --defences none,history --seeds 1 --scale 0.02 --adaptation 0..2 --robust --store NEW/robust.db",
		"bench --scenarios zaif-api-keys-2018-01 --defences static-limits --seeds 1 --scale 0.02 --set posture.withdrawal_limit.per_day=100000,500000 --store NEW/sweep.db --svg NEW/sweep.svg > NEW/sweep.svg",
		"ablate zaif-api-keys-2018-01 --defence static-limits --seeds 1 --scale 0.02",
		"ablate zaif-api-keys-2018-01 --defence history --seeds 1 --scale 0.02 --format json",
	}},
	{kind: "datasets", soak: true, lines: []string{
		"dataset --scenarios zaif-api-keys-2018-01,threecommas-2022-10 --seeds 11 --scale 0.02 --variation record --out NEW/set > NEW/set/card.md",
		"dataset --scenarios zaif-api-keys-2018-01 --seeds 11 --scale 0.02 --out NEW/set > NEW/set/zaif-api-keys-2018-01/seed-11/labels.ndjson",
		"dataset --scenarios zaif-api-keys-2018-01 --seeds 11 --scale 0.02 --out NEW/set > NEW/set/zaif-api-keys-2018-01/seed-11/events.ndjson",
		"dataset --scenarios threecommas-2022-10 --seeds 11 --scale 0.02 --out NEW/set > NEW/set/threecommas-2022-10/seed-11/labels.ndjson",
	}},
	{kind: "episodes", soak: true, lines: []string{
		"env zaif-api-keys-2018-01 --seed 11 --scale 0.02",
		"env threecommas-2022-10 --seed 11 --scale 0.02",
	}},
}

var _ = Describe("Pins of outputs", Serial, Label("embedded"), func() {
	BeforeEach(asPinned)

	for _, o := range outputs {
		labels := Label()
		if o.soak {
			labels = Label("soak")
		}
		It("hold for "+o.kind, labels, func() {
			if o.soak {
				soaking()
			}
			top := GinkgoT().TempDir()
			words := strings.NewReplacer("RUN", filepath.Join(top, "run"), "STORE", filepath.Join(top, "store.db"))
			if strings.Contains(strings.Join(o.lines, " "), "RUN") {
				fine(append(strings.Fields(outputRun), "--out", filepath.Join(top, "run"))...)
			}
			var moved []error
			for i, line := range o.lines {
				fresh := filepath.Join(top, "new"+strconv.Itoa(i))
				Expect(os.Mkdir(fresh, 0o755)).To(Succeed())
				text := outputOf(strings.ReplaceAll(words.Replace(line), "NEW", fresh))
				text = strings.ReplaceAll(strings.ReplaceAll(text, fresh, "NEW"), top, "TOP")
				moved = append(moved, outputPins.Check([]string{line}, digest([]byte(text)), "exdrill "+line))
			}
			unmoved(moved)
		})
	}

	It("are of these commands alone", func() {
		var keys [][]string
		for _, o := range outputs {
			for _, line := range o.lines {
				keys = append(keys, []string{line})
			}
		}
		unmoved([]error{outputPins.Only(keys)})
	})
})

// outputOf is what a command line prints, or the file that it names after a >,
// without what another machine or a comment in a bundle would change.
func outputOf(line string) (text string) {
	GinkgoHelper()
	line, file, toFile := strings.Cut(line, " > ")
	args := strings.Fields(line)
	if args[0] == "env" {
		text = episode(args[1:]...)
	} else {
		s := exdrill(args...) // exit code 1 is a score that does not pass
		Expect(s.code).To(BeNumerically("<=", exitThreshold), s.errors)
		text = s.out
	}
	if toFile {
		text = string(unzipped(filepath.Dir(file), filepath.Base(file)))
	}
	for _, v := range volatile {
		text = v.ReplaceAllString(text, "$1")
	}
	return text
}

// volatile are the figures of the wall clock, the machine's name, and the
// digests of what went in.
var volatile = []*regexp.Regexp{
	regexp.MustCompile(`("(?:wall_ms|wall_ms_per_run|commands_per_s|digest)": ?)[^,\n}]+`),
	regexp.MustCompile(`(\b(?:time|timestamp|hostname)=)"[^"]*"`),
	regexp.MustCompile(`( scores, )\d+( ms each)`),
}

// episode is everything that an environment says until the first venue's first
// episode is over.
func episode(args ...string) string {
	GinkgoHelper()
	d := drive(context.Background(), args...)
	var all strings.Builder
	say := func(request string) (s seen) {
		_, err := fmt.Fprintln(d.to, request)
		Expect(err).NotTo(HaveOccurred())
		line, err := d.from.ReadBytes('\n')
		Expect(err).NotTo(HaveOccurred())
		Expect(json.Unmarshal(line, &s)).To(Succeed())
		all.Write(line)
		return s
	}
	for s := say(`{"reset": {"services": ["custody", "withdrawals"]}}`); !s.Done; {
		s = say(`{"step": {}}`)
	}
	_, err := fmt.Fprintln(d.to, `{"close": {}}`)
	Expect(err).NotTo(HaveOccurred())
	Eventually(d.over, "5s").Should(Receive(Equal(exitFine)))
	return all.String()
}

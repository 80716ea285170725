package verify_test

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/harness/verify"
	"github.com/exdrill/exdrill/mockexchange"
)

// world is as little of a venue as a folder needs.
var world = mockexchange.Genesis{Name: "venue", Assets: []mockexchange.Asset{{Code: "JPY"}}}

// story is what a made-up run consists of.
type story struct {
	labels []string // one command and one event for each
	since  int64    // of every command
	score  string
	extra  string // content of a file of its own
	engine string
	named  string // scenario and defence in its command; empty for their names
}

func (s *story) command() string { return cmp.Or(s.named, "made-up --defence x") }

var plain = story{labels: []string{"one", "two", "three"}, score: "55.5", extra: `{"a": [1, 2]}`, engine: "v1.2.3"}

// keep writes a run folder.
func keep(folder string, s story) {
	GinkgoHelper()
	f, err := store.Create(folder, s.engine, store.Venue{Name: world.Name, Directory: defence.DirectoryOf(&world)})
	Expect(err).NotTo(HaveOccurred())
	for i, label := range s.labels {
		e := sim.Envelope{At: int64(i + 1), Actor: 20, Command: mockexchange.Command{Kind: mockexchange.Complain, Account: 4, Since: s.since, Label: label}}
		Expect(f.Record(&e, &mockexchange.Result{}, []mockexchange.Event{
			{Seq: uint64(i + 1), At: e.At, Type: mockexchange.Complained, Account: 4, Label: label},
		})).To(Succeed())
	}
	Expect(f.Alert(&defence.Alert{Rule: "a rule", Level: "high", Keys: []uint32{7}})).To(Succeed())
	for name, text := range map[string]string{
		store.ResultFile: `{"schema": "exdrill.result/v1", "scenario": {"id": "made-up", "version": 1}, "defence": {"name": "x"}, "variation": "record", "lab": "embedded", "scale": 1, "seed": 1,
			"engine": "` + s.engine + `", "reproduce": "exdrill run ` + s.command() + ` --seed 1", "score": ` + s.score + "}\n",
		"timeline.json": s.extra, "scenario/scenario.yaml": "id: made-up\n", "scenario/brief.md": "", "defence/defence.yaml": "name: x\n",
	} {
		Expect(f.Add(name, []byte(text))).To(Succeed())
	}
	Expect(f.Finish()).To(Succeed())
}

// again plays a story in place of a run.
func again(s story) verify.Player {
	return func(_ context.Context, k *verify.Inputs, into string) error {
		Expect(filepath.Base(k.Scenario)).To(Equal("made-up"), "a scenario lies in a folder of its name")
		Expect(os.ReadFile(filepath.Join(k.Scenario, "scenario.yaml"))).To(BeEquivalentTo("id: made-up\n"))
		Expect(os.ReadFile(filepath.Join(k.Defence, "defence.yaml"))).To(BeEquivalentTo("name: x\n"))
		keep(into, s)
		return nil
	}
}

var _ = Describe("A run folder", func() {
	var folder string
	BeforeEach(func() { folder = filepath.Join(GinkgoT().TempDir(), "one") })

	verified := func(written, played story) (said []string) {
		GinkgoHelper()
		keep(folder, written)
		r, err := verify.Folder(context.Background(), folder, plain.engine, again(played))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Played).To(BeTrue())
		for _, f := range r.Faults {
			said = append(said, f.String())
		}
		return said
	}

	It("is fine if its files are those of the manifest and the run comes out the same", func() {
		Expect(verified(plain, plain)).To(BeEmpty())
		r, err := verify.Folder(context.Background(), folder, plain.engine, again(plain))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.OK()).To(BeTrue())
		Expect(r.Lines).To(Equal(map[string]int{store.CommandsFile: 3, store.EventsFile: 3, store.AlertsFile: 1}))
		Expect(r.Score.String()).To(Equal("55.50"))
	})

	It("with lines that the run does not bring forth is told by the first of them", func() {
		changed := plain
		changed.labels = []string{"one", "TWO", "THREE"}
		Expect(verified(changed, plain)).To(Equal([]string{
			`commands.ndjson:2: label is "TWO", expected "two"`,
			`events.ndjson:2: unmapped.label is "TWO", expected "two"`,
		}))
	})

	It("with another start of the span that a command names is told", func() {
		changed := plain
		changed.since = 5
		Expect(verified(changed, plain)).To(ConsistOf(ContainSubstring("commands.ndjson:1: since")))
	})

	It("that lacks lines, or has too many, is told where", func() {
		short, long := plain, plain
		short.labels = []string{"one", "two"}
		long.labels = []string{"one", "two", "three", "four"}
		Expect(verified(short, plain)[0]).To(HavePrefix("commands.ndjson:3: the file ends here, expected {"))
		Expect(os.RemoveAll(folder)).To(Succeed())
		Expect(verified(long, plain)[0]).To(Equal("commands.ndjson:4: expected the end of the file"))
	})

	It("with another score is told both, and may be started by other names", func() {
		changed := plain
		changed.score, changed.named = "99.5", "../made-up --defence './any folder'"
		Expect(verified(changed, plain)).To(Equal([]string{"result.json: score is 99.5, expected 55.5"}))
	})

	It("with a command that is another run's is told so", func() {
		for _, named := range []string{
			"made-up --defence x --seed 2", "made-up", "zaif-api-keys-2018-01 --defence x", "./payday --defence x", "made-up --defence guardrails",
			"made-up --defence ./guardrails", "made-up --defence x[a=1]", "made-up --defence 'x' && other",
		} {
			changed := plain
			changed.named = named
			Expect(verified(changed, plain)).To(ConsistOf(And(HavePrefix("result.json: reproduce is "), ContainSubstring("the run is that of"))), named)
			Expect(os.RemoveAll(folder)).To(Succeed())
		}
	})

	It("with a file that no run writes is told so, though the manifest lists it", func() {
		keep(folder, plain)
		Expect(store.RunFolder(folder).Amend("award.txt", []byte("the best\n"))).To(Succeed())
		r, err := verify.Folder(context.Background(), folder, plain.engine, again(plain))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Faults).To(ConsistOf(verify.Fault{File: "award.txt", What: "it was added, no run writes it"}))
	})

	It("with another file beside them is told what differs in it", func() {
		changed := plain
		changed.extra = `{"a": [1, 3]}`
		Expect(verified(changed, plain)).To(Equal([]string{"timeline.json: a[1] is 3, expected 2"}))
	})

	It("of another engine names the one to install", func() {
		for wrote, says := range map[string]string{
			"v1.2.2":               "go install github.com/exdrill/exdrill/harness/cmd/exdrill@v1.2.2",
			"v1.2.2-3-gabc1234":    "exdrill@abc1234",
			"v0.0.1-2026-ab+dirty": "on top of v0.0.1-2026-ab",
			"abc1234-dirty":        "on top of abc1234",
			"dev":                  "without a version",
		} {
			other := plain
			other.engine = wrote
			keep(folder, other)
			_, err := verify.Folder(context.Background(), folder, "v1.2.3", again(plain))
			var engine *verify.EngineError
			Expect(errors.As(err, &engine)).To(BeTrue())
			Expect(err).To(MatchError(HavePrefix(folder + ": written by exdrill " + wrote + ", this is v1.2.3: ")))
			Expect(err).To(MatchError(ContainSubstring(says)))
			Expect(os.RemoveAll(folder)).To(Succeed())
		}
	})

	It("of another engine, and changed as well, is told so too", func() {
		other := plain
		other.engine = "v1.2.2"
		keep(folder, other)
		Expect(os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o644)).To(Succeed())
		r, err := verify.Folder(context.Background(), folder, "v1.2.3", again(plain))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.OK()).To(BeFalse())
		Expect(r.Engine).To(Equal("exdrill v1.2.2, this is v1.2.3: verify it with the one that wrote it: go install github.com/exdrill/exdrill/harness/cmd/exdrill@v1.2.2"))
	})

	It("in which somebody touched files is told of each, with the line where there are lines", func() {
		keep(folder, plain)
		events := filepath.Join(folder, store.EventsFile)
		text, err := os.ReadFile(events)
		Expect(err).NotTo(HaveOccurred())
		Expect(os.WriteFile(events, []byte(strings.Replace(string(text), "three", "thrEe", 1)), 0o644)).To(Succeed())
		Expect(os.Remove(filepath.Join(folder, "timeline.json"))).To(Succeed())
		Expect(os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o644)).To(Succeed())
		Expect(os.Symlink("alerts.ndjson", filepath.Join(folder, "link"))).To(Succeed())
		r, err := verify.Folder(context.Background(), folder, plain.engine, again(plain))
		Expect(err).NotTo(HaveOccurred())
		Expect(r.Faults).To(Equal([]verify.Fault{
			{File: "events.ndjson", Line: 3, What: `unmapped.label is "thrEe", expected "three"`},
			{File: "link", What: "it was added, manifest.json does not list it"},
			{File: "notes.txt", What: "it was added, manifest.json does not list it"},
			{File: "timeline.json", What: "it is missing, the run made again has it"},
		}))
	})

	It("is not played again from a scenario, a defence or conditions that were changed", func() {
		for _, name := range []string{"scenario/scenario.yaml", "defence/defence.yaml", store.ResultFile, store.ManifestFile} {
			keep(folder, plain)
			path := filepath.Join(folder, filepath.FromSlash(name))
			text, err := os.ReadFile(path)
			Expect(err).NotTo(HaveOccurred())
			Expect(os.WriteFile(path, append(text, ' '), 0o644)).To(Succeed())
			r, err := verify.Folder(context.Background(), folder, plain.engine, nil)
			Expect(err).NotTo(HaveOccurred())
			Expect(r.Played).To(BeFalse())
			Expect(r.Faults).To(ConsistOf(HaveField("File", name)))
			Expect(os.RemoveAll(folder)).To(Succeed())
		}
	})

	It("that is none says what was expected", func() {
		_, err := verify.Folder(context.Background(), GinkgoT().TempDir(), "v1", nil)
		Expect(err).To(MatchError(ContainSubstring("no manifest.json there, expected a folder that `exdrill run --out` kept")))
	})
})

func TestVerify(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Verify")
}

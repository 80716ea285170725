package store_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/record/recordtest"
)

// venue is as little of one as a view needs.
var venue = mockexchange.Genesis{
	Name:   "venue",
	Assets: []mockexchange.Asset{{Code: "JPY"}, {Code: "BTC", Decimals: 8}},
}

func create(target string) *store.RunWriter {
	GinkgoHelper()
	f, err := store.Create(target, "v1", store.Venue{Name: venue.Name, Directory: defence.DirectoryOf(&venue)})
	Expect(err).NotTo(HaveOccurred())
	return f
}

// tree lists everything below a folder.
func tree(folder string) (names []string) {
	GinkgoHelper()
	Expect(fs.WalkDir(os.DirFS(folder), ".", func(path string, _ fs.DirEntry, err error) error {
		if path != "." {
			names = append(names, path)
		}
		return err
	})).To(Succeed())
	return names
}

func lines(folder, name string) (all []string) {
	GinkgoHelper()
	f, err := store.RunFolder(folder).Open(name)
	Expect(err).NotTo(HaveOccurred())
	s := bufio.NewScanner(f)
	for s.Scan() {
		all = append(all, s.Text())
	}
	Expect(s.Err()).NotTo(HaveOccurred())
	Expect(f.Close()).To(Succeed())
	return all
}

var _ = Describe("A run folder", func() {
	var top, target string
	BeforeEach(func() {
		top = GinkgoT().TempDir()
		target = filepath.Join(top, "runs", "one")
	})

	It("holds commands, events and alerts, and a manifest with every hash", func() {
		f := create(target)
		e := sim.Envelope{At: 1515164400500255948, Actor: 9, Command: mockexchange.Command{
			Kind: mockexchange.RequestWithdrawal, Auth: mockexchange.AuthKey, Key: 7, Asset: 2, Amount: 1 << 60,
			Credential: access.Credential{1, 2, 3}, Address: chain.Address{0xab}, Label: `say "hi"`,
		}}
		events := []mockexchange.Event{{Seq: 1, At: e.At, Type: mockexchange.WithdrawalRequested, Account: 3, Asset: 2, Amount: 1 << 60}}
		Expect(f.Record(&e, &mockexchange.Result{Withdrawal: 4}, events)).To(Succeed())
		Expect(f.Record(&e, &mockexchange.Result{}, nil)).To(Succeed())
		Expect(f.Alert(&defence.Alert{Rule: "dead key", Level: "high", Keys: []uint32{7}})).To(Succeed())
		Expect(f.Add("result.json", []byte("{}\n"))).To(Succeed())
		Expect(f.AddTree("defence", fstest.MapFS{"defence.yaml": {Data: []byte("name: x\n")}, "rules/a.yml": {Data: []byte("b")}})).To(Succeed())
		Expect(f.Finish()).To(Succeed())
		f.Abandon() // does nothing any more

		Expect(tree(top)).To(Equal([]string{
			"runs", "runs/one", "runs/one/alerts.ndjson", "runs/one/commands.ndjson", "runs/one/defence", "runs/one/defence/defence.yaml",
			"runs/one/defence/rules", "runs/one/defence/rules/a.yml", "runs/one/events.ndjson", "runs/one/manifest.json", "runs/one/result.json",
		}))
		commands := lines(target, store.CommandsFile)
		Expect(commands).To(HaveLen(2))
		Expect(commands[0]).To(MatchJSON(`{"n":1,"at":"1515164400500255948","actor":9,"kind":"request_withdrawal","auth":` + auth(commands[0]) + `,"key":7,"asset":2,
			"amount":"1152921504606846976","address":"ab00000000000000000000000000000000000000","label":"say \"hi\"","code":"ok","withdrawal":4}`))
		Expect(commands[0]).NotTo(ContainSubstring("010203"), "a credential is kept nowhere")
		Expect(lines(target, store.EventsFile)).To(ConsistOf(ContainSubstring(`"amount":1152921504606846976`)))
		Expect(lines(target, store.AlertsFile)).To(ConsistOf(ContainSubstring(`"keys":[7]`)))

		var m store.Manifest
		text, err := os.ReadFile(filepath.Join(target, store.ManifestFile))
		Expect(err).NotTo(HaveOccurred())
		Expect(json.Unmarshal(text, &m)).To(Succeed())
		Expect([]string{m.Schema, m.Engine}).To(Equal([]string{"exdrill.run/v1", "v1"}))
		Expect(m.Files).To(HaveLen(6))
		for name, hash := range m.Files {
			content, err := os.ReadFile(filepath.Join(target, filepath.FromSlash(name)))
			Expect(err).NotTo(HaveOccurred())
			sum := sha256.Sum256(content)
			Expect(hash).To(Equal(hex.EncodeToString(sum[:])), name)
		}
	})

	It("tells every field of a command and of its answer, but for credentials", func() {
		base := func() sim.Envelope {
			return sim.Envelope{Command: mockexchange.Command{Kind: mockexchange.RollbackTrades}}
		}
		answer := func() (r mockexchange.Result) { return r }
		f, fields := create(target), []string{"nothing"}
		keep := func(field string, e sim.Envelope, r mockexchange.Result) {
			Expect(f.Record(&e, &r, nil)).To(Succeed())
			fields = append(fields, field)
		}
		keep("", base(), answer())
		recordtest.EachField(base, func(field string, e *sim.Envelope) { keep(field, *e, answer()) })
		recordtest.EachField(answer, func(field string, r *mockexchange.Result) { keep(field, base(), *r) })
		Expect(f.Finish()).To(Succeed())
		told := map[string]string{}
		for n, text := range lines(target, store.CommandsFile) {
			Expect(json.Valid([]byte(text))).To(BeTrue(), text)
			_, rest, _ := strings.Cut(text, ",")
			if field := fields[n+1]; !strings.Contains(field, "Credential") {
				Expect(told).NotTo(HaveKey(rest), field)
				told[rest] = field
			}
		}
		Expect(told).To(HaveLen(len(fields) - 2))
	})

	It("gives back what the defence did, whole", func() {
		f := create(target)
		command := sim.Envelope{At: 1515164400500255948, Venue: 2, Actor: sim.Operator, Command: mockexchange.Command{
			Kind: mockexchange.RollbackTrades, Account: 5, Market: 1, Asset: 2, Side: market.Sell, Scopes: 3, Flag: true, Price: 1 << 60, Amount: 1 << 61,
			Withdrawal: 8, Target: 9, Address: chain.Address{0xab}, Since: 1515164400500255940, Until: 1515164400500255947, Limit: 6, Label: `"actor":1,`,
		}}
		thief := command
		thief.Actor = sim.Attacker
		for _, e := range []*sim.Envelope{&command, &thief} {
			Expect(f.Record(e, &mockexchange.Result{}, nil)).To(Succeed())
		}
		Expect(f.Finish()).To(Succeed())
		Expect(store.RunFolder(target).OperatorCommands()).To(Equal([]sim.Envelope{command}))
		Expect(os.WriteFile(filepath.Join(target, store.CommandsFile), []byte("{}\n{\"actor\":1,\"kind\":\"wipe_out\"}\n"), 0o644)).To(Succeed())
		_, err := store.RunFolder(target).OperatorCommands()
		Expect(err).To(MatchError(ContainSubstring(`commands.ndjson:2:1: there is no kind "wipe_out", expected a command`)))
	})

	It("says of one of several venues which it is, and of a single one nothing", func() {
		e := sim.Envelope{Venue: 1, Command: mockexchange.Command{Kind: mockexchange.Login}}
		news := []mockexchange.Event{{Seq: 1, Type: mockexchange.LoggedIn, Account: 3}}
		kept := func(name string, venues ...string) (command, event string, m store.Manifest) {
			var all []store.Venue
			for _, v := range venues {
				all = append(all, store.Venue{Name: v, Directory: defence.DirectoryOf(&venue)})
			}
			e.Venue = uint8(len(all) - 1)
			folder := filepath.Join(top, name)
			f, err := store.Create(folder, "v1", all...)
			Expect(err).NotTo(HaveOccurred())
			Expect(f.Record(&e, &mockexchange.Result{}, news)).To(Succeed())
			Expect(f.Finish()).To(Succeed())
			text, err := os.ReadFile(filepath.Join(folder, store.ManifestFile))
			Expect(err).NotTo(HaveOccurred())
			Expect(json.Unmarshal(text, &m)).To(Succeed())
			return lines(folder, store.CommandsFile)[0], lines(folder, store.EventsFile)[0], m
		}
		command, event, m := kept("two", "ftx", `the "other"`)
		Expect(command).To(HavePrefix(`{"n":1,"venue":1,`))
		Expect(event).To(HavePrefix(`{"venue":"the \"other\"","class_uid":`))
		Expect(json.Valid([]byte(event))).To(BeTrue())
		Expect(m.Venues).To(Equal([]string{"ftx", `the "other"`}))
		alone, single, m := kept("one", "ftx")
		Expect(alone).NotTo(ContainSubstring("venue"))
		Expect(single).To(HavePrefix(`{"class_uid":`))
		Expect(event).To(HaveSuffix(single[1:]), "the rest is what monitors see")
		Expect(m.Venues).To(BeEmpty())
	})

	It("keeps what is large compressed, and reads it all the same", func() {
		f := create(target)
		e := sim.Envelope{Command: mockexchange.Command{Label: strings.Repeat("x", 1000)}}
		const n = 5000
		for range n {
			Expect(f.Record(&e, &mockexchange.Result{}, nil)).To(Succeed())
		}
		Expect(f.Finish()).To(Succeed())
		Expect(tree(target)).To(ContainElement("commands.ndjson.gz"))
		Expect(tree(target)).NotTo(ContainElement("commands.ndjson"))
		info, err := os.Stat(filepath.Join(target, "commands.ndjson.gz"))
		Expect(err).NotTo(HaveOccurred())
		Expect(info.Size()).To(BeNumerically("<", 500_000))
		all := lines(target, store.CommandsFile)
		Expect(all).To(HaveLen(n))
		Expect(all[n-1]).To(HavePrefix(`{"n":5000,`))
	})

	It("is not there before it is complete, and leaves nothing when it is given up", func() {
		f := create(target)
		for range 5000 {
			Expect(f.Record(&sim.Envelope{Command: mockexchange.Command{Label: strings.Repeat("x", 1000)}}, &mockexchange.Result{}, nil)).To(Succeed())
		}
		Expect(target).NotTo(BeADirectory())
		f.Abandon()
		Expect(tree(top)).To(BeEmpty())
	})

	It("takes away only the folders that it made", func() {
		other := filepath.Join(top, "runs", "other")
		f := create(target)
		Expect(os.WriteFile(other, nil, 0o644)).To(Succeed())
		f.Abandon()
		Expect(tree(top)).To(Equal([]string{"runs", "runs/other"}))
	})

	It("is not made over something else", func() {
		Expect(os.MkdirAll(target, 0o755)).To(Succeed())
		_, err := store.Create(target, "v1")
		Expect(err).To(MatchError(target + ": is there already, expected a folder that does not exist yet, where one can be made"))
		file := filepath.Join(top, "file")
		Expect(os.WriteFile(file, nil, 0o644)).To(Succeed())
		_, err = store.Create(filepath.Join(file, "one"), "v1")
		Expect(err).To(MatchError(ContainSubstring("not a directory, expected a folder")))
		Expect(tree(top)).To(Equal([]string{"file", "runs", "runs/one"}))
	})

	It("can be asked for beforehand without a trace", func() {
		Expect(store.Vacant(target)).To(Succeed())
		Expect(tree(top)).To(BeEmpty())
		Expect(store.Vacant(top)).To(MatchError(ContainSubstring("is there already")))
	})

	It("says which file is missing or broken", func() {
		_, err := store.RunFolder(top).Open(store.EventsFile)
		Expect(err).To(MatchError(ContainSubstring("no events.ndjson there, compressed or not")))
		broken := filepath.Join(top, "events.ndjson.gz")
		Expect(os.WriteFile(broken, []byte("no gzip at all"), 0o644)).To(Succeed())
		_, err = store.RunFolder(top).Open(store.EventsFile)
		Expect(err).To(MatchError(ContainSubstring(broken)))
	})
})

// auth is the number that stands for a proof, as a line has it.
func auth(line string) string {
	GinkgoHelper()
	var l struct{ Auth json.Number }
	Expect(json.Unmarshal([]byte(line), &l)).To(Succeed())
	return l.Auth.String()
}

var _ = Describe("Replacing a file", func() {
	It("writes it whole, and leaves nothing beside it", func() {
		folder := GinkgoT().TempDir()
		path := filepath.Join(folder, "report.xml")
		Expect(store.Replace(path, []byte("old, and longer"))).To(Succeed())
		Expect(store.Replace(path, []byte("new"))).To(Succeed())
		Expect(os.ReadFile(path)).To(Equal([]byte("new")))
		Expect(tree(folder)).To(Equal([]string{"report.xml"}))
	})

	It("fails without a trace", func() {
		folder := GinkgoT().TempDir()
		Expect(store.Replace(filepath.Join(folder, "none", "report.xml"), nil)).NotTo(Succeed())
		Expect(store.Replace(folder, nil)).NotTo(Succeed())
		Expect(tree(folder)).To(BeEmpty())
	})
})

var _ = Describe("Amending a run folder", func() {
	It("puts a file and its hash there and leaves the others alone", func() {
		folder := filepath.Join(GinkgoT().TempDir(), "one")
		f := create(folder)
		Expect(f.Add("result.json", []byte("{}\n"))).To(Succeed())
		Expect(f.Finish()).To(Succeed())
		manifest := func() (m store.Manifest) {
			GinkgoHelper()
			text, err := os.ReadFile(filepath.Join(folder, store.ManifestFile))
			Expect(err).NotTo(HaveOccurred())
			Expect(json.Unmarshal(text, &m)).To(Succeed())
			return m
		}
		before := manifest()
		Expect(store.RunFolder(folder).Amend("report.ja.html", []byte("<p>"))).To(Succeed())
		after := manifest()
		sum := sha256.Sum256([]byte("<p>"))
		Expect(after.Files).To(HaveKeyWithValue("report.ja.html", hex.EncodeToString(sum[:])))
		delete(after.Files, "report.ja.html")
		Expect(after).To(Equal(before))
	})

	It("refuses a folder that is no run", func() {
		Expect(store.RunFolder(GinkgoT().TempDir()).Amend("x", nil)).To(MatchError(os.ErrNotExist))
	})
})

// A folder may be a stranger's.
var _ = Describe("A run folder that would lead elsewhere", func() {
	var folder, secret string
	BeforeEach(func() {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		secret = filepath.Join(GinkgoT().TempDir(), "secret")
		Expect(os.WriteFile(secret, []byte("secret"), 0o600)).To(Succeed())
		Expect(os.MkdirAll(filepath.Join(folder, "scenario"), 0o755)).To(Succeed())
		Expect(os.MkdirAll(filepath.Join(folder, "defence"), 0o755)).To(Succeed())
	})
	link := func(name string) {
		GinkgoHelper()
		if err := os.Symlink(secret, filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			Skip("this system makes no links: " + err.Error())
		}
	}

	DescribeTable("is not followed by a file", func(name string) {
		link(name)
		_, err := store.RunFolder(folder).Read(name)
		Expect(err).To(MatchError(ContainSubstring("escapes")))
		_, err = store.RunFolder(folder).Open(name)
		Expect(err).To(MatchError(ContainSubstring("escapes")))
	},
		Entry(nil, store.EventsFile), Entry(nil, store.ResultFile), Entry(nil, "scenario/brief.md"),
	)

	It("is not followed by a scenario or a defence", func() {
		link("scenario/story.md")
		link("defence/posture.yaml")
		r := &score.Result{}
		r.Scenario.ID = "one"
		_, err := store.RunFolder(folder).Unpack(r, GinkgoT().TempDir())
		Expect(err).To(MatchError(HaveSuffix("story.md: it is no ordinary file")))
		_, err = store.RunFolder(folder).Defence(r)
		Expect(err).To(MatchError(HaveSuffix("posture.yaml: it is no ordinary file")))
	})

	DescribeTable("is not followed by the scenario's id", func(id string) {
		below := GinkgoT().TempDir()
		Expect(os.WriteFile(filepath.Join(folder, "scenario", "any.sh"), nil, 0o600)).To(Succeed())
		r := &score.Result{}
		r.Scenario.ID = id
		_, err := store.RunFolder(folder).Unpack(r, filepath.Join(below, "work"))
		Expect(err).To(MatchError(ContainSubstring("expected a plain name")))
		Expect(tree(below)).To(BeEmpty())
	},
		Entry(nil, ".."), Entry(nil, "."), Entry(nil, ""), Entry(nil, "../x"), Entry(nil, "/x"), Entry(nil, "a/b"),
	)
})

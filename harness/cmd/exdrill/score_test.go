package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// content is what a file holds.
func content(path string) string {
	GinkgoHelper()
	text, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// resultOf is the result in a run's folder.
func resultOf(folder string) (r score.Result) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(content(filepath.Join(folder, "result.json"))), &r)).To(Succeed())
	return r
}

// gradeOf is what alerts come to, as JSON tells it.
func gradeOf(folder, alerts string) (g graded) {
	GinkgoHelper()
	Expect(json.Unmarshal([]byte(fine("score", folder, "--alerts", alerts, "--format", "json")), &g)).To(Succeed())
	return g
}

var _ = Describe("Detection made elsewhere", Ordered, func() {
	var folder, work string
	BeforeAll(func() {
		work = GinkgoT().TempDir()
		folder = filepath.Join(work, "one")
		fine("run", light(zaif), "--scale", "0.02", "--defence", ruleBundle(), "--out", folder)
		fine("export", folder, "--telemetry", "--output", filepath.Join(work, "telemetry.ndjson"))
	})

	It("starts from the telemetry, event by event in the shape of OCSF", func() {
		file := filepath.Join(work, "telemetry.ndjson")
		Expect(content(file)).To(Equal(fine("export", folder, "--telemetry")))
		lines := strings.Split(strings.TrimSuffix(content(file), "\n"), "\n")
		last := int64(0)
		for n, line := range lines {
			var e struct {
				Time     int64
				ClassUID int `json:"class_uid"`
				Metadata struct{ Sequence int }
				Unmapped struct {
					At   int64
					Type string
				}
			}
			if err := json.Unmarshal([]byte(line), &e); err != nil || e.Metadata.Sequence != n+1 || e.ClassUID == 0 ||
				e.Time != e.Unmapped.At/1_000_000 || e.Unmapped.At < last {
				Fail(fmt.Sprintf("line %d: %s", n+1, line)) // an Expect for each of so many lines takes longer than reading them
			}
			last = e.Unmapped.At
		}
		Expect(len(lines)).To(BeNumerically(">", 10_000))
		Expect(exdrill("export", folder).errors).To(Equal("nothing to export is named, expected --telemetry\n"))
		Expect(exdrill("export", work, "--telemetry").code).To(Equal(exitInput))
	})

	It("is graded like the run's own, given the run's own alerts", func() {
		r := resultOf(folder)
		g := gradeOf(folder, filepath.Join(folder, "alerts.ndjson"))
		Expect(r.Detection.Alerts.True + r.Detection.Alerts.False).To(BeNumerically(">", 0))
		Expect(g.Detection).To(Equal(r.Detection))
		Expect([]string{g.Schema, g.Scenario.ID, g.Log.Head}).To(Equal([]string{"exdrill.detection/v1", "light", r.Log.Head}))
	})

	It("is graded over whatever the defence did, at several venues, undone trades included", func() {
		folder := filepath.Join(work, "three")
		fine("run", light("threecommas-2022-10"), "--defence", "history", "--scale", "0.01", "--out", folder)
		Expect(content(filepath.Join(folder, "result.json"))).NotTo(ContainSubstring(`"actions": 0`))
		g := gradeOf(folder, filepath.Join(folder, "alerts.ndjson"))
		g.Detection.Chance, g.Detection.Alerts.Peace = nil, nil // what history does is on record: nobody asks whether it was luck
		Expect(g.Detection).To(Equal(resultOf(folder).Detection))
	})

	It("is graded over a run whose defence chose its posture by trial", func() {
		again := filepath.Join(work, "foreseen")
		fine("run", light(coincheck), "--defence", "oracle", "--scale", "0.01", "--out", again)
		Expect(resultOf(again).Standing.Score).To(HaveValue(BeNumerically(">", 9000)), "it has a posture: two of three machines")
		g := gradeOf(again, filepath.Join(again, "alerts.ndjson"))
		Expect(g.Detection.DetectedAt).To(Equal(resultOf(again).Detection.DetectedAt))
	})

	// hit is an alert that names the key of the thief's first call, and where it came from,
	// a minute later.
	hit := func() (line, source string) {
		GinkgoHelper()
		first := resultOf(folder).Detection.FirstActionAt.Time()
		soon := first.Add(time.Minute).Truncate(time.Second).Add(time.Second).Format(time.RFC3339)
		var theft struct {
			Key    uint32
			Source string
		}
		for _, line := range strings.Split(content(filepath.Join(work, "telemetry.ndjson")), "\n") {
			var e struct {
				Unmapped struct {
					At           int64
					Key          uint32
					Source, Auth string
				}
			}
			Expect(json.Unmarshal([]byte(line), &e)).To(Succeed())
			if e.Unmapped.At == first.UnixNano() {
				theft.Key, theft.Source = e.Unmapped.Key, e.Unmapped.Source
				break
			}
		}
		Expect(theft.Key).NotTo(BeZero(), "the thief's first call is in the telemetry")
		alert, err := json.Marshal(map[string]any{"at": soon, "rule": "ours", "keys": []uint32{theft.Key}, "sources": []string{theft.Source}})
		Expect(err).NotTo(HaveOccurred())
		return string(alert) + "\n", theft.Source
	}

	It("is worth what it names, and when", func() {
		line, source := hit()
		d := gradeOf(folder, put(work, "hit.ndjson", line)).Detection
		Expect(*d.Seconds).To(BeNumerically("<=", 63e9))
		Expect(*d.Precision["keys"]).To(Equal(score.Share(money.Whole)))
		Expect(*d.Precision["sources"]).To(Equal(score.Share(money.Whole)))
		Expect(*d.NAB["balanced"]).To(BeNumerically(">", 9000))
		Expect(d.Alerts.True).To(Equal(int64(1)))

		s := exdrill("score", folder, "--alerts", put(work, "miss.ndjson", strings.Replace(line, source, "203.0.113.9", 1)), "--format", "json")
		Expect(s.errors).To(Equal("warning: of the sources and addresses that alerts name, 1 are in no event of the run, and count as innocent\n"))
		var g graded
		Expect(json.Unmarshal([]byte(s.out), &g)).To(Succeed())
		Expect(*g.Detection.Precision["sources"]).To(BeZero())

		d = gradeOf(folder, put(work, "silence.ndjson", "")).Detection
		Expect(d.DetectedAt).To(BeZero())
		Expect(d.NAB["balanced"]).To(HaveValue(BeZero()))
		page := fine("score", folder, "--alerts", filepath.Join(work, "hit.ndjson"))
		fitsThePage(page)
		Expect(page).To(ContainSubstring("\n Detected  1 m "))
		Expect(page).To(ContainSubstring("1 true, 0 false, innocents: 0; NAB balanced "))
	})

	It("is held against the same run without the thief, if that was looked at", func() {
		line, _ := hit()
		own, twin := put(work, "own.ndjson", line), filepath.Join(work, "peaceful.ndjson")
		before := fine("score", folder, "--alerts", own)
		Expect(before).To(And(ContainSubstring("\n Detected  "), ContainSubstring("Chance was held against the time before the thief came alone")))
		fitsThePage(before)
		fine("export", folder, "--telemetry", "--peaceful", "--output", twin)
		Expect(content(twin)).To(HavePrefix(`{"class_uid":`))
		Expect(strings.Count(content(twin), "\n")).To(BeNumerically(">", 10_000))
		Expect(content(twin)).NotTo(Equal(content(filepath.Join(work, "telemetry.ndjson"))))

		graded := func(peaceful string) (g graded) {
			GinkgoHelper()
			out := fine("score", folder, "--alerts", own, "--peaceful", peaceful, "--format", "json")
			Expect(json.Unmarshal([]byte(out), &g)).To(Succeed())
			return g
		}
		quiet := graded(put(work, "quiet.ndjson", ""))
		Expect(quiet.Detection.DetectedAt).NotTo(BeZero())
		Expect(quiet.Detection.Chance).To(HaveValue(BeZero()))
		Expect(quiet.Log.Head).To(Equal(resultOf(folder).Log.Head))
		same := graded(own)
		Expect(same.Detection.DetectedAt).To(BeZero(), "an alarm that comes without him has not detected him")
		Expect(same.Detection.Chance).To(HaveValue(BeEquivalentTo(money.Whole)))
		Expect(fine("score", folder, "--alerts", own, "--peaceful", own)).To(ContainSubstring("by chance"))

		bad := put(work, "bad-peace.ndjson", "{}\n")
		Expect(exdrill("score", folder, "--alerts", own, "--peaceful", bad).errors).To(HavePrefix(bad + ":1:"))
	})

	It("tells where a file of alerts is wrong", func() {
		bad := put(work, "bad.ndjson", "{\"time\":1515226350000,\"rule\":\"a\",\"keys\":[1]}\n{\"time\":1515226350000,\"rule\":\"a\",\"kyes\":[1]}\n")
		s := exdrill("score", folder, "--alerts", bad)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(HavePrefix(filepath.ToSlash(bad) + `:2:34: unknown key "kyes"`))
		Expect(s.errors).To(HaveSuffix("did you mean \"keys\"?\n"))
		Expect(exdrill("score", folder).errors).To(HavePrefix("--alerts is missing"))
		nobody := put(work, "nobody.ndjson", "{\"time\":1515226350000,\"rule\":\"a\",\"accounts\":[1, 99999999],\"keys\":[0]}\n{\"time\":1515226350000,\"rule\":\"a\"}\n")
		s = exdrill("score", folder, "--alerts", nobody)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(Equal(nobody + ":1:66: keys has 0, which zaif never had, expected ids as the telemetry has them\n" +
			nobody + ":1:45: accounts has 99999999, which zaif never had, expected ids as the telemetry has them\n" +
			nobody + ":2:1: the alert names nothing, so that nobody could look into it, expected keys, accounts, sources, addresses or wallets\n"))
		Expect(exdrill("score", folder, "--alerts", filepath.Join(work, "none")).code).To(Equal(exitInput))
		Expect(exdrill("score", work, "--alerts", bad).errors).To(ContainSubstring("no manifest.json there"))
	})

	It("is not graded over a run that comes out otherwise", func() {
		edit(folder, "result.json", `"seed": 1,`, `"seed": 2,`)
		s := exdrill("score", folder, "--alerts", filepath.Join(folder, "alerts.ndjson"))
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("comes out otherwise when it is made again"))
	})
})

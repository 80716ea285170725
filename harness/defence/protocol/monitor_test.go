package protocol_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/confine"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/external"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// asProgram is the first argument that makes this test binary a defence: it
// writes the messages that it gets to a file, and answers with the lines of
// another one, then with {}.
const asProgram = "as-program"

func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == asProgram {
		if err := defend(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func defend(diary, script string) error {
	text, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	heard, err := os.Create(diary)
	if err != nil {
		return err
	}
	answers := strings.Split(string(text), "\n")
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		if _, err := fmt.Fprintln(heard, in.Text()); err != nil {
			return err
		}
		answers = append(answers, "{}")
		fmt.Println(answers[0])
		answers = answers[1:]
	}
	return heard.Close()
}

// programMonitor is a monitor that is a program, which answers as it is told.
type programMonitor struct {
	defence.Monitor
	diary string
}

// outside makes one from a bundle.
func outside(answers ...string) *programMonitor {
	GinkgoHelper()
	diary := filepath.Join(GinkgoT().TempDir(), "diary")
	words, err := json.Marshal([]string{os.Args[0], asProgram, diary, "./answers"})
	Expect(err).NotTo(HaveOccurred())
	d, err := bundle.Load(defencetest.Bundle(map[string]string{
		"defence.yaml": defencetest.Head + "process: " + string(words) + "\n", "answers": strings.Join(append(answers, "{}"), "\n"),
	}), defencetest.Scenario())
	Expect(err).NotTo(HaveOccurred())
	Expect(d.Watches()).To(BeTrue())
	d.Watch.Maker.(*protocol.Maker).Program.Free = true // its diary lies outside
	m, err := d.Monitor(1, defencetest.Scenario())
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(m.Close)
	return &programMonitor{m, diary}
}

// greeted is one that was told what it guards.
func greeted(answers ...string) *programMonitor {
	GinkgoHelper()
	o := outside(answers...)
	Expect(o.Hello(defencetest.Hello())).To(Succeed())
	return o
}

// heard are the messages that it got, after its end.
func (o *programMonitor) heard() []string {
	GinkgoHelper()
	Expect(o.Close()).To(Succeed())
	text, err := os.ReadFile(o.diary)
	Expect(err).NotTo(HaveOccurred())
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// valid holds a message against a part of the protocol's schema.
func valid(part, message string) error {
	GinkgoHelper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(protocol.Schema()))
	Expect(err).NotTo(HaveOccurred())
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	Expect(c.AddResource("protocol.json", schema)).To(Succeed())
	s, err := c.Compile("protocol.json#/$defs/" + part)
	Expect(err).NotTo(HaveOccurred())
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(message))
	Expect(err).NotTo(HaveOccurred())
	return s.Validate(value)
}

// stranger is a request of somebody to withdraw.
func stranger(seq uint64, id uint32) mockexchange.Event {
	e := defencetest.Withdrawn
	e.Seq, e.Account, e.Key, e.Withdrawal = seq, id, id+1, id+2
	return e
}

var _ = Describe("A defence that is a program", func() {
	It("is told of the venue and of nothing else", func() {
		o := greeted()
		defencetest.Step(o, defencetest.Start)
		Expect(o.heard()).To(Equal([]string{
			`{"type":"hello","protocol":1,"venue":"venue","now":1515164400000000000,"interval":10000000000,"currency":"EUR",` +
				`"assets":[{"code":"EUR","decimals":2,"reference":100,"on_chain":false},{"code":"AAA","decimals":8,"reference":500000,"on_chain":true},` +
				`{"code":"BBB","decimals":6,"reference":120,"on_chain":true}],"markets":["AAAEUR","BBBEUR"],"controls":[],"vendors":["vendor-1","vendor-2"]}`,
			`{"type":"batch","now":1515164400000000000,"events":[],"results":[]}`,
			`{"type":"bye"}`,
		}))
	})

	It("gets every event as others see it, and the results of what it did", func() {
		o := greeted()
		var events []mockexchange.Event
		for _, t := range mockexchange.EventTypes() {
			events = append(events, defencetest.Everything(t))
		}
		_, err := o.Step(&defence.Batch{Now: defencetest.Start, Events: events, Results: []defence.ActionResult{
			{ID: `mine "1"`, Name: "revoke_keys", At: defencetest.Start - 1, Code: "ok", Changed: 3}, {Name: "hold", At: defencetest.Start, Code: "not_found"},
		}})
		Expect(err).NotTo(HaveOccurred())
		messages := o.heard()
		var batch struct {
			Events  []json.RawMessage
			Results []defence.ActionResult
		}
		Expect(json.Unmarshal([]byte(messages[1]), &batch)).To(Succeed())
		Expect(batch.Events).To(HaveLen(len(events)))
		for i := range events {
			Expect(string(batch.Events[i]) + "\n").To(Equal(string(telemetry.AppendEvent(nil, &events[i], defencetest.Directory()))))
		}
		Expect(batch.Results).To(HaveLen(2))
		Expect(batch.Results[0].ID).To(Equal(`mine "1"`))
		for i, part := range []string{"hello", "batch", "bye"} {
			Expect(valid(part, messages[i])).To(Succeed())
			Expect(valid("bye", messages[i]) == nil).To(Equal(part == "bye"))
		}
	})

	It("raises alerts and acts", func() {
		const answer = `{"alerts":[{"rule":"thief","title":"A thief","level":"high","tags":["attack.t1657"],"accounts":[10422],"keys":[3371],` +
			`"sources":["203.0.113.7"],"addresses":["9f86000000000000000000000000000000000000"],"wallets":["AAA"]},{"rule":"unease"}],` +
			`"actions":[{"id":"1","name":"hold","withdrawals":[2107],"until":1515164500000000000},{"name":"halt_market","market":"AAAEUR"}]}`
		o := greeted("{}", answer)
		a := defencetest.Step(o, defencetest.Start, defencetest.Withdrawn)
		Expect(a).To(Equal(defence.Answer{
			Alerts: []defence.Alert{
				{
					Rule: "thief", Title: "A thief", Level: "high", Tags: []string{"attack.t1657"}, Accounts: []uint32{10422}, Keys: []uint32{3371},
					Sources: []access.Source{defencetest.Withdrawn.Source}, Addresses: []chain.Address{{0x9f, 0x86}}, Wallets: []string{"AAA"},
				},
				{Rule: "unease", Level: "medium"},
			},
			Actions: []defence.Action{
				{ID: "1", Name: "hold", Withdrawals: []uint32{2107}, Until: 1_515_164_500_000_000_000}, {Name: "halt_market", Market: "AAAEUR"},
			},
		}))
		Expect(valid("answer", answer)).To(Succeed())
	})

	It("gets the services and the types of events that it asks for, and no message without any", func() {
		const welcome = `{"protocol":1,"services":["withdrawals"],"types":["logged_in"]}`
		Expect(valid("welcome", welcome)).To(Succeed())
		o := greeted(welcome)
		defencetest.Step(o, defencetest.Start, defencetest.Everything(mockexchange.APICall))
		defencetest.Step(o, defencetest.Start+1*defencetest.Interval, defencetest.Everything(mockexchange.APICall))
		defencetest.Step(o, defencetest.Start+2*defencetest.Interval, defencetest.Everything(mockexchange.APICall), defencetest.Everything(mockexchange.LoggedIn), defencetest.Everything(mockexchange.Traded), defencetest.Withdrawn)
		messages := o.heard()
		Expect(messages).To(HaveLen(4))
		Expect(messages[1]).To(HaveSuffix(`"events":[],"results":[]}`))
		Expect(strings.Count(messages[2], `"unmapped"`)).To(Equal(2))
	})

	It("is woken when it wants, though not at every moment", func() {
		wake := fmt.Sprintf(`{"wake_at":%d}`, defencetest.Start+1)
		o := greeted(`{"types":["logged_in"]}`, wake)
		Expect(defencetest.Step(o, defencetest.Start).WakeAt).To(Equal(defencetest.Start + defencetest.Second))
		defencetest.Step(o, defencetest.Start+defencetest.Second/2, defencetest.Withdrawn)
		defencetest.Step(o, defencetest.Start+defencetest.Second, defencetest.Withdrawn)
		defencetest.Step(o, defencetest.Start+2*defencetest.Second, defencetest.Withdrawn)
		messages := o.heard()
		Expect(messages).To(HaveLen(4))
		Expect(messages[2]).To(ContainSubstring(fmt.Sprintf(`"now":%d,`, defencetest.Start+defencetest.Second)))
	})

	It("may be a server", func() {
		var got []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			got = append(got, string(text))
			fmt.Fprintln(w, []string{"{}", `{"alerts":[{"rule":"thief","accounts":[10422]}]}`, "thieves"}[min(len(got), 3)-1])
		}))
		DeferCleanup(server.Close)
		d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + "url: " + server.URL + "\n"}), defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		m, err := d.Monitor(1, defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(m, defencetest.Start, defencetest.Withdrawn).Alerts).To(Equal([]defence.Alert{{Rule: "thief", Level: "medium", Accounts: []uint32{10422}}}))
		_, err = m.Step(&defence.Batch{Now: defencetest.Start + defencetest.Interval, Events: []mockexchange.Event{defencetest.Withdrawn}})
		Expect(err).To(MatchError("line 3 that it sent, in answer to the batch of 2018-01-05T15:00:10Z, is refused: it is no JSON object\n  it sent: thieves"))
		Expect(m.Close()).To(Succeed())
		Expect(got).To(HaveLen(3))
		Expect(valid("hello", got[0])).To(Succeed())
		Expect(valid("batch", got[1])).To(Succeed())
	})

	DescribeTable("that answers wrongly is refused, with the line and the reason",
		func(answer, reason string) {
			o := greeted("{}", "{}", answer)
			defencetest.Step(o, defencetest.Start, defencetest.Withdrawn)
			_, err := o.Step(&defence.Batch{Now: defencetest.Start + defencetest.Interval, Events: []mockexchange.Event{stranger(2, 20)}})
			var f *external.Failure
			Expect(errors.As(err, &f)).To(BeTrue(), "%v", err)
			Expect(f.Line).To(Equal(3))
			Expect(err.Error()).To(Equal("line 3 that it sent, in answer to the batch of 2018-01-05T15:00:10Z, is refused: " + reason + "\n  it sent: " + f.Sent))
			Expect(f.Sent).To(HavePrefix(answer[:min(len(answer), 30)]))
		},
		Entry("no JSON", "thieves!", "it is no JSON object"),
		Entry("nothing", "", "it is no JSON object"),
		Entry("broken JSON", `{"alerts":[}`, "it is not JSON: invalid character '}' looking for beginning of value at byte 12"),
		Entry("half an object", `{"alerts":[`, "it is not JSON: it ends within a value"),
		Entry("two objects", `{} {}`, "there is more behind the object, expected one object a line"),
		Entry("a field that does not exist", `{"alert":[]}`, `unknown field "alert"`),
		Entry("a text for a number", `{"actions":[{"name":"hold","withdrawals":["2107"]}]}`, "actions.withdrawals is a string, expected a whole number from 0 on"),
		Entry("a negative id", `{"actions":[{"name":"hold","withdrawals":[-1]}]}`, "actions.withdrawals is a number -1, expected a whole number from 0 on"),
		Entry("an object for a list", `{"actions":{}}`, "actions is an object, expected a list"),
		Entry("a forbidden action", `{"actions":[{"name":"hold","withdrawals":[2107]},{"name":"delete_exchange"}]}`,
			"actions[1]: delete_exchange: name: no such action, expected "+oneOf(action.Names())),
		Entry("a misspelt action", `{"actions":[{"name":"revoke_key"}]}`,
			"actions[0]: revoke_key: name: no such action, expected "+oneOf(action.Names())+`; did you mean "revoke_keys"?`),
		Entry("a parameter of another action", `{"actions":[{"name":"announce","text":"x","count":1}]}`,
			"actions[0]: announce: count: not read by this action, expected only text"),
		Entry("an unknown market", `{"actions":[{"name":"halt_market","market":"AAAUSD"}]}`,
			`actions[0]: halt_market: market: the venue has no market "AAAUSD", expected one of AAAEUR, BBBEUR`),
		Entry("an unknown key", `{"actions":[{"name":"revoke_keys","keys":[3371,21,22]}]}`,
			"actions[0]: revoke_keys: keys[2] is 22: the telemetry has not shown it so far, expected an id out of an event"),
		Entry("an unknown account in an alert", `{"alerts":[{"rule":"x","accounts":[4294967295]}]}`,
			"alerts[0]: accounts[0] is 4294967295: the telemetry has not shown it so far, expected an id out of an event"),
		Entry("an alert about nothing", `{"alerts":[{"level":"high"}]}`, "alerts[0]: rule is missing, expected the name of what was found"),
		Entry("an unknown level", `{"alerts":[{"rule":"x","level":"hihg"}]}`, `alerts[0]: level is "hihg", did you mean "high"?`),
		Entry("an unknown wallet", `{"alerts":[{"rule":"x","wallets":["CCC"]}]}`, `alerts[0]: wallets[0] is "CCC", expected one of EUR, AAA, BBB`),
		Entry("a source that is none", `{"alerts":[{"rule":"x","sources":["::1"]}]}`,
			`alerts[0]: sources[0] is "::1", expected an IPv4 address such as 203.0.113.7`),
		Entry("an address that is none", `{"alerts":[{"rule":"x","addresses":["abc"]}]}`, "address: 3 characters, expected 40 hex digits"),
		Entry("a time that is over", fmt.Sprintf(`{"wake_at":%d}`, defencetest.Start+defencetest.Interval),
			"wake_at is 1515164410000000000, expected a time after now, which is 1515164410000000000"),
		Entry("a flood of actions", `{"actions":[`+strings.Repeat(`{"name":"announce"},`, 10_000)+`{}]}`, "it has 10001 actions, expected at most 10000"),
		Entry("a flood of alerts", `{"alerts":[`+strings.Repeat(`{},`, 10_000)+`{}]}`, "it has 10001 alerts, expected at most 10000"),
	)

	DescribeTable("that welcomes wrongly is refused",
		func(welcome, reason string) {
			err := outside(welcome).Hello(defencetest.Hello())
			Expect(err).To(MatchError("line 1 that it sent, in answer to the hello, is refused: " + reason + "\n  it sent: " + welcome))
			Expect(valid("welcome", welcome)).NotTo(Succeed())
		},
		Entry("another protocol", `{"protocol":2}`, "protocol is 2, expected 1"),
		Entry("an unknown service", `{"services":["access","custdy"]}`, `services[1] is "custdy", did you mean "custody"?`),
		Entry("an unknown type", `{"types":["logged_inn"]}`, `types[0] is "logged_inn", did you mean "logged_in"?`),
		Entry("an answer to something else", `{"alerts":[]}`, `unknown field "alerts"`),
	)

	DescribeTable("is refused with the place, what is wrong and what was expected",
		func(text, message string) {
			_, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + text, "watch.py": ""}), defencetest.Scenario())
			Expect(defencetest.Told(err)).To(Equal("BUNDLE/defence.yaml:" + message))
		},
		Entry("a command that is no list", "process: ./watch.py\n",
			"4:10: process is a text, expected a list of a command and its arguments, such as [python3, ./watch.py]"),
		Entry("a command of nothing", "process: []\n",
			"4:10: process is a list, expected a list of a command and its arguments, such as [python3, ./watch.py]"),
		Entry("a file that is not there", "process: [python3, ./wacht.py]\n",
			`4:20: there is no file "./wacht.py" in the bundle, expected it, or a command that the system knows`),
		Entry("a file outside", "process: [python3, ./../watch.py]\n",
			`4:20: there is no file "./../watch.py" in the bundle, expected it, or a command that the system knows`),
		Entry("a file by half a path", "process: [bin/watch]\n", `4:11: the command is "bin/watch", expected "./bin/watch" for a file of the bundle`),
		Entry("an address that is none", "url: localhost:8080\n", `4:6: url is "localhost:8080", expected an address such as http://127.0.0.1:8080/watch`),
		Entry("an image that is none", "image: my watch\n", `4:8: image is "my watch", expected the name of an image that is there, such as watch:1`),
		Entry("two programs", "process: [python3]\nurl: http://localhost\n", "5:1: there is a url beside a process, expected one of the two"),
		Entry("a builtin beside it", "process: [python3]\nbuiltin: none\n", "5:1: there is a builtin beside a process, expected one of the two"),
		Entry("a limit of nobody", "builtin: none\nwall_limit: 1s\n", "5:1: there is a wall_limit without a program, expected process, url or image beside it"),
		Entry("too long a limit", "process: [python3]\nwall_limit: 1h\n", "5:13: wall_limit is 1h, expected at most 10m"),
		Entry("a need of a server", "url: http://localhost\nneeds: [/opt/model]\n",
			"5:1: there is a needs without a process, expected process beside it: where others run, their own hosts decide"),
		Entry("a need from nowhere", "process: [python3]\nneeds: [../model]\n",
			`5:9: needs is "../model", expected a list of absolute paths of installed software, such as [/opt/model]`),
		Entry("too much of a processor", "process: [python3]\ncpu_limit: 48h\n", "5:12: cpu_limit is 2d, expected at most 24h"),
		Entry("too little memory", "process: [python3]\nmemory_limit: 1 MiB\n",
			`5:15: memory_limit is "1 MiB", expected an amount of memory such as 512 MiB or 2 GiB, from 16 MiB to 1024 GiB`),
		Entry("memory of another unit", "process: [python3]\nmemory_limit: 512M\n",
			`5:15: memory_limit is "512M", expected an amount of memory such as 512 MiB or 2 GiB, from 16 MiB to 1024 GiB`),
	)

	It("may be a command, a server or an image, with limits and a posture", func() {
		for _, text := range []string{"process: [python3, ./watch.py]\n", "url: http://127.0.0.1:8080/watch\nwall_limit: 2s\n", "image: watch:1\nmemory_limit: 512 MiB\n"} {
			path := defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + text, "watch.py": "", "posture.yaml": defencetest.Posture})
			d, err := bundle.Load(path, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Watches()).To(BeTrue())
			Expect(d.Ranked()).To(BeTrue())
			Expect(d.Posture).To(HaveLen(1))
			Expect(bundle.Lint(path)).To(Succeed())
		}
	})

	It("says how it is kept from looking around, and Go code that nothing does", func() {
		for text, why := range map[string]string{
			"url: http://127.0.0.1:8080\n": "a server may ask whom it likes", "image: watch:1\n": "",
			"process: [sh]\n": confine.Unavailable(), "builtin: random\n": "",
		} {
			d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head + text}), defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Unconfined()).To(Equal(why), text)
		}
		code := defence.New("mine", nil, func() (defence.Monitor, error) { return nil, nil })
		Expect(code.Unconfined()).To(Equal("it is part of the program that plays the drill"))
	})
})

// oneOf lists names as messages do.
func oneOf(names []string) string { return "one of " + strings.Join(names, ", ") }

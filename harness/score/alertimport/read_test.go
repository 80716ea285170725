package alertimport_test

import (
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score/alertimport"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// january is what alerts about a run of one venue can speak of.
var january = alertimport.Range{
	Start: 1_514_764_800_000_000_000, End: 1_515_369_600_000_000_000, Venues: []string{"zaif"}, Wallets: []string{"JPY", "BTC"},
}

var _ = Describe("Alerts that were raised elsewhere", func() {
	It("are read line by line", func() {
		alerts, err := alertimport.Read("a.ndjson", strings.NewReader(`
{"at":"2018-01-02T03:04:05.5+09:00","rule":"dead keys","level":"high","title":"t","tags":["attack.t1078"],"venue":"zaif","keys":[9]}
  { "time" : 1514870000123 , "rule":"b", "keys":[3, 4], "accounts":[5], "sources":["0.0.0.7", 8], "wallets":["BTC"],
"addresses":[]}
`+`{"at":1514870000000000001,"rule":"c","addresses":["ab00000000000000000000000000000000000000"]}`), january)
		Expect(err).To(MatchError(HavePrefix("a.ndjson:3:")), "an alert stands on one line")
		Expect(alerts).To(BeNil())

		alerts, err = alertimport.Read("a.ndjson", strings.NewReader(`
{"at":"2018-01-02T03:04:05.5+09:00","rule":"dead keys","level":"high","title":"t","tags":["attack.t1078"],"venue":"zaif","keys":[9]}
  { "time" : 1514870000123 , "rule":"b", "keys":[3, 4], "accounts":[5], "sources":["0.0.0.7", 8], "wallets":["BTC"]}

{"at":1514870000000000001,"rule":"c","addresses":["ab00000000000000000000000000000000000000"]}`), january)
		Expect(err).NotTo(HaveOccurred())
		Expect(alerts).To(Equal([]defence.Alert{
			{At: 1_514_829_845_500_000_000, Rule: "dead keys", Level: "high", Title: "t", Tags: []string{"attack.t1078"}, Keys: []uint32{9}},
			{At: 1_514_870_000_123_000_000, Rule: "b", Keys: []uint32{3, 4}, Accounts: []uint32{5}, Sources: []access.Source{7, 8}, Wallets: []string{"BTC"}},
			{At: 1_514_870_000_000_000_001, Rule: "c", Addresses: []chain.Address{{0xab}}},
		}))
	})

	DescribeTable("are refused with line and column",
		func(line, says string) {
			_, err := alertimport.Read("a.ndjson", strings.NewReader("\n"+line), january)
			Expect(err).To(MatchError(HavePrefix("a.ndjson:2:" + says)))
		},
		Entry(nil, `[]`, "1: the line is no JSON object, expected an object such as "),
		Entry(nil, `{"rule":"a"}`, "1: the alert does not say when it was raised, expected at or time"),
		Entry(nil, `{"at":1514870000000000000}`, "1: the alert does not say what raised it, expected rule"),
		Entry(nil, `{"at":1514870000000000000,"time":1514870000000,"rule":"a"}`, "1: the alert has both at and time"),
		Entry(nil, `{"at":1514870000000000000,"rule":""}`, "34: rule is empty"),
		Entry(nil, `{"at":1514870000000000000,"rule":null}`, "34: rule is empty"),
		Entry(nil, `{"at":1514870000000000000,"rule":5}`, "34: rule is 5, expected a text"),
		Entry(nil, `{"at":"yesterday","rule":"a"}`, `7: at is "yesterday", expected RFC 3339`),
		Entry(nil, `{"time":"2018-01-02T03:04:05Z","rule":"a"}`, "9: time is \"2018-01-02T03:04:05Z\", expected whole milliseconds"),
		Entry(nil, `{"time":1.5,"rule":"a"}`, "9: time is 1.5"),
		Entry(nil, `{"time":9223372036854775807,"rule":"a"}`, "9: time is 9223372036854775807"),
		Entry(nil, `{"at":1,"rule":"a"}`, "7: at is 1970-01-01T00:00:00Z, when the run is not, expected a time from 2018-01-01T00:00:00Z to 2018-01-08T00:00:00Z"),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","accuonts":[1]}`, `38: unknown key "accuonts", expected one of at, time, `),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","rule":"b"}`, `38: "rule" stands there twice`),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","keys":[-1]}`, "45: keys is [-1], expected a list of ids"),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","sources":["::1"]}`, `48: sources has "::1", expected a list of IPv4 addresses`),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","addresses":["ab"]}`, `50: addresses has "ab", expected a list of addresses`),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","wallets":["BTX"]}`, `48: wallets is "BTX", expected one of JPY, BTC; did you mean "BTC"?`),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","level":"hihg"}`, `46: level is "hihg", expected one of `),
		Entry(nil, `{"at":1514870000000000000,"rule":"a","venue":"mtgox"}`, `46: venue is "mtgox", expected one of zaif`),
		Entry(nil, `{"at":1514870000000000000,"rule":"a"`, "37: the object does not end"),
		Entry(nil, `{"at":1514870000000000000,"rule":"a"} {}`, "39: something stands behind the object"),
	)

	It("name their venue where there are several", func() {
		two := january
		two.Venues = []string{"ftx", "kucoin"}
		_, err := alertimport.Read("a", strings.NewReader(`{"time":1514870000000,"rule":"a"}`), two)
		Expect(err).To(MatchError("a:1:1: the alert names no venue, and the run has several, expected venue, one of ftx, kucoin"))
		alerts, err := alertimport.Read("a", strings.NewReader(`{"time":1514870000000,"rule":"a","venue":"ftx","keys":[1]}`), two)
		Expect(err).NotTo(HaveOccurred())
		Expect(alerts[0].Venue).To(Equal("ftx"))
	})

	It("are told of up to a point", func() {
		_, err := alertimport.Read("a", strings.NewReader(strings.Repeat("x\n", 1000)), january)
		Expect(strings.Count(err.Error(), "\n")).To(Equal(19))
		_, err = alertimport.Read("a", strings.NewReader("{}\n"+strings.Repeat("x", 2<<20)), january)
		Expect(err).To(MatchError(ContainSubstring("a:2:1: the line has more than 1048576 bytes")))
	})
})

// FuzzReadAlerts makes sure that no file of alerts takes the program down, and
// that what is refused has a place.
func FuzzReadAlerts(f *testing.F) {
	f.Add(`{"at":"2018-01-02T03:04:05.5+09:00","rule":"dead keys","keys":[3],"sources":["0.0.0.7"],"wallets":["BTC"]}`)
	f.Add(`{"time":1514870000000,"rule":"a","addresses":["ab00000000000000000000000000000000000000"]}`)
	f.Add("{\"at\":{},\n")
	f.Fuzz(func(t *testing.T, text string) {
		alerts, err := alertimport.Read("a", strings.NewReader(text), january)
		if err != nil && !strings.HasPrefix(err.Error(), "a:") {
			t.Errorf("%v has no place", err)
		}
		for _, a := range alerts {
			if a.At < january.Start || a.At > january.End || a.Rule == "" {
				t.Errorf("%+v was let through", a)
			}
		}
	})
}

package sigma_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// thirty is as many rules as a venue's watch has: detections on both sources,
// each other one with a correlation by user; an event matches one or two of them.
func thirty() string {
	var b strings.Builder
	kinds := []string{
		"event_count\n  condition: {gte: 1000}", "value_sum\n  condition: {field: n, gt: 1000000000}",
		"value_count\n  condition: {field: name, gte: 50}", "value_avg\n  condition: {field: n, gt: 100000}",
		"temporal_ordered\n  condition: {gte: 2}",
	}
	for i := range 15 {
		source, more := "till", fmt.Sprintf("n|gte: %d, name|startswith: 'desk-%d'", 300+i*40, i%3)
		if i%2 == 0 {
			source, more = "door", fmt.Sprintf("user|gt: %d, ok: true", 600+i*25)
		}
		fmt.Fprintf(&b, "title: d%d\nname: d%d\nlogsource: {product: shop, service: %s}\ndetection:\n  s: {%s}\n  f: {user: [1, 2, %d]}\n  condition: s and not f\n---\n",
			i, i, source, more, i)
		kind := kinds[i%len(kinds)]
		second, j := "", i
		if i%2 == 0 && strings.HasPrefix(kind, "value") {
			j = (i + 1) % 14
		}
		if strings.HasPrefix(kind, "temporal") {
			second = fmt.Sprintf(", d%d", (j+1)%15)
		}
		fmt.Fprintf(&b, "title: c%d\ncorrelation:\n  rules: [d%d%s]\n  group-by: [user]\n  timespan: 10m\n  type: %s\n---\n", i, j|1&^boolInt(kind), second, kind)
	}
	return b.String()
}

// boolInt leaves a rule's number alone unless its kind measures a field that
// payments alone have.
func boolInt(kind string) int {
	if strings.HasPrefix(kind, "value") {
		return 0
	}
	return 1
}

// traffic is events of a busy hour, over and over.
func traffic(n int) []event {
	all := make([]event, n)
	for i := range all {
		all[i] = event{
			id: uint64(i), class: i % 2, user: int64(i*7919%1000 + 1), n: int64(i * 31 % 1000), name: fmt.Sprintf("desk-%d", i%40), ok: i%3 > 0,
		}
	}
	return all
}

func BenchmarkTyped(b *testing.B) {
	set, err := sigma.Load([]sigma.File{{Name: "r", Data: []byte(thirty())}}, sigma.Options{})
	if err != nil {
		b.Fatal(err)
	}
	e, err := sigma.Compile(set, schema(), sigma.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	events, at, matches := traffic(1<<14), int64(0), 0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ev := &events[i%len(events)]
		at += 50_000_000
		ev.at = at
		matches += len(e.Feed(ev))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(matches)/float64(b.N), "matches/event")
}

func BenchmarkJSON(b *testing.B) {
	text := strings.NewReplacer("product: shop, service: till", "product: p", "product: shop, service: door", "product: p").Replace(thirty())
	set, err := sigma.Load([]sigma.File{{Name: "r", Data: []byte(text)}}, sigma.Options{})
	if err != nil {
		b.Fatal(err)
	}
	e, err := sigma.NewJSON(set, sigma.JSONOptions{Time: "time"})
	if err != nil {
		b.Fatal(err)
	}
	events := traffic(1 << 12)
	lines := make([][]byte, len(events))
	for i := range events {
		ev := &events[i]
		lines[i] = fmt.Appendf(nil, `{"class_uid":6003,"time":%d,"severity_id":1,"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":%d},`+
			`"actor":{"user":{"uid":"%d","credential_uid":"77"}},"api":{"operation":"limit_order"},"src_endpoint":{"ip":"10.1.2.3"},`+
			`"user":%d,"n":%d,"name":"%s","ok":%t,"address":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"}`,
			1714980600000+int64(i)*50, i, ev.user, ev.user, ev.n, ev.name, ev.ok)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := e.Feed(lines[i%len(lines)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkMemory feeds ten million events and tells how much more the heap
// holds after the last nine million.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(float64(growth(b, 10_000_000))/(1<<20), "MiB-growth")
	}
}

func growth(t testing.TB, n int) int64 {
	set, err := sigma.Load([]sigma.File{{Name: "r", Data: []byte(thirty())}}, sigma.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := sigma.Compile(set, schema(), sigma.Limits{Events: 1 << 12})
	if err != nil {
		t.Fatal(err)
	}
	events, before := traffic(1<<14), int64(0)
	for i := range n {
		ev := events[i%len(events)]
		ev.at = int64(i) * 50_000_000
		ev.user = int64(i%100_000 + 1)
		e.Feed(&ev)
		if i == n/10 {
			before = heap()
		}
	}
	after := heap()
	runtime.KeepAlive(e)
	return after - before
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestMemory is flat over 300,000 events, over ten million in a soak.
func TestMemory(t *testing.T) {
	n := 300_000
	if soaking() {
		n = 10_000_000
	}
	if grown := growth(t, n); grown > 8<<20 {
		t.Fatalf("the heap grew by %d bytes", grown)
	}
}

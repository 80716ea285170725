package sigma_test

import (
	"fmt"
	"net/netip"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// event is what typed specs watch.
type event struct {
	at      int64
	id      uint64
	class   int
	user    int64
	n       int64
	name    string
	ok      bool
	address netip.Addr
}

var classNames = []string{"login", "payment"}

// schema reads events; n and name are in payments alone.
func schema() *sigma.Schema[*event, int64] {
	payments := func(class int) bool { return class == 1 }
	return &sigma.Schema[*event, int64]{
		Sources: []sigma.Logsource{{Product: "shop", Service: "door"}, {Product: "shop", Service: "till"}},
		Class:   func(e *event) int { return e.class },
		Time:    func(e *event) int64 { return e.at },
		ID:      func(e *event) uint64 { return e.id },
		Note:    func(e *event) int64 { return e.user },
		Fields: []sigma.Field[*event]{
			{Name: "type", Text: func(e *event) string { return classNames[e.class] }, Fixed: func(class int) (string, bool) { return classNames[class], true }, Values: classNames},
			{Name: "user", Int: func(e *event) int64 { return e.user }, None: func(e *event) bool { return e.user == 0 }},
			{Name: "at", Int: func(e *event) int64 { return e.at }, Date: true},
			{Name: "n", Int: func(e *event) int64 { return e.n }, Has: payments},
			{Name: "name", Text: func(e *event) string { return e.name }, Has: payments},
			{Name: "ok", Bool: func(e *event) bool { return e.ok }},
			{Name: "address", IP: func(e *event) netip.Addr { return e.address }},
		},
	}
}

type engine = sigma.Engine[*event, int64]

func typed(text string, l sigma.Limits) *engine {
	GinkgoHelper()
	e, err := sigma.Compile(load(text), schema(), l)
	Expect(err).NotTo(HaveOccurred())
	return e
}

// refused is what is told about rules that do not fit the events.
func refused(text string) string {
	GinkgoHelper()
	_, err := sigma.Compile(load(text), schema(), sigma.Limits{})
	Expect(err).To(HaveOccurred())
	return err.Error()
}

const second = 1_000_000_000

// told feeds an event and says what matched: rule, group, measure, and ids of
// the window; a * marks news.
func told(e *engine, ev event) (all []string) {
	for _, m := range e.Feed(&ev) {
		text := m.Rule.Label()
		for _, g := range m.Group() {
			text += " " + g.Field + "=" + g.Value
		}
		if m.Measured() != "" {
			text += " " + m.Measured()
		}
		text += " of"
		m.Each(func(s sigma.Seen[int64]) { text += fmt.Sprint(" ", s.ID) })
		if m.First {
			text += " *"
		}
		all = append(all, text)
	}
	return all
}

// payment is a payment of a user at a second.
func payment(id uint64, at, user, n int64) event {
	return event{id: id, at: at * second, class: 1, user: user, n: n}
}

const paid = `---
title: a payment
name: paid
logsource: {product: shop, service: till}
detection: {s: {type: payment}, condition: s}
`

const entered = `---
title: a login
name: entered
logsource: {product: shop, service: door}
detection: {s: {type: login}, condition: s}
`

// correlation is a correlation of payments by user.
func correlation(kind, more string) string {
	return "title: c\nname: c\ncorrelation:\n  type: " + kind + "\n  rules: [paid]\n  group-by: [user]\n  timespan: 10s\n  " + more + "\n" + paid
}

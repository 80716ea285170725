package operator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/journal"
	"github.com/exdrill/exdrill/mockexchange/journal/journaltest"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// slowOffice is a venue with a withdrawal that waits to be paid out, and with a
// journal whose disk can stand still.
type slowOffice struct {
	venue   *operator.Venue
	handler http.Handler
	disk    *journaltest.Store
}

func openSlow(t *testing.T) slowOffice {
	g, _ := smallVenue()
	o := slowOffice{disk: &journaltest.Store{}}
	v := must(operator.Open(g, operator.Options{Journal: journal.New(o.disk)}))
	t.Cleanup(func() {
		o.disk.Release()
		_ = v.Close()
	})
	o.venue, o.handler = v, operator.Handler(v, token)
	apply(v, start, withdrawal())
	return o
}

// ask is all that a caller sees of an answer.
func (o slowOffice) ask(method, path string, body []byte) string {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return fmt.Sprint(w.Code, w.Header()["Exdrill-Next"], w.Header()["Exdrill-Untaken"], w.Body)
}

// act sends a command that leads to events, to a transaction for a chain, and
// to a later time.
func (o slowOffice) act() string {
	return o.ask("POST", "/v1/commands", record.AppendCommand(nil, start+int64(time.Minute), payOut()))
}

// views lists every endpoint that is read, as the API describes itself, and
// some of them with what they can be asked.
func views(t *testing.T) []string {
	var api struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	o := openSlow(t)
	r := httptest.NewRequest("GET", "/openapi.json", nil)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	Expect(json.Unmarshal(w.Body.Bytes(), &api)).To(Succeed())
	all := []string{
		"/v1/broadcasts?from=1", "/v1/events?format=binary", "/v1/journal?format=binary", "/v1/journal?format=binary&events=true",
	}
	for path, methods := range api.Paths {
		if _, read := methods["get"]; read {
			all = append(all, path)
		}
	}
	slices.Sort(all)
	return all
}

// Whatever is asked while a command waits for the disk: either the answer is
// that of before, or it waits too.
func TestNothingIsShownBeforeTheJournalHasIt(t *testing.T) {
	RegisterTestingT(t)
	type request struct{ method, path, body string }
	requests := []request{{"PUT", "/v1/clock", fmt.Sprintf(`{"now":%d}`, start+1)}}
	for _, path := range views(t) {
		requests = append(requests, request{"GET", path, ""})
	}
	for _, q := range requests {
		t.Run(q.method+" "+q.path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				RegisterTestingT(t)
				o := openSlow(t)
				before, early, after := o.disk.Watch(func() { o.act() }, func() string { return o.ask(q.method, q.path, []byte(q.body)) })
				Expect(early).To(BeElementOf("", before), "shown before it was kept")
				Expect(after).NotTo(Equal(before), "nothing to see: the spec asks in vain")
			})
		})
	}
}

func TestAStreamWaitsForTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		RegisterTestingT(t)
		o := openSlow(t)
		o.disk.Hold()
		next := make(chan bool, 1)
		go func() { next <- o.venue.Telemetry.Wait(context.Background(), o.venue.Telemetry.Len()+1) }()
		go o.act()
		synctest.Wait()
		Expect(next).To(BeEmpty())
		o.disk.Release()
		synctest.Wait()
		Expect(next).To(HaveLen(1))
	})
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/store"
)

// known is who and what there was at the venues of a kept run: the accounts and
// keys that they began with, and what the telemetry shows. That is read once
// somebody asks for more than the first.
type known struct {
	run    store.RunFolder
	single string // the venue, where there is one
	counts map[string]int
	shown  map[string]bool // venue, field and value of events; nil before it was read
	name   []byte          // of what is looked up in shown, to write into
	wrong  error           // that ended the reading
}

func newKnown(run store.RunFolder, stage *drill.Stage) *known {
	k := &known{run: run, counts: make(map[string]int)}
	for _, w := range stage.Worlds() {
		k.counts[w.Genesis.Name+" keys"], k.counts[w.Genesis.Name+" accounts"] = len(w.Genesis.Keys), len(w.Genesis.Accounts)
		k.single = w.Genesis.Name
	}
	if len(stage.Worlds()) > 1 {
		k.single = ""
	}
	return k
}

// idFields are the fields of events that hold ids.
var idFields = map[string][]string{"keys": {"key"}, "accounts": {"account", "counterparty"}}

// exists reports whether a venue ever had an id.
func (k *known) exists(venue, kind string, id uint32) bool {
	if id == 0 || int64(id) <= int64(k.counts[venue+" "+kind]) {
		return id != 0 // which is nobody's
	}
	for _, field := range idFields[kind] {
		if k.has(venue, field, strconv.FormatUint(uint64(id), 10)) {
			return true
		}
	}
	return false
}

// has reports whether an event of a venue has a field of a value. What cannot be
// read to its end has nothing, and whoever asked hears of that.
func (k *known) has(venue, field, value string) bool {
	if k.shown == nil {
		k.shown = make(map[string]bool)
		k.wrong = k.run.CopyEvents(k)
	}
	return k.shown[venue+" "+field+" "+value]
}

// Write takes one event in, a line.
func (k *known) Write(line []byte) (int, error) {
	venue := k.single
	if venue == "" {
		venue = string(valueOf(line, "venue"))
	}
	for _, field := range []string{"key", "account", "counterparty", "source", "address"} {
		value := valueOf(line, field)
		if len(value) == 0 {
			continue
		}
		k.name = append(append(append(append(append(k.name[:0], venue...), ' '), field...), ' '), value...)
		if !k.shown[string(k.name)] { // looking up makes no string, and most were there before
			k.shown[string(k.name)] = true
		}
	}
	return len(line), nil
}

// valueOf is the value of a field in a line as exdrill writes it, without the
// quotation marks of a text.
func valueOf(line []byte, field string) []byte {
	mark := append(append(append(make([]byte, 0, 32), '"'), field...), `":`...)
	_, rest, there := bytes.Cut(line, mark)
	if !there {
		return nil
	}
	end := bytes.IndexAny(rest, ",}")
	return bytes.Trim(rest[:max(end, 0)], `"`)
}

// tellStrangers counts what alerts name that no event shows: nobody can have it
// from the telemetry, and it counts as innocent.
func (k *known) tellStrangers(aside io.Writer, alerts []defence.Alert) error {
	strangers := make(map[string]bool)
	for i := range alerts {
		venue := alerts[i].Venue
		if venue == "" {
			venue = k.single
		}
		for _, s := range alerts[i].Sources {
			if text := s.String(); !k.has(venue, "source", text) {
				strangers[text] = true
			}
		}
		for _, a := range alerts[i].Addresses {
			if text := fmt.Sprintf("%x", a[:]); !k.has(venue, "address", text) {
				strangers[text] = true
			}
		}
	}
	if n := len(strangers); n > 0 {
		warn(aside, fmt.Sprintf("of the sources and addresses that alerts name, %s are in no event of the run, and count as innocent", report.Count(int64(n))))
	}
	return k.wrong
}

package external

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Failure is a program that failed, with what it said last.
type Failure struct {
	About string   // the message that it was to answer; empty before the first
	Line  int      // number of the line that it sent, from 1; 0 if there was no answer
	Sent  string   // that line, shortened
	Wrong error    // why it was refused, or why there was no answer
	Last  bool     // it had answered everything, and did not end well
	Words []string // the last lines of its standard error
	Hint  string   // what may help; empty for nothing

	Unheard int // lines of its standard error before Words
}

// Error tells all of it, in a line for each.
func (f *Failure) Error() string {
	var b strings.Builder
	switch {
	case f.Line > 0:
		fmt.Fprintf(&b, "line %d that it sent, in answer to the %s, is refused: %v", f.Line, f.About, f.Wrong)
		fmt.Fprintf(&b, "\n  it sent: %s", f.Sent)
	case f.About != "":
		fmt.Fprintf(&b, "it did not answer the %s: %v", f.About, f.Wrong)
	case f.Last:
		fmt.Fprintf(&b, "it ended after its last answer: %v", f.Wrong)
	default:
		fmt.Fprintf(&b, "it did not start: %v", f.Wrong)
	}
	if f.Unheard > 0 {
		fmt.Fprintf(&b, "\n  stderr: (%d lines before these; \"exdrill run --out FOLDER\" keeps all of them)", f.Unheard)
	}
	for _, w := range f.Words {
		b.WriteString("\n  stderr: ")
		b.WriteString(w)
	}
	if f.Hint != "" {
		b.WriteString("\n  " + f.Hint)
	}
	return b.String()
}

func (f *Failure) Unwrap() error { return f.Wrong }

// unasked is a line that no message asked for.
type unasked struct{ line []byte }

func (u *unasked) Error() string {
	return "it was sent before there was a message to answer, expected one line for each message"
}

// badEnd is a program that ended by itself, and not well.
type badEnd struct{ how string }

func (e *badEnd) Error() string {
	return e.how + ", expected exit status 0, after bye"
}

// Lengths of what a program sent and said, in bytes, for people.
const (
	sentLength = 200
	wordLength = 1000
)

// shown is a text of somebody else's as a terminal may show it: without
// control characters, and cut if it is long.
func shown(text []byte, most int) string {
	cut := len(text) > most
	if cut {
		text = text[:most]
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == utf8.RuneError, !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, strings.ToValidUTF8(string(text), "?"))
	if cut {
		clean += "..."
	}
	return clean
}

// lastLines is how many lines of its standard error a program is remembered by.
const lastLines = 20

// MaxAside is how many bytes of its standard error a program is remembered by: as
// many as one answer may have.
const MaxAside = AnswerSize

// words keeps what is written to it, up to a limit, and its last lines, however
// much that is.
type words struct {
	mutex sync.Mutex
	all   []byte
	cut   int64 // bytes beyond the limit
	lines [][]byte
	lost  int    // lines before these
	open  []byte // the line that has no end yet
}

// Write never fails.
func (w *words) Write(p []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n := len(p)
	kept := min(n, MaxAside-len(w.all))
	w.all = append(w.all, p[:kept]...)
	w.cut += int64(n - kept)
	for {
		line, rest, ended := bytes.Cut(p, []byte{'\n'})
		if room := wordLength + 1 - len(w.open); room > 0 {
			w.open = append(w.open, line[:min(room, len(line))]...)
		}
		if !ended {
			return n, nil
		}
		w.end()
		p = rest
	}
}

func (w *words) end() {
	if line := bytes.TrimSpace(w.open); len(line) > 0 {
		w.lines = append(w.lines, bytes.TrimRight(w.open, "\r "))
	}
	w.open = nil
	if len(w.lines) > lastLines {
		w.lines = w.lines[1:]
		w.lost++
	}
}

// last gives the lines, the oldest first, and how many there were before them.
func (w *words) last() (list []string, lost int) {
	if w == nil {
		return nil, 0
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.end()
	for _, line := range w.lines {
		list = append(list, shown(line, wordLength))
	}
	return list, w.lost
}

// aside gives all of it, and how many bytes more there were.
func (w *words) aside() (text []byte, cut int64) {
	if w == nil {
		return nil, 0
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return bytes.Clone(w.all), w.cut
}

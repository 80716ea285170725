package external

import (
	"bytes"
	"sync"
)

// lastLines is how many lines of its standard error a program is remembered by.
const lastLines = 20

// words keeps the last lines that are written to it, however much that is.
type words struct {
	mutex sync.Mutex
	lines [][]byte
	open  []byte // the line that has no end yet
}

// Write never fails.
func (w *words) Write(p []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	n := len(p)
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
	}
}

// last gives the lines, the oldest first.
func (w *words) last() (list []string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.end()
	for _, line := range w.lines {
		list = append(list, shown(line, wordLength))
	}
	return list
}

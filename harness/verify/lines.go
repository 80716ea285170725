package verify

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/store"
)

// mostDifferences is how many differences within one line are told.
const mostDifferences = 3

// lines holds a file of lines of one folder against that of another, and tells
// of the first line that differs. n counts the lines that do not.
func lines(folder, again, name string) (n int, fault *Fault, err error) {
	want, err := store.RunFolder(again).Open(name)
	if err != nil {
		return 0, nil, err
	}
	defer want.Close()
	file := store.RunFolder(folder).Name(name)
	have, err := store.RunFolder(folder).Open(name)
	if err != nil {
		return 0, &Fault{File: file, What: "it cannot be read: " + err.Error()}, nil
	}
	defer have.Close()
	n, what, err := firstChange(have, want)
	if what != "" {
		fault = &Fault{File: file, Line: n + 1, What: what}
	}
	return n, fault, err
}

// firstChange reads on as long as lines are equal; n counts them. what says how
// the next one differs; it is empty if there is none. The error is about want.
func firstChange(have, want io.Reader) (n int, what string, err error) {
	mine, theirs := bufio.NewReaderSize(have, 1<<16), bufio.NewReaderSize(want, 1<<16)
	for ; ; n++ {
		right, end := theirs.ReadBytes('\n')
		if end != nil && !errors.Is(end, io.EOF) {
			return n, "", end
		}
		line, broken := mine.ReadBytes('\n')
		switch {
		case broken != nil && !errors.Is(broken, io.EOF):
			return n, "it cannot be read from here on: " + broken.Error(), nil
		case len(line) == 0 && len(right) == 0:
			return n, "", nil
		case len(line) == 0:
			return n, "the file ends here, expected " + cut(right), nil
		case len(right) == 0:
			return n, "expected the end of the file", nil
		case !bytes.Equal(line, right):
			return n, lineChange(line, right), nil
		}
	}
}

// lineChange says how one line differs from another.
func lineChange(have, want []byte) string {
	list := differences(have, want, func(string) bool { return false })
	if len(list) == 0 {
		return "the same is spelt differently, expected " + cut(want)
	}
	if len(list) > mostDifferences {
		list = append(list[:mostDifferences], fmt.Sprintf("%d more", len(list)-mostDifferences))
	}
	return strings.Join(list, "; ")
}

// cut shortens a line for people.
func cut(line []byte) string {
	const most = 120
	text := strings.TrimSuffix(string(line), "\n")
	if len(text) > most {
		text = text[:most] + "..."
	}
	return text
}

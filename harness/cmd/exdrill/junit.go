package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/store"
)

// onThisHost are the options of a JUnit report.
func onThisHost() report.Options {
	host, _ := os.Hostname() // a report does without
	return report.Options{Host: host}
}

// writeFile writes a report to the file that a flag names; empty for none.
func writeFile(flag, path string, write func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	var text bytes.Buffer
	err := write(&text)
	if err == nil {
		err = store.Replace(path, text.Bytes())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", flag, err)
	}
	return nil
}

// unread is the suite of what could not even be begun.
func unread(name string, began time.Time, why error) report.Suite {
	return report.Suite{Name: name, Began: began, Cases: []report.Case{
		{Name: "load", Class: report.Class("exdrill", name), Took: time.Since(began), Err: why},
	}}
}

// junitFiles are the places in which somebody waits for JUnit: a file, and where
// it is the format, the report itself.
type junitFiles struct{ junit, format, output string }

// unfinished writes the JUnit that was asked for about runs that did not all
// come to their end, and gives back why: a CI server that finds no report, or
// that of the run before, says nothing, or something wrong.
func (f junitFiles) unfinished(w io.Writer, list []report.Suite, why error) error {
	write := func(w io.Writer) error { return report.WriteSuites(w, list, onThisHost()) }
	wrong := writeFile("--junit", f.junit, write)
	if f.format == string(report.JUnit) {
		if f.output == "" {
			wrong = errors.Join(wrong, write(w))
		} else {
			wrong = errors.Join(wrong, writeFile("--output", f.output, write))
		}
	} else {
		f.output = "" // it is not written
	}
	left := strings.Trim(f.junit+", "+f.output, ", ")
	if errors.Is(why, context.Canceled) && left != "" {
		why = &interrupted{why, left}
	}
	return errors.Join(why, wrong)
}

// interrupted is an interruption that left what was asked for.
type interrupted struct {
	error
	left string
}

func (i *interrupted) Unwrap() error { return i.error }

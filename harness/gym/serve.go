package gym

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Python is a program that drives an environment over lines, with the standard
// library alone.
//
//go:embed agent.py
var Python string

// requestSize is how long a request may be, in bytes.
const requestSize = 4 << 20

// request is what a line asks for: one of these.
type request struct {
	Reset *Reset          `json:"reset"`
	Step  json.RawMessage `json:"step"`
	Close *struct{}       `json:"close"`
}

// Serve answers requests, a line each, until nobody asks any more or one says
// close. What is wrong with a request is an answer, too.
func (e *Environment) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	defer e.Close()
	lines, to := linesOf(ctx, in), json.NewEncoder(out)
	for {
		var l line
		select {
		case l = <-lines:
		case <-ctx.Done():
			return ctx.Err()
		}
		if errors.Is(l.err, io.EOF) {
			return nil
		}
		if l.err != nil {
			return l.err
		}
		seen, err := e.serve(ctx, l.text)
		if errors.Is(err, io.EOF) {
			return nil
		}
		var answer any = seen
		var wrong *RequestError
		if errors.As(err, &wrong) {
			answer, err = map[string]string{"type": "error", "error": wrong.Error()}, nil
		}
		if err == nil {
			err = to.Encode(answer)
		}
		if err != nil {
			return err
		}
	}
}

// serve carries one request out; io.EOF is close.
func (e *Environment) serve(ctx context.Context, text []byte) (*Observation, error) {
	r, err := readRequest(text)
	switch {
	case err != nil:
		return nil, &RequestError{err}
	case r.Reset != nil:
		return e.Reset(ctx, *r.Reset)
	case r.Step != nil:
		return e.Step(ctx, r.Step)
	}
	return nil, io.EOF
}

func readRequest(text []byte) (*request, error) {
	const wanted = `expected one of {"reset": {}}, {"step": {}} and {"close": {}}`
	r := &request{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%w, %s", err, wanted)
	}
	n := 0
	for _, there := range []bool{r.Reset != nil, r.Step != nil, r.Close != nil} {
		if there {
			n++
		}
	}
	if n != 1 {
		return nil, fmt.Errorf("%d requests in one line, %s", n, wanted)
	}
	return r, nil
}

// line is one of somebody's, or why there are no more.
type line struct {
	text []byte
	err  error
}

// linesOf reads lines side by side with whatever else goes on, so that an
// interruption need not wait for one.
func linesOf(ctx context.Context, in io.Reader) <-chan line {
	out := make(chan line)
	go func() {
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, requestSize)
		for lines.Scan() {
			select {
			case out <- line{text: append([]byte(nil), lines.Bytes()...)}:
			case <-ctx.Done():
				return
			}
		}
		err := lines.Err()
		if err == nil {
			err = io.EOF
		}
		select {
		case out <- line{err: err}:
		case <-ctx.Done():
		}
	}()
	return out
}

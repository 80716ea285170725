package containers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// talk is a conversation with one part: JSON, or bytes, over HTTP.
type talk struct {
	client *http.Client
	name   string // of the part, for errors
	base   string
	token  string
	buf    bytes.Buffer // of the last answer
}

const (
	typeJSON  = "application/json"
	typeBytes = "application/octet-stream"
)

// errorLength is how much of an answer that says no goes into the error.
const errorLength = 300

// Refused is an answer that says no.
type Refused struct {
	Part, Method, Path string
	Status             int
	Text               string
}

func (r *Refused) Error() string {
	return fmt.Sprintf("%s: %s %s: status %d: %s", r.Part, r.Method, r.Path, r.Status, r.Text)
}

// ask makes one request. The body of the answer is good until the next one.
func (t *talk) ask(ctx context.Context, method, path, kind string, body []byte) (http.Header, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, t.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", t.name, err)
	}
	req.Header.Set("Authorization", "Bearer "+t.token)
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", t.name, err)
	}
	defer resp.Body.Close()
	t.buf.Reset()
	if _, err := t.buf.ReadFrom(resp.Body); err != nil {
		return nil, nil, fmt.Errorf("%s: %s %s: %w", t.name, method, path, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		text, _ := io.ReadAll(io.LimitReader(&t.buf, errorLength))
		return nil, nil, &Refused{t.name, method, path, resp.StatusCode, string(text)}
	}
	return resp.Header, t.buf.Bytes(), nil
}

// json sends in, unless it is nil, and reads the answer into out, unless that
// is nil.
func (t *talk) json(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("%s: %s %s: %w", t.name, method, path, err)
		}
	}
	_, answer, err := t.ask(ctx, method, path, typeJSON, body)
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s: %s %s: answer: %w", t.name, method, path, err)
	}
	return nil
}

func (t *talk) put(ctx context.Context, path string, in any) error {
	return t.json(ctx, http.MethodPut, path, in, nil)
}

package external

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// SessionHeader carries a random text that is the same for all messages of one
// run at one venue, because a server may be asked by several at a time.
const SessionHeader = "Exdrill-Session"

// post is a server that takes every message as a POST of JSON.
type post struct {
	url     string
	limit   time.Duration
	session string
	client  *http.Client
	life    context.Context
	cancel  context.CancelFunc
}

// newPost prepares to talk to a server. No proxy is in between, and no
// redirect is followed: who is asked is who was named.
func newPost(p *Program) *post {
	life, cancel := context.WithCancel(context.Background())
	return &post{
		url: p.URL, limit: p.AnswerTime, session: rand.Text(), life: life, cancel: cancel,
		client: &http.Client{
			Transport:     &http.Transport{DisableCompression: true, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

func (c *post) ask(message []byte) ([]byte, error) { return c.send(message, c.limit) }

// send posts a message and reads the answer, both within the limit.
func (c *post) send(message []byte, limit time.Duration) ([]byte, error) {
	ctx, cancel := context.WithTimeout(c.life, limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(message))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(SessionHeader, c.session)
	got, err := c.client.Do(r)
	if err != nil {
		return nil, c.why(err, limit)
	}
	defer got.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(got.Body, AnswerSize+1))
	switch {
	case err != nil:
		return nil, c.why(err, limit)
	case got.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s, expected 200 OK; it said: %s", got.Status, shown(bytes.TrimSpace(answer), sentLength))
	case len(answer) > AnswerSize:
		return nil, tooLong()
	}
	return bytes.TrimRight(answer, "\r\n"), nil
}

func (c *post) why(err error, limit time.Duration) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return late(limit)
	}
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// bye posts the last message; what comes back does not matter.
func (c *post) bye(message []byte) error {
	_, _ = c.send(message, min(c.limit, farewell))
	return nil
}

func (c *post) kill() { c.cancel() }

func (c *post) close() *words {
	c.kill()
	c.client.CloseIdleConnections()
	return nil
}

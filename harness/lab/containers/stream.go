package containers

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// stream is a connection that carries batches of commands to the venue and
// their answers back, in frames: a length as a varint and as many bytes. It
// saves what HTTP costs for each of a hundred thousand commands.
type stream struct {
	conn   net.Conn
	from   *bufio.Reader
	leave  func() bool // stops waiting for the end of the context
	frame  []byte
	answer []byte
}

// streamProtocol is what the venue's operator API calls this.
const streamProtocol = "exdrill-commands/1"

// frameLimit is more than any answer of a drill takes.
const frameLimit = 256 << 20

// openStream makes the connection. It ends with the context.
func openStream(ctx context.Context, c *apiClient) (*stream, error) {
	const path = "/v1/commands/stream"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", streamProtocol)
	conn, err := (&net.Dialer{Timeout: startTimeout}).DialContext(ctx, "tcp", req.URL.Host)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	s := &stream{conn: conn, from: bufio.NewReaderSize(conn, 64<<10)}
	s.leave = context.AfterFunc(ctx, func() { _ = conn.Close() })
	if err := s.upgrade(req, c.name); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *stream) upgrade(req *http.Request, name string) error {
	if err := s.conn.SetDeadline(time.Now().Add(startTimeout)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := req.Write(s.conn); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	resp, err := http.ReadResponse(s.from, req)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		return nil
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, errorLength))
	return &Refused{name, req.Method, req.URL.Path, resp.StatusCode, strings.TrimSpace(string(text))}
}

func (s *stream) close() {
	s.leave()
	_ = s.conn.Close() // nothing is on its way
}

// errLast is the end of a stream, which the venue gave a reason for.
var errLast = errors.New("the venue ended the stream")

// ask sends a batch and returns the numbers before the results, and the
// results, which are good until the next call.
func (s *stream) ask(batch []byte) (next, untaken uint64, results []byte, err error) {
	if err := s.conn.SetDeadline(time.Now().Add(answerTimeout)); err != nil {
		return 0, 0, nil, err
	}
	s.frame = append(binary.AppendUvarint(s.frame[:0], uint64(len(batch))), batch...)
	if _, err := s.conn.Write(s.frame); err != nil {
		return 0, 0, nil, err
	}
	if err := s.read(); err != nil {
		return 0, 0, nil, err
	}
	next, n := binary.Uvarint(s.answer)
	if n <= 0 {
		return 0, 0, nil, io.ErrUnexpectedEOF
	}
	if next == 0 {
		return 0, 0, nil, fmt.Errorf("%w: %s", errLast, s.answer[n:])
	}
	untaken, m := binary.Uvarint(s.answer[n:])
	if m <= 0 {
		return 0, 0, nil, io.ErrUnexpectedEOF
	}
	return next, untaken, s.answer[n+m:], nil
}

// read reads one frame.
func (s *stream) read() error {
	size, err := binary.ReadUvarint(s.from)
	if err != nil {
		return err
	}
	if size > frameLimit {
		return fmt.Errorf("frame of %d bytes, expected at most %d", size, frameLimit)
	}
	if uint64(cap(s.answer)) < size {
		s.answer = make([]byte, size)
	}
	s.answer = s.answer[:size]
	_, err = io.ReadFull(s.from, s.answer)
	return err
}

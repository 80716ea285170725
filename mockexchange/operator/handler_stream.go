package operator

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/exdrill/exdrill/mockexchange/record"
)

// StreamProtocol is what a caller upgrades a connection to, by
//
//	POST /v1/commands/stream
//	Connection: Upgrade
//	Upgrade: exdrill-commands/1
//
// From then on both sides send frames: a length as a varint and as many bytes.
// The caller's frame is a batch, as POST /v1/commands takes it. The venue's is
// the number of the next command and how many broadcasts wait to be taken, as
// varints, and then for each command its result, how many events it led to as a
// varint, and they. A frame whose first number is 0 is the last one; the rest
// of it is text that says what was wrong. A lab that sends a hundred thousand
// commands one by one saves most of the time that way.
const StreamProtocol = "exdrill-commands/1"

// commandStream upgrades a connection and serves it until the caller leaves.
func (a *api) commandStream(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") != StreamProtocol {
		http.Error(w, "expected Upgrade: "+StreamProtocol, http.StatusUpgradeRequired)
		return
	}
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotImplemented)
		return
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(rw, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n", StreamProtocol)
	if err == nil && rw.Flush() == nil {
		a.answerFrames(conn, rw.Reader)
	}
}

// answerFrames answers frame by frame. A caller that breaks off gets no answer.
func (a *api) answerFrames(conn net.Conn, from *bufio.Reader) {
	var in, out, frame []byte
	for {
		var err error
		if in, err = readFrame(from, in[:0]); err != nil {
			return
		}
		out, err = a.answerFrame(out[:0], in)
		if err != nil {
			out = append([]byte{0}, reason(err)...)
		}
		frame = append(binary.AppendUvarint(frame[:0], uint64(len(out))), out...)
		if _, broken := conn.Write(frame); broken != nil || err != nil {
			return
		}
	}
}

// reason is an error with the details that an answer would have shown.
func reason(err error) string {
	text := err.Error()
	var model *huma.ErrorModel
	if errors.As(err, &model) {
		for _, d := range model.Errors {
			text += ": " + d.Error()
		}
	}
	return text
}

// readFrame reads one frame into buf, which it grows if need be.
func readFrame(from *bufio.Reader, buf []byte) ([]byte, error) {
	size, err := binary.ReadUvarint(from)
	if err != nil {
		return buf, err
	}
	if size > maxBody {
		return buf, fmt.Errorf("frame of %d bytes, expected at most %d", size, maxBody)
	}
	if uint64(cap(buf)) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	_, err = io.ReadFull(from, buf)
	return buf, err
}

// answerFrame applies a batch and appends the answer.
func (a *api) answerFrame(dst, body []byte) ([]byte, error) {
	batch, err := decodeBatch(body)
	if err != nil {
		return dst, err
	}
	var told []byte
	next := uint64(0)
	err = a.venue.Turn(func(t *Turn) {
		told = applyBatch(told, t, batch, true)
		next = t.Applied() + 1
	})
	if err != nil {
		return dst, err
	}
	dst = binary.AppendUvarint(dst, next)
	dst = binary.AppendUvarint(dst, uint64(a.venue.Outbox.Untaken()))
	return append(dst, told...), nil
}

// applyBatch applies commands and appends their results, with or without the
// events that they led to.
func applyBatch(dst []byte, t *Turn, batch []timed, events bool) []byte {
	before := len(t.Logged())
	for i := range batch {
		r, _ := t.Apply(batch[i].at, &batch[i].command) // a refusal is in the result
		dst = record.AppendResult(dst, &r)
		if events {
			dst = appendEvents(dst, t.Logged()[before:])
			before = len(t.Logged())
		}
	}
	return dst
}

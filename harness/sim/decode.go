package sim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// ErrRecord is inside every error about bytes that are no canonical record.
var ErrRecord = errors.New("no canonical record")

// Record is what can be read back from the canonical record of a command: all
// but its credential, and of a block its id.
type Record struct {
	Envelope Envelope
	Result   mockexchange.Result
	Block    chain.Hash
}

// DecodeEnvelope reads the record of a command at the start of src and says
// how many bytes it took. It refuses every other spelling of a record.
func DecodeEnvelope(src []byte) (rec Record, n int, err error) {
	if len(src) < commandHead || src[0] != recordOfCommand {
		return Record{}, 0, fmt.Errorf("%w: expected a command's first %d bytes", ErrRecord, commandHead)
	}
	e := &rec.Envelope
	e.At = int64(binary.LittleEndian.Uint64(src[1:]))
	e.Venue = src[9]
	e.Actor = Actor(binary.LittleEndian.Uint32(src[10:]))
	e.Command.Kind, e.Command.Auth = mockexchange.Kind(src[14]), mockexchange.Auth(src[15])
	r := reader{left: src[commandHead:], mask: binary.LittleEndian.Uint32(src[16:])}
	r.command(&e.Command, &rec.Block)
	if !r.bad && len(r.left) < resultHead {
		r.bad = true
	}
	if !r.bad {
		r.mask = uint32(binary.LittleEndian.Uint16(r.left))
		r.left = r.left[resultHead:]
		r.result(&rec.Result)
	}
	n = len(src) - len(r.left)
	if r.bad || !bytes.Equal(appendEnvelope(nil, e, &rec.Result, &rec.Block), src[:n]) {
		return Record{}, 0, fmt.Errorf("%w: a field of a command is cut short or misspelt", ErrRecord)
	}
	return rec, n, nil
}

// reader takes fields off the front of a record. After something impossible
// bad stays set and every field reads as zero.
type reader struct {
	left []byte
	mask uint32
	bad  bool
}

func (r *reader) has(bit uint) bool { return !r.bad && r.mask>>bit&1 == 1 }

func (r *reader) bits(bit uint) uint64 {
	if !r.has(bit) {
		return 0
	}
	v, n := binary.Uvarint(r.left)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.left = r.left[n:]
	return v
}

func (r *reader) amount(bit uint) int64 {
	v := r.bits(bit)
	return int64(v>>1) ^ -int64(v&1)
}

func (r *reader) fixed(bit uint, v []byte) {
	if !r.has(bit) {
		return
	}
	if len(r.left) < len(v) {
		r.bad = true
		return
	}
	r.left = r.left[copy(v, r.left):]
}

func (r *reader) text(bit uint) string {
	n := r.bits(bit)
	if n > uint64(len(r.left)) {
		r.bad = true
		return ""
	}
	v := string(r.left[:n])
	r.left = r.left[n:]
	return v
}

// narrow reads a number into a narrower field. One that does not fit comes
// back different and fails the comparison with its own record.
func narrow[T ~uint8 | ~uint16 | ~uint32](r *reader, bit uint, v *T) { *v = T(r.bits(bit)) }

func (r *reader) command(c *mockexchange.Command, block *chain.Hash) {
	narrow(r, 0, &c.Refused)
	narrow(r, 1, &c.Source)
	narrow(r, 2, &c.Key)
	narrow(r, 3, &c.Account)
	narrow(r, 4, &c.Factor)
	narrow(r, 5, &c.Market)
	narrow(r, 6, &c.Asset)
	narrow(r, 7, &c.Side)
	narrow(r, 8, &c.Type)
	narrow(r, 9, &c.TimeInForce)
	narrow(r, 10, &c.Scopes)
	c.Flag = r.has(11)
	c.Price = r.amount(12)
	c.Quantity = r.amount(13)
	c.Quote = r.amount(14)
	c.Amount = r.amount(15)
	c.Order = r.bits(16)
	narrow(r, 17, &c.Withdrawal)
	r.fixed(18, c.Address[:])
	c.Memo = r.bits(19)
	c.Until = r.amount(20)
	narrow(r, 21, &c.Limit)
	narrow(r, 22, &c.Target)
	c.Label = r.text(23)
	r.fixed(24, block[:])
	c.Since = r.amount(25)
}

func (r *reader) result(res *mockexchange.Result) {
	narrow(r, 0, &res.Code)
	narrow(r, 1, &res.Control)
	res.Order = r.bits(2)
	narrow(r, 3, &res.Withdrawal)
	narrow(r, 4, &res.Key)
	narrow(r, 5, &res.Count)
	res.Resting = r.has(6)
	res.Filled = r.amount(7)
	res.Quote = r.amount(8)
	res.Bid = r.amount(9)
	res.Ask = r.amount(10)
	res.Last = r.amount(11)
	r.fixed(12, res.Address[:])
	res.Memo = r.bits(13)
}

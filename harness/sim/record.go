package sim

import (
	"encoding/binary"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// The canonical record of one command and its result:
//
//	1 byte    1
//	8 bytes   time, little endian, like all fixed numbers
//	1 byte    venue
//	4 bytes   actor
//	1 byte    kind
//	1 byte    proof
//	4 bytes   mask: which fields of the command follow
//	fields    in the order of their bits
//	2 bytes   mask: which fields of the result follow
//	fields    in the order of their bits
//
// and of one event:
//
//	1 byte    2
//	8 bytes   time
//	8 bytes   sequence number
//	1 byte    type
//	4 bytes   mask
//	fields    in the order of their bits
//
// A field is there if it is not zero. Unsigned numbers are varints, signed
// ones zig-zag varints, a text has its length before it, a flag is its bit
// alone, a block stands as its id. Credentials are left out: the result's code
// says what came of them, and a log may be shown around.
const (
	recordOfCommand = 1
	recordOfEvent   = 2

	commandHead = 20 // bytes before the first field
	resultHead  = 2
	eventHead   = 22
)

// AppendEnvelope appends the canonical record of a command and its result.
func AppendEnvelope(dst []byte, e *Envelope, r *mockexchange.Result) []byte {
	c, start := &e.Command, len(dst)
	dst = append(dst, recordOfCommand)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(e.At))
	dst = append(dst, e.Venue)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(e.Actor))
	w := writer{buf: append(dst, byte(c.Kind), byte(c.Auth), 0, 0, 0, 0)}
	w.command(c)
	binary.LittleEndian.PutUint32(w.buf[start+commandHead-4:], w.mask)

	start = len(w.buf)
	w = writer{buf: append(w.buf, 0, 0)}
	w.result(r)
	binary.LittleEndian.PutUint16(w.buf[start:], uint16(w.mask))
	return w.buf
}

// AppendEvent appends the canonical record of one event.
func AppendEvent(dst []byte, e *mockexchange.Event) []byte {
	start := len(dst)
	dst = append(dst, recordOfEvent)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(e.At))
	dst = binary.LittleEndian.AppendUint64(dst, e.Seq)
	w := writer{buf: append(dst, byte(e.Type), 0, 0, 0, 0)}
	w.event(e)
	binary.LittleEndian.PutUint32(w.buf[start+eventHead-4:], w.mask)
	return w.buf
}

// writer appends the fields that are not zero and remembers which they were.
type writer struct {
	buf  []byte
	mask uint32
}

// bits writes an unsigned number. It is small enough to be inlined, so that a
// zero field costs a comparison.
func (w *writer) bits(bit uint, v uint64) {
	if v != 0 {
		w.number(bit, v)
	}
}

func (w *writer) amount(bit uint, v int64) {
	if v != 0 {
		w.number(bit, uint64(v)<<1^uint64(v>>63))
	}
}

func (w *writer) number(bit uint, v uint64) {
	w.mask |= 1 << bit
	if v < 0x80 {
		w.buf = append(w.buf, byte(v))
		return
	}
	w.buf = binary.AppendUvarint(w.buf, v)
}

func (w *writer) flag(bit uint, v bool) {
	if v {
		w.mask |= 1 << bit
	}
}

func (w *writer) address(bit uint, v *chain.Address) {
	if *v != (chain.Address{}) {
		w.mask |= 1 << bit
		w.buf = append(w.buf, v[:]...)
	}
}

func (w *writer) hash(bit uint, v *chain.Hash) {
	if *v != (chain.Hash{}) {
		w.mask |= 1 << bit
		w.buf = append(w.buf, v[:]...)
	}
}

func (w *writer) block(bit uint, v *chain.Block) {
	if v != nil {
		id := v.ID()
		w.mask |= 1 << bit
		w.buf = append(w.buf, id[:]...)
	}
}

func (w *writer) text(bit uint, v string) {
	if v != "" {
		w.number(bit, uint64(len(v)))
		w.buf = append(w.buf, v...)
	}
}

func (w *writer) command(c *mockexchange.Command) {
	w.bits(0, uint64(c.Refused))
	w.bits(1, uint64(c.Source))
	w.bits(2, uint64(c.Key))
	w.bits(3, uint64(c.Account))
	w.bits(4, uint64(c.Factor))
	w.bits(5, uint64(c.Market))
	w.bits(6, uint64(c.Asset))
	w.bits(7, uint64(c.Side))
	w.bits(8, uint64(c.Type))
	w.bits(9, uint64(c.TimeInForce))
	w.bits(10, uint64(c.Scopes))
	w.flag(11, c.Flag)
	w.amount(12, c.Price)
	w.amount(13, c.Quantity)
	w.amount(14, c.Quote)
	w.amount(15, c.Amount)
	w.bits(16, c.Order)
	w.bits(17, uint64(c.Withdrawal))
	w.address(18, &c.Address)
	w.bits(19, c.Memo)
	w.amount(20, c.Until)
	w.bits(21, uint64(c.Limit))
	w.bits(22, uint64(c.Target))
	w.text(23, c.Label)
	w.block(24, c.Block)
	w.amount(25, c.Since)
	w.bits(26, uint64(c.Listed))
	w.bits(27, uint64(c.Device))
}

func (w *writer) result(r *mockexchange.Result) {
	w.bits(0, uint64(r.Code))
	w.bits(1, uint64(r.Control))
	w.bits(2, r.Order)
	w.bits(3, uint64(r.Withdrawal))
	w.bits(4, uint64(r.Key))
	w.bits(5, uint64(r.Count))
	w.flag(6, r.Resting)
	w.amount(7, r.Filled)
	w.amount(8, r.Quote)
	w.amount(9, r.Bid)
	w.amount(10, r.Ask)
	w.amount(11, r.Last)
	w.address(12, &r.Address)
	w.bits(13, r.Memo)
}

func (w *writer) event(e *mockexchange.Event) {
	w.bits(0, uint64(e.Op))
	w.bits(1, uint64(e.Auth))
	w.bits(2, uint64(e.Code))
	w.bits(3, uint64(e.Control))
	w.bits(4, uint64(e.Side))
	w.bits(5, uint64(e.Order))
	w.flag(6, e.First)
	w.bits(7, uint64(e.Source))
	w.bits(8, uint64(e.Account))
	w.bits(9, uint64(e.Key))
	w.bits(10, uint64(e.Counterparty))
	w.bits(11, uint64(e.Market))
	w.bits(12, uint64(e.Asset))
	w.bits(13, e.OrderID)
	w.bits(14, e.MakerOrder)
	w.bits(15, uint64(e.Withdrawal))
	w.bits(16, uint64(e.Count))
	w.amount(17, e.Price)
	w.amount(18, e.Quantity)
	w.amount(19, e.Amount)
	w.amount(20, e.Value)
	w.address(21, &e.Address)
	w.bits(22, e.Memo)
	w.text(23, e.Label)
	w.hash(24, &e.Tx)
	w.hash(25, &e.Replaces)
	w.amount(26, e.Fee)
	w.bits(27, uint64(e.Vendor))
	w.bits(28, uint64(e.Device))
	w.bits(29, uint64(e.New))
}

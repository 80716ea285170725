package mockexchange

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// codec goes through the fields of a record, in either direction. Each of the
// field lists below is written once and serves both, so that they cannot drift
// apart.
type codec struct {
	buf      []byte // writing: all that was written; reading: what is left
	start    int    // writing: where this record's fields begin
	decoding bool
	field    byte // number of the field at hand
	err      error
}

// lengthRoom is kept free for the length until it is known.
const lengthRoom = binary.MaxVarintLen32

func writing(dst []byte) codec {
	dst = append(dst, make([]byte, lengthRoom)...)
	return codec{buf: dst, start: len(dst)}
}

// record closes a record: it puts the length before the fields.
func (w *codec) record() []byte {
	begin := w.start - lengthRoom
	size := len(w.buf) - w.start
	head := binary.PutUvarint(w.buf[begin:], uint64(size))
	copy(w.buf[begin+head:], w.buf[w.start:])
	return w.buf[:begin+head+size]
}

func reading(src []byte) (r codec, n int, err error) {
	n, err = RecordSize(src)
	if err == nil && n == 0 {
		err = fmt.Errorf("%w: cut short after %d bytes", ErrRecord, len(src))
	}
	if err != nil {
		return codec{}, 0, err
	}
	size, head := binary.Uvarint(src)
	if head != len(binary.AppendUvarint(nil, size)) {
		return codec{}, 0, fmt.Errorf("%w: length in a long form", ErrRecord)
	}
	return codec{buf: src[head:n], decoding: true}, n, nil
}

// finish says whether a record was read to its end without a complaint.
func (r *codec) finish(what string) error {
	if r.err == nil && len(r.buf) > 0 {
		r.fail("unknown or misplaced field")
	}
	if r.err != nil {
		return fmt.Errorf("%s: %w", what, r.err)
	}
	return nil
}

func (r *codec) fail(why string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: field %d: %s", ErrRecord, r.field, why)
	}
	r.buf = nil
}

// present moves on to the next field and says whether its value is to be
// handled now: when writing, because it is not zero; when reading, because it
// is there.
func (r *codec) present(zero bool) bool {
	r.field++
	if !r.decoding {
		if !zero {
			r.buf = append(r.buf, r.field)
		}
		return !zero
	}
	if len(r.buf) == 0 || r.buf[0] != r.field {
		return false
	}
	r.buf = r.buf[1:]
	return true
}

// bits handles an unsigned value that has room for width bits.
func (r *codec) bits(v uint64, width int) uint64 {
	if !r.present(v == 0) {
		return v
	}
	if !r.decoding {
		r.buf = binary.AppendUvarint(r.buf, v)
		return v
	}
	got, n := binary.Uvarint(r.buf)
	if n <= 0 || got == 0 || got>>(width-1)>>1 != 0 || n > 1 && r.buf[n-1] == 0 {
		r.fail("no number of its width, or zero")
		return v
	}
	r.buf = r.buf[n:]
	return got
}

func code[T ~uint8](r *codec, v *T)   { *v = T(r.bits(uint64(*v), 8)) }
func short[T ~uint16](r *codec, v *T) { *v = T(r.bits(uint64(*v), 16)) }
func word[T ~uint32](r *codec, v *T)  { *v = T(r.bits(uint64(*v), 32)) }
func long[T ~uint64](r *codec, v *T)  { *v = T(r.bits(uint64(*v), 64)) }

// amount handles a signed value; small ones of either sign stay short.
func (r *codec) amount(v *int64) {
	folded := r.bits(uint64(*v)<<1^uint64(*v>>63), 64)
	*v = int64(folded>>1) ^ -int64(folded&1)
}

func (r *codec) flag(v *bool) {
	if r.present(!*v) {
		*v = true
	}
}

// fixed handles a value of known length, such as an address.
func (r *codec) fixed(v []byte) {
	zero := true
	for _, b := range v {
		zero = zero && b == 0
	}
	if !r.present(zero) {
		return
	}
	if !r.decoding {
		r.buf = append(r.buf, v...)
		return
	}
	if len(r.buf) < len(v) {
		r.fail("cut short")
		return
	}
	r.buf = r.buf[copy(v, r.buf):]
	for _, b := range v {
		if b != 0 {
			return
		}
	}
	r.fail("zero")
}

func (r *codec) text(v *string) {
	if b, ok := r.bytes([]byte(*v)); ok {
		*v = string(b)
	}
}

// bytes handles a value with its length before it; ok while reading, if it was
// there. The result points into the record.
func (r *codec) bytes(v []byte) (read []byte, ok bool) {
	if !r.present(len(v) == 0) {
		return nil, false
	}
	if !r.decoding {
		r.buf = append(binary.AppendUvarint(r.buf, uint64(len(v))), v...)
		return nil, false
	}
	size, n := binary.Uvarint(r.buf)
	if n <= 0 || size == 0 || n > 1 && r.buf[n-1] == 0 || uint64(len(r.buf)-n) < size {
		r.fail("no length, or cut short")
		return nil, false
	}
	read, r.buf = r.buf[n:n+int(size)], r.buf[n+int(size):]
	return read, true
}

// block handles an observed block, as the chains' own JSON.
func (r *codec) block(v **chain.Block) {
	var text []byte
	if !r.decoding && *v != nil {
		text = blockText(*v)
	}
	text, ok := r.bytes(text)
	if !ok {
		return
	}
	b := new(chain.Block)
	if err := json.Unmarshal(text, b); err != nil {
		r.fail(err.Error())
		return
	}
	if string(blockText(b)) != string(text) {
		r.fail("block not in its own form")
		return
	}
	*v = b
}

// blockText cannot fail: a block is numbers and bytes.
func blockText(b *chain.Block) []byte {
	text, err := json.Marshal(b)
	if err != nil {
		panic("block without a text: " + err.Error())
	}
	return text
}

func (r *codec) command(now *int64, c *Command) {
	r.amount(now)
	code(r, &c.Kind)
	code(r, &c.Auth)
	code(r, &c.Refused)
	word(r, &c.Source)
	word(r, &c.Key)
	word(r, &c.Account)
	r.fixed(c.Credential[:])
	word(r, &c.Factor)
	short(r, &c.Market)
	short(r, &c.Asset)
	code(r, &c.Side)
	code(r, &c.Type)
	code(r, &c.TimeInForce)
	code(r, &c.Scopes)
	r.flag(&c.Flag)
	r.amount(&c.Price)
	r.amount(&c.Quantity)
	r.amount(&c.Quote)
	r.amount(&c.Amount)
	long(r, &c.Order)
	word(r, &c.Withdrawal)
	r.fixed(c.Address[:])
	long(r, &c.Memo)
	r.amount(&c.Until)
	word(r, &c.Limit)
	word(r, &c.Target)
	r.text(&c.Label)
	r.block(&c.Block)
	r.amount(&c.Since)
}

func (r *codec) result(v *Result) {
	code(r, &v.Code)
	code(r, &v.Control)
	long(r, &v.Order)
	word(r, &v.Withdrawal)
	word(r, &v.Key)
	word(r, &v.Count)
	r.flag(&v.Resting)
	r.amount(&v.Filled)
	r.amount(&v.Quote)
	r.amount(&v.Bid)
	r.amount(&v.Ask)
	r.amount(&v.Last)
	r.fixed(v.Address[:])
	long(r, &v.Memo)
}

func (r *codec) event(e *Event) {
	long(r, &e.Seq)
	r.amount(&e.At)
	code(r, &e.Type)
	code(r, &e.Op)
	code(r, &e.Auth)
	code(r, &e.Code)
	code(r, &e.Control)
	code(r, &e.Side)
	code(r, &e.Order)
	r.flag(&e.First)
	word(r, &e.Source)
	word(r, &e.Account)
	word(r, &e.Key)
	word(r, &e.Counterparty)
	short(r, &e.Market)
	short(r, &e.Asset)
	long(r, &e.OrderID)
	long(r, &e.MakerOrder)
	word(r, &e.Withdrawal)
	word(r, &e.Count)
	r.amount(&e.Price)
	r.amount(&e.Quantity)
	r.amount(&e.Amount)
	r.amount(&e.Value)
	r.fixed(e.Address[:])
	long(r, &e.Memo)
	r.text(&e.Label)
}

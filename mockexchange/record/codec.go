package record

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/bits"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// form is what a codec does with the fields that it comes to.
type form uint8

const (
	encoding form = iota // appends them to a record
	decoding             // takes them from a record
	members              // appends them to a JSON object
)

// codec goes through the fields of a record, in any form.
type codec struct {
	buf   []byte // decoding: what is left; else all that was written
	start int    // encoding: where this record's fields begin
	form  form
	field byte // number of the field at hand
	err   error
}

// lengthRoom is kept free for the length until it is known.
const lengthRoom = binary.MaxVarintLen32

func writing(dst []byte) codec {
	dst = append(dst, make([]byte, lengthRoom)...)
	return codec{buf: dst, start: len(dst)}
}

// record closes a record: it puts the length before the fields.
func (r *codec) record() []byte {
	begin := r.start - lengthRoom
	size := len(r.buf) - r.start
	head := binary.PutUvarint(r.buf[begin:], uint64(size))
	copy(r.buf[begin+head:], r.buf[r.start:])
	return r.buf[:begin+head+size]
}

func reading(src []byte) (r codec, n int, err error) {
	n, err = Size(src)
	if err == nil && n == 0 {
		err = fmt.Errorf("%w: cut short after %d bytes", ErrInvalid, len(src))
	}
	if err != nil {
		return codec{}, 0, err
	}
	size, head := binary.Uvarint(src)
	if head != len(binary.AppendUvarint(nil, size)) {
		return codec{}, 0, fmt.Errorf("%w: length in a long form", ErrInvalid)
	}
	return codec{buf: src[head:n], form: decoding}, n, nil
}

// finish says whether a record was read to its end without a complaint.
func (r *codec) finish(what string) error {
	if r.err == nil && len(r.buf) > 0 {
		r.fail("the next", "unknown or misplaced")
	}
	if r.err != nil {
		return fmt.Errorf("%s: %w", what, r.err)
	}
	return nil
}

func (r *codec) fail(name, why string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: field %d, %s: %s", ErrInvalid, r.field, name, why)
	}
	r.buf = nil
}

// present moves on to the next field and says whether its value is to be
// handled now: when writing, because it is not zero; when reading, because it
// is there.
func (r *codec) present(name string, zero bool) bool {
	r.field++
	switch r.form {
	case decoding:
		if len(r.buf) == 0 || r.buf[0] != r.field {
			return false
		}
		r.buf = r.buf[1:]
		return true
	case encoding:
		if !zero {
			r.buf = append(r.buf, r.field)
		}
	case members:
		if !zero {
			r.member(name)
		}
	}
	return !zero
}

// member begins a member of a JSON object.
func (r *codec) member(name string) {
	if n := len(r.buf); n > 0 && r.buf[n-1] != '{' && r.buf[n-1] != ',' {
		r.buf = append(r.buf, ',')
	}
	r.quote(name)
	r.buf = append(r.buf, ':')
}

// quote appends a word that needs no escapes.
func (r *codec) quote(word string) {
	r.buf = append(r.buf, '"')
	r.buf = append(r.buf, word...)
	r.buf = append(r.buf, '"')
}

type unsigned interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// number handles an unsigned number. It is small enough to be inlined, so that
// a zero costs a comparison.
func number[T unsigned](r *codec, name string, v *T) {
	if *v == 0 && r.form == encoding {
		r.field++
		return
	}
	*v = T(r.bits(name, uint64(*v), bits.Len64(uint64(^T(0)))))
}

// named handles a number that people know by its name.
func named[T interface {
	unsigned
	String() string
}](r *codec, name string, v *T) {
	if *v != 0 && r.form == members {
		r.present(name, false)
		r.quote((*v).String())
		return
	}
	number(r, name, v)
}

// bits handles an unsigned value that has room for width bits.
func (r *codec) bits(name string, v uint64, width int) uint64 {
	if !r.present(name, v == 0) {
		return v
	}
	switch {
	case r.form == encoding:
		r.buf = binary.AppendUvarint(r.buf, v)
		return v
	case r.form == decoding:
		return r.uvarint(name, v, width)
	case width == 64:
		r.quote(strconv.FormatUint(v, 10))
	default:
		r.buf = strconv.AppendUint(r.buf, v, 10)
	}
	return v
}

func (r *codec) uvarint(name string, v uint64, width int) uint64 {
	got, n := binary.Uvarint(r.buf)
	if n <= 0 || got == 0 || got>>(width-1)>>1 != 0 || n > 1 && r.buf[n-1] == 0 {
		r.fail(name, "no number of its width, or zero")
		return v
	}
	r.buf = r.buf[n:]
	return got
}

// amount handles a signed value; small ones of either sign stay short.
func (r *codec) amount(name string, v *int64) {
	if *v != 0 && r.form == members {
		r.present(name, false)
		r.quote(strconv.FormatInt(*v, 10))
		return
	}
	folded := r.bits(name, uint64(*v)<<1^uint64(*v>>63), 64)
	*v = int64(folded>>1) ^ -int64(folded&1)
}

func (r *codec) flag(name string, v *bool) {
	if !r.present(name, !*v) {
		return
	}
	*v = true
	if r.form == members {
		r.buf = append(r.buf, "true"...)
	}
}

// secret handles a credential, which no JSON tells.
func (r *codec) secret(v []byte) {
	if r.form != members {
		r.fixed("credential", v)
	}
}

// fixed handles a value of known length, such as an address.
func (r *codec) fixed(name string, v []byte) {
	switch {
	case !r.present(name, allZero(v)):
	case r.form == encoding:
		r.buf = append(r.buf, v...)
	case r.form == members:
		r.quote(hex.EncodeToString(v))
	case len(r.buf) < len(v):
		r.fail(name, "cut short")
	default:
		r.buf = r.buf[copy(v, r.buf):]
		if allZero(v) {
			r.fail(name, "zero")
		}
	}
}

func allZero(v []byte) bool {
	for _, b := range v {
		if b != 0 {
			return false
		}
	}
	return true
}

func (r *codec) text(name string, v *string) {
	if r.form == members {
		if r.present(name, *v == "") {
			quoted, _ := json.Marshal(*v) // a string always has a JSON form
			r.buf = append(r.buf, quoted...)
		}
		return
	}
	if b, ok := r.bytes(name, []byte(*v)); ok {
		*v = string(b)
	}
}

// bytes handles a value with its length before it; ok while reading, if it was
// there. The result points into the record.
func (r *codec) bytes(name string, v []byte) (read []byte, ok bool) {
	if !r.present(name, len(v) == 0) {
		return nil, false
	}
	switch r.form {
	case encoding:
		r.buf = append(binary.AppendUvarint(r.buf, uint64(len(v))), v...)
		return nil, false
	case members:
		r.buf = append(r.buf, v...)
		return nil, false
	}
	size, n := binary.Uvarint(r.buf)
	if n <= 0 || size == 0 || n > 1 && r.buf[n-1] == 0 || uint64(len(r.buf)-n) < size {
		r.fail(name, "no length, or cut short")
		return nil, false
	}
	read, r.buf = r.buf[n:n+int(size)], r.buf[n+int(size):]
	return read, true
}

// block handles an observed block, as the chains' own JSON.
func (r *codec) block(name string, v **chain.Block) {
	var text []byte
	if r.form != decoding && *v != nil {
		text = blockText(*v)
	}
	text, ok := r.bytes(name, text)
	if !ok {
		return
	}
	b := new(chain.Block)
	if err := json.Unmarshal(text, b); err != nil {
		r.fail(name, err.Error())
		return
	}
	if string(blockText(b)) != string(text) {
		r.fail(name, "block not in its own form")
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

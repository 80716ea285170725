package timeline

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Point is a value from a time on. JSON carries it as a pair: milliseconds
// since the Unix epoch and the value, a string of digits so that no reader
// rounds it.
type Point struct {
	At    int64 // virtual nanoseconds
	Value int64
}

const millisecond = 1_000_000

// MarshalJSON writes the pair.
func (p Point) MarshalJSON() ([]byte, error) {
	b := strconv.AppendInt([]byte{'['}, p.At/millisecond, 10)
	b = append(b, ',', '"')
	b = strconv.AppendInt(b, p.Value, 10)
	return append(b, '"', ']'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Point) UnmarshalJSON(text []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(text, &pair); err != nil {
		return err
	}
	var value string
	at, err := strconv.ParseInt(string(pair[0]), 10, 64)
	if err == nil {
		err = json.Unmarshal(pair[1], &value)
	}
	if err == nil {
		p.Value, err = strconv.ParseInt(value, 10, 64)
	}
	if err != nil {
		return fmt.Errorf("point %s, expected milliseconds and a string of digits", text)
	}
	p.At = at * millisecond
	return nil
}

// Bucket is what was paid within one span: JSON carries it as a list of the
// span's beginning and the three prices.
type Bucket struct {
	At             int64 // the span's beginning, virtual nanoseconds
	Min, Max, Last int64 // at the market's scale
}

// MarshalJSON writes the list.
func (b Bucket) MarshalJSON() ([]byte, error) {
	return json.Marshal([]string{
		strconv.FormatInt(b.At/millisecond, 10), strconv.FormatInt(b.Min, 10),
		strconv.FormatInt(b.Max, 10), strconv.FormatInt(b.Last, 10),
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *Bucket) UnmarshalJSON(text []byte) error {
	var list [4]string
	if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	for i, to := range []*int64{&b.At, &b.Min, &b.Max, &b.Last} {
		var err error
		if *to, err = strconv.ParseInt(list[i], 10, 64); err != nil {
			return fmt.Errorf("span %s, expected four strings of digits", text)
		}
	}
	b.At *= millisecond
	return nil
}

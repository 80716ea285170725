package sigma

import (
	"encoding/base64"
	"slices"
	"unicode/utf16"
)

// encoded puts a plain text through the encodings; base64offset makes three
// values of it.
func encoded(s string, encodings []string) []string {
	if slices.Contains(encodings, "base64offset") {
		return offsets(wideOf(s, encodings[0]))
	}
	for _, e := range encodings {
		if e == "base64" {
			s = base64.StdEncoding.EncodeToString([]byte(s))
		} else {
			s = wideOf(s, e)
		}
	}
	return []string{s}
}

// wideOf encodes a text as UTF-16; as it is for any other encoding.
func wideOf(s, encoding string) string {
	var b []byte
	big := false
	switch encoding {
	case "utf16":
		b = []byte{0xff, 0xfe} // the mark that says little end first
	case "utf16le", "wide":
	case "utf16be":
		big = true
	default:
		return s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

// offsets gives what base64 makes of a text that begins 0, 1 or 2 bytes behind
// a border of three, without the digits that its neighbours decide about.
func offsets(s string) []string {
	var all []string
	head := [...]int{0, 2, 3}
	for shift := range 3 {
		padded := append(make([]byte, shift, shift+len(s)), s...)
		digits := base64.RawStdEncoding.EncodeToString(padded)
		end := len(padded) / 3 * 4
		switch len(padded) % 3 {
		case 1:
			end++
		case 2:
			end += 2
		}
		if head[shift] < end {
			all = append(all, digits[head[shift]:end])
		}
	}
	return all
}

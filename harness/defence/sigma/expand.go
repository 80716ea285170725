package sigma

import (
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Bounds of what the placeholders of one value make: values, and bytes in all.
const (
	maxExpanded      = 10_000
	maxExpandedBytes = 1 << 20
)

// expand puts the values of placeholders in their place; each of several makes
// a value of its own. \% is a percent sign.
func (r *reader) expand(at yamldoc.Position, s string) []string {
	made, size := []string{""}, 1
	for _, part := range placeholders(s) {
		values := []string{part.text}
		if part.named {
			if values = r.o.Placeholders[part.text]; len(values) == 0 {
				r.Unknown(at, "placeholder", part.text, keys(r.o.Placeholders))
				return nil
			}
		}
		longest := 0
		for _, v := range values {
			longest = max(longest, len(v))
		}
		size += longest
		if n := len(made) * len(values); n > maxExpanded || n*size > maxExpandedBytes {
			r.Reject(at, "the placeholders make too many values", "at most 10,000, of a mebibyte in all")
			return nil
		}
		made = joined(made, values)
	}
	return made
}

// joined puts every ending behind every beginning.
func joined(beginnings, endings []string) (all []string) {
	for _, b := range beginnings {
		for _, e := range endings {
			all = append(all, b+e)
		}
	}
	return all
}

// part is a piece of a value: plain text, or the name of a placeholder.
type part struct {
	text  string
	named bool
}

// placeholders takes a value apart.
func placeholders(s string) (all []part) {
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			all = append(all, part{text: plain.String()})
			plain.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		if strings.HasPrefix(s[i:], `\%`) {
			i++
			plain.WriteByte('%')
			continue
		}
		end := 0
		if s[i] == '%' {
			end = 1 + strings.IndexByte(s[min(i+1, len(s)):min(i+1+maxName, len(s))], '%')
		}
		if name := s[i+min(1, end) : i+end]; end > 1 && strings.Trim(name, placeholderLetters) == "" {
			flush()
			all = append(all, part{name, true})
			i += end
			continue
		}
		plain.WriteByte(s[i])
	}
	flush()
	return all
}

// maxName bounds how far the end of a placeholder's name is looked for.
const maxName = 256

const placeholderLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

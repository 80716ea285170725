package sigma

import (
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// maxExpanded bounds how many values the placeholders of one value make.
const maxExpanded = 10_000

// expand puts the values of placeholders in their place; each of several makes
// a value of its own. \% is a percent sign.
func (r *reader) expand(at scenarios.Position, s string) []string {
	made := []string{""}
	add := func(some ...string) {
		var all []string
		for _, m := range made {
			for _, one := range some {
				all = append(all, m+one)
			}
		}
		made = all
	}
	for s != "" {
		if strings.HasPrefix(s, `\%`) {
			add("%")
			s = s[2:]
			continue
		}
		name, rest, ok := strings.Cut(strings.TrimPrefix(s, "%"), "%")
		if s[0] != '%' || !ok || strings.Trim(name, placeholderLetters) != "" || name == "" {
			end := 1 + strings.IndexAny(s[1:], `%\`)
			if end == 0 {
				end = len(s)
			}
			add(s[:end])
			s = s[end:]
			continue
		}
		values := r.o.Placeholders[name]
		if len(values) == 0 {
			r.unknown(at, "placeholder", name, keys(r.o.Placeholders))
			return nil
		}
		if len(made)*len(values) > maxExpanded {
			r.reject(at, "the placeholders make too many values", "at most 10,000")
			return nil
		}
		add(values...)
		s = rest
	}
	return made
}

const placeholderLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

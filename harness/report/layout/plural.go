package layout

import (
	"fmt"
	"strings"
)

// Count is how many things there are: "1 run", "12 runs".
func Count(n int, one string) string { return fmt.Sprintf("%d %s", n, Plural(n, one+"|"+one+"s")) }

// Plural is the form of a word, or of a format, that goes with so many things:
// "run|runs". What has one form, such as all words of Japanese, is as it is.
func Plural(n int, forms string) string {
	one, many, two := strings.Cut(forms, "|")
	if two && n != 1 {
		return many
	}
	return one
}

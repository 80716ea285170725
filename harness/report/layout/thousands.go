package layout

import "regexp"

// figures are the forms in which a documented figure is told: a number, perhaps
// with a unit, and one with its range.
var figures = regexp.MustCompile(`^(about )?\d+(\.\d+)?( \S+)?(, \d+(\.\d+)?( \S+)? to \d+(\.\d+)?( \S+)?)?$`)

// whole are the digits of a number before its decimals.
var whole = regexp.MustCompile(`(^| )\d{4,}`)

// Thousands writes the numbers of a figure with a comma between thousands:
// "6,236,810.1 MONA". Any other text stays as it is.
func Thousands(text string) string {
	if !figures.MatchString(text) {
		return text
	}
	return whole.ReplaceAllStringFunc(text, func(digits string) string {
		for i := len(digits) - 3; i > 0 && digits[i-1] != ' '; i -= 3 {
			digits = digits[:i] + "," + digits[i:]
		}
		return digits
	})
}

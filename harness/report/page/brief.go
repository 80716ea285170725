package page

import (
	"html"
	"html/template"
	"regexp"
	"strings"
)

var (
	bold = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	lean = regexp.MustCompile(`\*([^*]+)\*`)
	code = regexp.MustCompile("`([^`]+)`")
	link = regexp.MustCompile(`\[([^\]]+)\]\((https?://[^)\s]+)\)`)
)

// markdown writes the little Markdown that briefings use: headings, paragraphs,
// lists, emphasis, code, links. The first heading is the page's own and left
// out; anything else comes out as text.
func markdown(text string) template.HTML {
	var b strings.Builder
	for i, block := range blocks(text) {
		first := block[0]
		switch {
		case strings.HasPrefix(first, "# ") && i == 0:
		case strings.HasPrefix(first, "#"):
			b.WriteString("<h3>" + inline(strings.TrimLeft(first, "# ")) + "</h3>")
			if len(block) > 1 {
				b.WriteString("<p>" + inline(joined(block[1:])) + "</p>")
			}
		case strings.HasPrefix(first, "- "), strings.HasPrefix(first, "* "):
			b.WriteString("<ul>")
			for _, item := range items(block) {
				b.WriteString("<li>" + inline(item) + "</li>")
			}
			b.WriteString("</ul>")
		default:
			b.WriteString("<p>" + inline(joined(block)) + "</p>")
		}
	}
	return template.HTML(b.String()) // inline escapes its text
}

// joined makes one line of several. Japanese has no blanks between words.
func joined(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 && !cjk(lines[i-1], line) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// cjk reports whether a line ends, or the next begins, with a letter that needs
// no blank.
func cjk(before, after string) bool {
	a, b := []rune(before), []rune(after)
	return len(a) > 0 && len(b) > 0 && (a[len(a)-1] >= 0x2e80 || b[0] >= 0x2e80)
}

// blocks are the lines between empty ones.
func blocks(text string) (list [][]string) {
	open := false
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			open = false
			continue
		}
		if !open {
			list, open = append(list, nil), true
		}
		list[len(list)-1] = append(list[len(list)-1], line)
	}
	return list
}

// items are the points of a list; a line without a dash goes on with the last.
func items(block []string) (list []string) {
	for _, line := range block {
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			list = append(list, rest)
		} else if rest, ok := strings.CutPrefix(line, "* "); ok {
			list = append(list, rest)
		} else if len(list) > 0 {
			list[len(list)-1] = joined([]string{list[len(list)-1], line})
		}
	}
	return list
}

func inline(text string) string {
	text = html.EscapeString(text)
	text = code.ReplaceAllString(text, "<code>$1</code>")
	text = bold.ReplaceAllString(text, "<strong>$1</strong>")
	text = lean.ReplaceAllString(text, "<em>$1</em>")
	return link.ReplaceAllString(text, `<a href="$2">$1</a>`)
}

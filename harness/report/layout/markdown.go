package layout

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// The parts of Markdown that the texts of a scenario use.
var (
	heading = regexp.MustCompile(`^(#+) (.*)$`)
	item    = regexp.MustCompile(`^(\s*(?:[-*]|\d+\.) +)(.*)$`)
	strong  = regexp.MustCompile(`\*\*([^*]+)\*\*`)
)

// Markdown lays a text of a scenario out for a page: headings underlined,
// paragraphs and items filled to the page's width. Fenced blocks stay as they
// are.
func Markdown(w io.Writer, source string) {
	p := paragraph{w: w}
	fenced := false
	for line := range strings.SplitSeq(source, "\n") {
		fence := strings.HasPrefix(line, "```")
		switch {
		case fence, fenced:
			p.flush()
			if fenced = fenced != fence; !fence {
				fmt.Fprintln(w, "    "+line)
			}
		case strings.TrimSpace(line) == "":
			p.flush()
			fmt.Fprintln(w)
		case heading.MatchString(line):
			p.flush()
			p.title(heading.FindStringSubmatch(line))
		case item.MatchString(line):
			p.flush()
			found := item.FindStringSubmatch(line)
			p.lead, p.body = found[1], found[2]
		default:
			p.add(strings.TrimSpace(line))
		}
	}
	p.flush()
}

// paragraph gathers the lines of one paragraph or item.
type paragraph struct {
	w          io.Writer
	lead, body string
}

func (p *paragraph) title(found []string) {
	rule := "-"
	if found[1] == "#" {
		rule = "="
	}
	fmt.Fprintf(p.w, "%s\n%s\n", found[2], strings.Repeat(rule, Width(found[2])))
}

// add joins a line to what came before; scripts without spaces get none.
func (p *paragraph) add(line string) {
	if p.body == "" {
		p.body = line
		return
	}
	before, after := []rune(p.body), []rune(line)
	if !IsWide(before[len(before)-1]) || !IsWide(after[0]) {
		p.body += " "
	}
	p.body += line
}

func (p *paragraph) flush() {
	if p.body != "" {
		indent := strings.Repeat(" ", len(p.lead))
		lead := p.lead
		for _, l := range Wrap(strong.ReplaceAllString(p.body, "$1"), PageWidth-len(indent)) {
			fmt.Fprintln(p.w, lead+l)
			lead = indent
		}
	}
	p.lead, p.body = "", ""
}

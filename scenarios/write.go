package scenarios

import (
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// resolvedHead stands above a scenario that was put together.
const resolvedHead = "# Put together by exdrill from a scenario and what it extends.\n"

// widest is how long a line may become.
const widest = 140

// document writes a tree as a file that needs no other.
func document(root *yamldoc.Node) []byte {
	var b strings.Builder
	b.WriteString(resolvedHead)
	block(&b, root, 0)
	return []byte(b.String())
}

// block writes a mapping or a list in lines of its own.
func block(b *strings.Builder, n *yamldoc.Node, indent int) {
	margin := strings.Repeat(" ", indent)
	for _, e := range n.Entries {
		b.WriteString(margin + key(e.Key) + ":")
		below(b, e.Value, indent+2)
	}
	for _, item := range n.Items {
		b.WriteString(margin + "-")
		if line, ok := inline(item, widest-indent-2); ok || !hasParts(item) {
			b.WriteString(" " + line + "\n")
			continue
		}
		var part strings.Builder
		block(&part, item, indent+2)
		b.WriteString(" " + strings.TrimLeft(part.String(), " "))
	}
}

// below writes what stands behind a key: in its line, if there is room.
func below(b *strings.Builder, n *yamldoc.Node, indent int) {
	line, ok := inline(n, widest-indent-20)
	switch {
	case !ok && hasParts(n):
		b.WriteString("\n")
		block(b, n, indent)
	case line == "":
		b.WriteString("\n")
	default:
		b.WriteString(" " + line + "\n")
	}
}

// hasParts reports whether a node has anything below it.
func hasParts(n *yamldoc.Node) bool { return n != nil && len(n.Entries)+len(n.Items) > 0 }

// inline is a node in one line; ok is false for a mapping or a list that has no
// room there, or holds what means something else between brackets, as a time does
// in a list, which the parser takes for a key.
func inline(n *yamldoc.Node, room int) (line string, ok bool) {
	if n == nil || n.Kind != yamldoc.Mapping && n.Kind != yamldoc.List {
		return written(n), true
	}
	var parts []string
	for _, e := range n.Entries {
		part, ok := inline(e.Value, room)
		if !ok || !bracketed(e.Value) || hasParts(e.Value) && e.Value.Find("is") == nil && len(n.Entries) > 8 {
			return "", false
		}
		parts = append(parts, key(e.Key)+": "+part)
	}
	for _, item := range n.Items {
		part, ok := inline(item, room)
		if !ok || !bracketed(item) || strings.Contains(item.Text, ":") || item.Kind == yamldoc.Mapping && item.Find("is") == nil {
			return "", false
		}
		parts = append(parts, part)
	}
	line = "{" + strings.Join(parts, ", ") + "}"
	if n.Kind == yamldoc.List {
		line = "[" + strings.Join(parts, ", ") + "]"
	}
	return line, len(line) <= room
}

// bracketed reports whether a scalar means the same between brackets.
func bracketed(n *yamldoc.Node) bool {
	if n == nil || !n.Scalar() || n.Quoted {
		return n != nil && n.Kind != yamldoc.Nothing
	}
	return n.Text != "" && !strings.ContainsAny(n.Text, ",[]{}\"'") && !strings.Contains(n.Text, ": ") && !strings.Contains(n.Text, " #")
}

// written is a scalar as a file has it. What stood in quotes stands in double
// ones: only there every text can.
func written(n *yamldoc.Node) string {
	switch {
	case n == nil || n.Kind == yamldoc.Nothing:
		return ""
	case !n.Scalar():
		var parts []string
		for _, e := range n.Entries {
			parts = append(parts, key(e.Key)+": "+written(e.Value))
		}
		for _, item := range n.Items {
			parts = append(parts, written(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Quoted:
		return quoted(n.Text)
	}
	return n.Text
}

// key is a key as a file has it.
func key(text string) string {
	if text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
		return text
	}
	return quoted(text)
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(text) + `"`
}

package sigma

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// reader reads one file of rules.
type reader struct {
	yamldoc.Reader
	o *Options
}

// dialect is what of YAML rules may use: Sigma has no use for anchors.
var dialect = yamldoc.Dialect{Bytes: 256 << 10, Levels: 32, Indent: 256, Plain: true, Twice: true}

// parse turns a file into one tree for each document that is not empty.
func (r *reader) parse(src []byte) (docs []*yamldoc.Node) {
	before := len(r.Errs)
	for _, d := range r.Documents(src) {
		if d.Body.Kind != yamldoc.Nothing {
			r.tidy(d.Body)
			docs = append(docs, d.Body)
		}
	}
	if len(docs) == 0 && len(r.Errs) == before {
		r.Reject(r.Top(), "the file is empty", "a Sigma rule")
	}
	return docs
}

// tidy puts scalars into one way of writing, and refuses keys that stand twice in
// a mapping, of which it keeps the first.
func (r *reader) tidy(n *yamldoc.Node) {
	n.Text = n.Plain()
	if len(n.Entries) > 0 {
		n.Pos = n.Entries[0].Pos
	}
	kept := n.Entries[:0]
	for _, e := range n.Entries {
		if slices.ContainsFunc(kept, func(k yamldoc.Entry) bool { return k.Key == e.Key }) {
			r.Reject(e.Pos, "the key "+yamldoc.Quoted(e.Key)+" stands here twice", "each key once")
			continue
		}
		r.tidy(e.Value)
		kept = append(kept, e)
	}
	n.Entries = kept
	for _, item := range n.Items {
		r.tidy(item)
	}
}

// text reads a value that is a single text; numbers count as they are written.
func (r *reader) text(e *yamldoc.Entry, wanted string) string {
	if !e.Value.Scalar() {
		r.Reject(e.Value.Pos, e.Key+" is "+e.Value.Kind.String(), wanted)
		return ""
	}
	if strings.TrimSpace(e.Value.Text) == "" {
		r.Reject(e.Value.Pos, e.Key+" is empty", wanted)
	}
	return e.Value.Text
}

// oneOf reads a text out of a closed list.
func (r *reader) oneOf(e *yamldoc.Entry, names []string) string {
	s := r.text(e, yamldoc.Choice(names))
	if s != "" && !slices.Contains(names, s) {
		r.Unknown(e.Value.Pos, e.Key, s, names)
	}
	return s
}

// texts reads a list of texts; a single text counts as a list of one.
func (r *reader) texts(e *yamldoc.Entry, wanted string) (all []string) {
	if e.Value.Scalar() {
		return []string{r.text(e, wanted)}
	}
	if e.Value.Kind != yamldoc.List {
		r.Reject(e.Value.Pos, e.Key+" is "+e.Value.Kind.String(), wanted)
		return nil
	}
	for _, n := range e.Value.Items {
		if !n.Scalar() || strings.TrimSpace(n.Text) == "" {
			r.Reject(n.Pos, "an element of "+e.Key+" is "+n.Kind.String(), wanted)
			continue
		}
		all = append(all, n.Text)
	}
	return all
}

// atMost says how long a text may be.
func (r *reader) atMost(e *yamldoc.Entry, s string, most int) string {
	if n := len([]rune(s)); n > most {
		r.Reject(e.Value.Pos, fmt.Sprintf("%s has %d characters", e.Key, n), fmt.Sprintf("at most %d", most))
	}
	return s
}

package yamldoc

import "slices"

// Mapping gives the entries of a mapping. Nothing at all counts as an empty
// one, so that a key without a value can be written bare.
func (r *Reader) Mapping(n *Node, wanted string) []Entry {
	switch {
	case n == nil || n.Kind == Nothing:
		return nil
	case n.Kind == Mapping:
		return n.Entries
	}
	r.Reject(n.Pos, "it is "+n.Kind.String(), wanted)
	return nil
}

// Key is a key that a mapping may have, and what reads its entry; nil for one
// that is read elsewhere.
type Key struct {
	Name string
	Read func(e Entry)
}

// Keys has entries read by their keys, and notes those that mean nothing.
func (r *Reader) Keys(entries []Entry, keys ...Key) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	for _, e := range entries {
		i := slices.Index(names, e.Key)
		switch {
		case i < 0:
			r.Unknown(e.Pos, "key", e.Key, names)
		case keys[i].Read != nil:
			keys[i].Read(e)
		}
	}
}

// Require notes keys that are missing.
func (r *Reader) Require(entries []Entry, wanted string, keys ...string) {
	for _, k := range keys {
		if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Key == k }) {
			r.Reject(r.Top(), k+" is missing", wanted)
		}
	}
}

// Wrong notes that a value is not what was wanted.
func (r *Reader) Wrong(e Entry, wanted string) {
	is := e.Value.Kind.String()
	if k := e.Value.Kind; k == Text || k == Integer || k == Decimal {
		is = Quoted(e.Value.Text)
	}
	r.Reject(e.Place(), e.Key+" is "+is, wanted)
}

// Text reads a value that is a single text or number, as it is written.
func (r *Reader) Text(e Entry, wanted string) (s string, ok bool) {
	if k := e.Value.Kind; k != Text && k != Integer && k != Decimal {
		r.Wrong(e, wanted)
		return "", false
	}
	if e.Value.Text == "" {
		r.Reject(e.Place(), e.Key+" is empty", wanted)
	}
	return e.Value.Text, e.Value.Text != ""
}

// Items gives the elements of a list, each as the entry's value.
func (r *Reader) Items(e Entry, wanted string) (all []Entry) {
	if e.Value.Kind != List || len(e.Value.Items) == 0 {
		r.Reject(e.Place(), e.Key+" is "+e.Value.Kind.String(), wanted)
		return nil
	}
	for _, n := range e.Value.Items {
		all = append(all, e.With(n))
	}
	return all
}

// List gives the elements of a list; a single value counts as a list of one.
func (r *Reader) List(e Entry, wanted string) []Entry {
	if e.Value.Kind != List {
		return []Entry{e}
	}
	return r.Items(e, wanted)
}

// Names reads a text or a list of texts.
func (r *Reader) Names(e Entry, wanted string) (all []string) {
	for _, one := range r.List(e, wanted) {
		if s, ok := r.Text(one, wanted); ok || e.Value.Kind != List {
			all = append(all, s)
		}
	}
	return all
}

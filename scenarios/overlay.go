package scenarios

import (
	"reflect"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// over lays a value over the base's. The types say what belongs together. The
// entries of the two say where figures below come from that do not say so
// themselves.
func (l *layers) over(t reflect.Type, base, own *yamldoc.Node, fromBase, fromOwn []yamldoc.Entry) *yamldoc.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case single(t), t == reflect.TypeFor[Latency](): // either takes or blocks
		return own
	case isTable(t):
		if own.Kind == yamldoc.Mapping && base.Kind == yamldoc.Mapping && !single(t.Elem().Field(1).Type) {
			return l.table(t.Elem().Field(1).Type, own, base, fromBase, fromOwn)
		}
	case t.Kind() == reflect.Struct:
		if own.Kind == yamldoc.Mapping && base.Kind == yamldoc.Mapping {
			return l.structure(t, own, base, fromBase, fromOwn)
		}
	case t.Kind() == reflect.Slice:
		if own.Kind == yamldoc.List {
			return l.list(t.Elem(), own, base, fromBase, fromOwn)
		}
	}
	return own
}

// single reports whether values of a type are taken whole: figures, names, texts.
func single(t reflect.Type) bool {
	switch reflect.New(t).Interface().(type) {
	case leaf, plainScalar:
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice
}

// structure lays a mapping with known keys over another one, in the order in
// which the format has them.
func (l *layers) structure(t reflect.Type, own, base *yamldoc.Node, fromBase, fromOwn []yamldoc.Entry) *yamldoc.Node {
	fields := fieldsOf(t, nil)
	keys := keysOf(fields)
	origins := slices.DeleteFunc(slices.Clone(originKeys), func(k string) bool { return slices.Contains(keys, k) })
	made := l.mapping(own, base, fromBase, fromOwn, origins, func(key string) reflect.Type {
		if i := slices.Index(keys, key); i >= 0 {
			return t.FieldByIndex(fields[i].index).Type
		}
		return nil
	})
	first := identity(keys)
	if t == reflect.TypeFor[Scenario]() {
		first = nil
	}
	rank := func(e yamldoc.Entry) int {
		if i := slices.Index(keys, e.Key); i >= 0 && !slices.Contains(first, e.Key) {
			return i + 1
		}
		return 0 // who it is, and where its figures come from
	}
	slices.SortStableFunc(made.Entries, func(a, b yamldoc.Entry) int { return rank(a) - rank(b) })
	return made
}

// table lays a mapping from names over another one. New names come behind.
func (l *layers) table(t reflect.Type, own, base *yamldoc.Node, fromBase, fromOwn []yamldoc.Entry) *yamldoc.Node {
	made := l.mapping(own, base, fromBase, fromOwn, originKeys, func(string) reflect.Type { return t })
	rank := func(e yamldoc.Entry) int {
		switch at := slices.IndexFunc(base.Entries, func(b yamldoc.Entry) bool { return b.Key == e.Key }); {
		case slices.Contains(originKeys, e.Key):
			return -1
		case at < 0:
			return len(base.Entries)
		default:
			return at
		}
	}
	slices.SortStableFunc(made.Entries, func(a, b yamldoc.Entry) int { return rank(a) - rank(b) })
	return made
}

// mapping lays one mapping over another. typeOf is nil for a key that means
// nothing, which whoever reads the tree tells.
func (l *layers) mapping(own, base *yamldoc.Node, fromBase, fromOwn []yamldoc.Entry, origins []string, typeOf func(key string) reflect.Type) *yamldoc.Node {
	fromBase, fromOwn = origin(base, fromBase, origins), origin(own, fromOwn, origins)
	made := *own
	made.Entries = nil
	for _, e := range own.Entries {
		t, under := typeOf(e.Key), base.Find(e.Key)
		if t != nil && !slices.Contains(origins, e.Key) && e.Value != nil {
			nothing := yamldoc.Node{Kind: yamldoc.Nothing}
			if under == nil || under.Value == nil {
				nothing.Kind = emptyLike(e.Value)
				under = &yamldoc.Entry{Value: &nothing}
			}
			e.Value = l.over(t, under.Value, e.Value, fromBase, fromOwn)
		}
		made.Entries = append(made.Entries, e)
	}
	for _, e := range base.Entries {
		if own.Find(e.Key) != nil || slices.Contains(origins, e.Key) {
			continue
		}
		if t := typeOf(e.Key); t != nil && !sameOrigin(fromBase, fromOwn) {
			e.Value = pushed(t, e.Value, fromBase)
		}
		made.Entries = append(made.Entries, e)
	}
	return &made
}

// emptyLike is the kind of nothing that a value can be laid over.
func emptyLike(n *yamldoc.Node) yamldoc.Kind {
	if n.Kind == yamldoc.Mapping || n.Kind == yamldoc.List {
		return n.Kind
	}
	return yamldoc.Nothing
}

// origin is the entries that say where figures below a mapping come from.
func origin(n *yamldoc.Node, inherited []yamldoc.Entry, origins []string) (list []yamldoc.Entry) {
	if n.Find("from") == nil || !slices.Contains(origins, "from") {
		return inherited
	}
	for _, e := range n.Entries {
		if slices.Contains(origins, e.Key) {
			list = append(list, e)
		}
	}
	return list
}

// sameOrigin reports whether two say the same; notes are no part of it.
func sameOrigin(a, b []yamldoc.Entry) bool {
	said := func(list []yamldoc.Entry) (text string) {
		for _, e := range list {
			if e.Key != "note" {
				text += e.Key + ":" + written(e.Value) + "\n"
			}
		}
		return text
	}
	return said(a) == said(b)
}

// pushed is a value of a base in a place where another origin would hold for it:
// it says itself where its figures come from.
func pushed(t reflect.Type, n *yamldoc.Node, from []yamldoc.Entry) *yamldoc.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n == nil || len(from) == 0 {
		return n
	}
	c := *n
	switch _, figure := reflect.New(t).Interface().(leaf); {
	case figure && n.Scalar():
		return &yamldoc.Node{Kind: yamldoc.Mapping, Flow: true, Pos: n.Pos, Entries: append([]yamldoc.Entry{{Key: "is", Pos: n.Pos, Value: n}}, from...)}
	case n.Kind == yamldoc.Mapping && (figure || !single(t)) && n.Find("from") == nil && t != reflect.TypeFor[Bilingual]():
		c.Entries = append(slices.Clone(n.Entries), from...)
		return &c
	case n.Kind == yamldoc.List && t.Kind() == reflect.Slice:
		c.Items = nil
		for _, item := range n.Items {
			c.Items = append(c.Items, pushed(t.Elem(), item, from))
		}
		return &c
	}
	return n
}

// list gives the items of a list what they leave out.
func (l *layers) list(t reflect.Type, own, base *yamldoc.Node, fromBase, fromOwn []yamldoc.Entry) *yamldoc.Node {
	if t.Kind() != reflect.Struct {
		return own
	}
	names := identity(keysOf(fieldsOf(t, nil)))
	if names == nil {
		return own
	}
	made := *own
	made.Items = nil
	for _, item := range own.Items {
		made.Items = append(made.Items, l.item(t, item, &siblings{names, made.Items, base.Items, fromOwn, fromBase}))
	}
	return &made
}

// siblings are the items of a list that another one may be like: those before it,
// or else the base's.
type siblings struct {
	names             []string // by which they are told apart
	own, base         []*yamldoc.Node
	fromOwn, fromBase []yamldoc.Entry
}

// called finds the item of a name, and where its figures come from.
func (s *siblings) called(name string) (*yamldoc.Node, []yamldoc.Entry) {
	if own := named(s.own, name, s.names); own != nil {
		return own, s.fromOwn
	}
	return named(s.base, name, s.names), s.fromBase
}

// item gives an item of a list what it leaves out: from the one that it says it is
// like, or else from the base's of the same name.
func (l *layers) item(t reflect.Type, item *yamldoc.Node, s *siblings) *yamldoc.Node {
	under, from, unknown := named(s.base, called(item, s.names), s.names), s.fromBase, false
	if like := item.Find(likeKey); like != nil && item.Kind == yamldoc.Mapping {
		item = without(item, likeKey)
		if under, from = s.called(like.Value.Text); under == nil {
			l.likeNone(t, like.Value, s)
			unknown = true
		}
	}
	lacks := unknown || l.lacking[under]
	if under == nil {
		under = &yamldoc.Node{Kind: yamldoc.Mapping}
	}
	whole := l.over(t, under, item, from, s.fromOwn)
	if lacks {
		l.lacks(whole)
	}
	return whole
}

// likeNone tells of an item that is like none there is, unless that may stand in
// what cannot be had, which was told.
func (l *layers) likeNone(t reflect.Type, like *yamldoc.Node, s *siblings) {
	if l.short {
		return
	}
	var all []string
	for _, one := range slices.Concat(s.own, s.base) {
		all = append(all, called(one, s.names))
	}
	l.errs = append(l.errs, yamldoc.Unknown(like.Pos, "item that it is like", like.Text, all))
	l.short = t != reflect.TypeFor[Group]() && t != reflect.TypeFor[Market]() // these name themselves, and nothing counts them together
}

// identity lists those of an item's keys by which a list tells them apart; nil for
// items that have no names.
func identity(keys []string) []string {
	for _, names := range [][]string{{"name"}, {"code"}, {"id"}, {"control"}, {"base", "quote"}} {
		if slices.Contains(keys, names[0]) {
			return names
		}
	}
	return nil
}

// called is what an item is called, such as BTC/JPY; empty for one that lacks it.
func called(n *yamldoc.Node, names []string) string {
	var parts []string
	for _, key := range names {
		e := n.Find(key)
		if e == nil || e.Value == nil || e.Value.Text == "" {
			return ""
		}
		parts = append(parts, e.Value.Text)
	}
	return strings.Join(parts, "/")
}

// named finds the item of a name; nil if there is none.
func named(items []*yamldoc.Node, name string, names []string) *yamldoc.Node {
	for _, item := range items {
		if name != "" && called(item, names) == name {
			return item
		}
	}
	return nil
}

// forgetGroups takes the groups that a scenario leaves out of its base's out of
// what the base says of their adoption, too. What stands in the scenario's own
// file stays, to be told.
func forgetGroups(made, base *yamldoc.Node, file string) {
	groups := func(n *yamldoc.Node) (names []string) {
		for _, g := range valueAt(n, "population", "groups").Items {
			names = append(names, called(g, []string{"name"}))
		}
		return names
	}
	left, had := groups(made), groups(base)
	for _, v := range valueAt(made, "venues").Items {
		adoption := valueAt(v, "adoption")
		for i := range adoption.Entries {
			table := adoption.Entries[i].Value
			if table == nil || table.Kind != yamldoc.Mapping {
				continue
			}
			kept := *table
			kept.Entries = slices.DeleteFunc(slices.Clone(table.Entries), func(e yamldoc.Entry) bool {
				return e.Pos.File != file && slices.Contains(had, e.Key) && !slices.Contains(left, e.Key)
			})
			adoption.Entries[i].Value = &kept
		}
	}
}

// valueAt is what stands behind a way of keys; an empty node for nothing.
func valueAt(n *yamldoc.Node, keys ...string) *yamldoc.Node {
	for _, key := range keys {
		e := n.Find(key)
		if e == nil || e.Value == nil {
			return &yamldoc.Node{}
		}
		n = e.Value
	}
	return n
}

// unknownMarkets notes the markets of assets that their venue has not: that is
// told, and which market of the base was meant is not known.
func (l *layers) unknownMarkets(root *yamldoc.Node) {
	for _, v := range valueAt(root, "venues").Items {
		var codes []string
		for _, a := range valueAt(v, "assets").Items {
			codes = append(codes, called(a, []string{"code"}))
		}
		for _, m := range valueAt(v, "markets").Items {
			base, quote := valueAt(m, "base").Text, valueAt(m, "quote").Text
			if base != "" && quote != "" && (!slices.Contains(codes, base) || !slices.Contains(codes, quote)) {
				l.lacks(m)
			}
		}
	}
}

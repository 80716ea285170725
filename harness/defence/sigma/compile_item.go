package sigma

// item compiles one line of a search for one class of events.
func (c *compiler[E, N]) item(i *item, class int) check[E] {
	if i.field == "" {
		return c.keyword(i, class)
	}
	f := c.field(i.pos, i.field)
	if f == nil {
		return settled[E](false)
	}
	if !f.in(class) {
		return settled[E](i.exists == mustNotExist || i.null)
	}
	switch {
	case i.exists != unasked:
		return presenceOf(f, i.exists == mustExist)
	case i.null:
		return absence(f)
	case len(i.refs) > 0:
		return c.references(i, f, class)
	}
	return valueCheck(i, f, class)
}

func presenceOf[E any](f *Field[E], wanted bool) check[E] {
	if f.dynamic == nil {
		return settled[E](wanted)
	}
	return check[E]{run: func(e E) bool { return (f.dynamic(e).kind != valueAbsent) == wanted }}
}

func absence[E any](f *Field[E]) check[E] {
	if f.dynamic == nil && f.None == nil {
		return settled[E](false)
	}
	return check[E]{run: f.none}
}

// valueCheck compiles the tests of a line.
func valueCheck[E any](i *item, f *Field[E], class int) check[E] {
	if f.Fixed != nil {
		if s, ok := f.Fixed(class); ok {
			v := &jsonValue{kind: valueText, str: s}
			var parts []check[E]
			for _, t := range i.tests {
				parts = append(parts, settled[E](v.holds(t)))
			}
			return sign(i, f, join(parts, i.all))
		}
	}
	var parts []check[E]
	for _, t := range i.tests {
		parts = append(parts, single(i, f, t))
	}
	if ints := integers(i, f); ints != nil {
		parts = []check[E]{{run: ints}}
	}
	return sign(i, f, join(parts, i.all))
}

// sign turns a line with neq around. An event without the field has nothing
// that could differ.
func sign[E any](i *item, f *Field[E], made check[E]) check[E] {
	if !i.negate {
		return made
	}
	made = made.not()
	if f.dynamic == nil {
		return made
	}
	there := check[E]{run: func(e E) bool { return f.dynamic(e).kind != valueAbsent }}
	return join([]check[E]{there, made}, true)
}

// single compiles one test.
func single[E any](i *item, f *Field[E], t test) check[E] {
	switch {
	case i.part != noPart:
		part := i.part
		return check[E]{run: func(e E) bool {
			n, ok := f.part(part, e)
			return ok && t.int(n)
		}}
	case f.Int != nil:
		get := f.Int
		return check[E]{run: func(e E) bool { return t.int(get(e)) }}
	case f.Text != nil:
		get := f.Text
		return check[E]{run: func(e E) bool { return t.text(get(e)) }}
	case f.Bool != nil:
		get, yes, no := f.Bool, t.text("true"), t.text("false")
		return check[E]{run: func(e E) bool {
			if get(e) {
				return yes
			}
			return no
		}}
	}
	return check[E]{run: func(e E) bool { return f.holds(t, e) }}
}

// integers is one function for the common line that lists plain integers of an
// integer column; nil for other lines.
func integers[E any](i *item, f *Field[E]) func(E) bool {
	if f.Int == nil || i.part != noPart || i.all {
		return nil
	}
	var wanted []int64
	for _, t := range i.tests {
		p, ok := t.(*patternTest)
		if !ok || !p.exact {
			return nil
		}
		wanted = append(wanted, p.number.n)
	}
	get := f.Int
	if len(wanted) == 1 {
		only := wanted[0]
		return func(e E) bool { return get(e) == only }
	}
	return func(e E) bool {
		n := get(e)
		for _, w := range wanted {
			if n == w {
				return true
			}
		}
		return false
	}
}

// keyword compiles a search through every value of an event.
func (c *compiler[E, N]) keyword(i *item, class int) check[E] {
	var parts []check[E]
	for _, t := range i.tests {
		parts = append(parts, check[E]{run: c.anywhere(t, class)})
	}
	made := join(parts, i.all)
	if i.negate {
		return made.not()
	}
	return made
}

func (c *compiler[E, N]) anywhere(t test, class int) func(E) bool {
	if every := c.schema.every; every != nil {
		return func(e E) bool { return every(e, t.text) }
	}
	var fields []*Field[E]
	for j := range c.schema.Fields {
		if f := &c.schema.Fields[j]; f.in(class) {
			fields = append(fields, f)
		}
	}
	return func(e E) bool {
		for _, f := range fields {
			if f.holds(t, e) {
				return true
			}
		}
		return false
	}
}

// references compiles a line that holds a field against other fields.
func (c *compiler[E, N]) references(i *item, f *Field[E], class int) check[E] {
	var parts []check[E]
	for _, name := range i.refs {
		other := c.field(i.pos, name)
		if other == nil || !other.in(class) {
			parts = append(parts, settled[E](false))
			continue
		}
		parts = append(parts, reference(i, f, other))
	}
	return join(parts, i.all || i.negate)
}

// reference compares two columns. A column that is not there is not equal to
// anything, and does not differ from anything either.
func reference[E any](i *item, f, other *Field[E]) check[E] {
	ref, negate := i.ref, i.negate
	if f.Int != nil && other.Int != nil {
		return check[E]{run: func(e E) bool { return ref.ints(f.Int(e), other.Int(e)) != negate }}
	}
	return check[E]{run: func(e E) bool {
		if f.dynamic != nil && f.none(e) || other.dynamic != nil && other.none(e) {
			return false
		}
		return ref.texts(string(f.append(nil, e)), string(other.append(nil, e))) != negate
	}}
}

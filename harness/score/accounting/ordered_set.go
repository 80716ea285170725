package accounting

import (
	"maps"
	"slices"
)

// orderedSet is a set that remembers the order in which it was filled.
type orderedSet[T comparable] struct {
	list []T
	in   map[T]struct{}
}

func newOrderedSet[T comparable](list ...T) orderedSet[T] {
	b := orderedSet[T]{in: make(map[T]struct{}, len(list))}
	b.add(list...)
	return b
}

func (b *orderedSet[T]) add(list ...T) {
	for _, v := range list {
		if !b.has(v) {
			b.in[v] = struct{}{}
			b.list = append(b.list, v)
		}
	}
}

func (b *orderedSet[T]) has(v T) bool {
	_, ok := b.in[v]
	return ok
}

// common is how many members two bags share.
func (b *orderedSet[T]) common(other *orderedSet[T]) (n int64) {
	for _, v := range b.list {
		if other.has(v) {
			n++
		}
	}
	return n
}

func (b *orderedSet[T]) len() int { return len(b.list) }

func (b *orderedSet[T]) clone() orderedSet[T] {
	return orderedSet[T]{list: slices.Clone(b.list), in: maps.Clone(b.in)}
}

package score

import (
	"maps"
	"slices"
)

// bag is a set that remembers the order in which it was filled.
type bag[T comparable] struct {
	list []T
	in   map[T]struct{}
}

func newBag[T comparable](list ...T) bag[T] {
	b := bag[T]{in: make(map[T]struct{}, len(list))}
	b.add(list...)
	return b
}

func (b *bag[T]) add(list ...T) {
	for _, v := range list {
		if !b.has(v) {
			b.in[v] = struct{}{}
			b.list = append(b.list, v)
		}
	}
}

func (b *bag[T]) has(v T) bool {
	_, ok := b.in[v]
	return ok
}

func (b *bag[T]) hasAny(list []T) bool {
	return slices.ContainsFunc(list, b.has)
}

// common is how many members two bags share.
func (b *bag[T]) common(other *bag[T]) (n int64) {
	for _, v := range b.list {
		if other.has(v) {
			n++
		}
	}
	return n
}

func (b *bag[T]) len() int { return len(b.list) }

func (b *bag[T]) clone() bag[T] {
	return bag[T]{list: slices.Clone(b.list), in: maps.Clone(b.in)}
}

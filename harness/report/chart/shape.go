package chart

// Shape tells marks apart where colours cannot.
type Shape int

// The shapes.
const (
	Round Shape = iota
	Triangle
	Square
	Diamond
)

// data is the outline of a shape around a point.
func (s Shape) data(x, y float64) string {
	var t track
	const r = 5.5
	switch s {
	case Triangle:
		t.to(x, y-r-0.5)
		t.to(x+r, y+r-1)
		t.to(x-r, y+r-1)
	case Square:
		t.to(x-r+1, y-r+1)
		t.to(x+r-1, y-r+1)
		t.to(x+r-1, y+r-1)
		t.to(x-r+1, y+r-1)
	case Diamond:
		t.to(x, y-r-1)
		t.to(x+r+1, y)
		t.to(x, y+r+1)
		t.to(x-r-1, y)
	default:
		return "M" + num(x-r) + " " + num(y) + "a" + num(r) + " " + num(r) + " 0 1 0 " + num(2*r) + " 0a" + num(r) + " " + num(r) + " 0 1 0 " + num(-2*r) + " 0Z"
	}
	t.close()
	return t.String()
}

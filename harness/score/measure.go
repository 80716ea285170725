package score

import "slices"

// measure is a figure that can be read off a run.
type measure struct {
	name string
	join Join   // how the figures of several venues go together
	says string // what it counts, in which unit, and what an asset narrows
	of   func(e evidence) Measured
}

// MeasureInfo describes a measure.
type MeasureInfo struct {
	Name string
	Says string
}

// measures is the vocabulary that scenario files draw on.
func measures() []measure {
	return slices.Concat(
		keyMeasures(), tradeMeasures(), takingMeasures(), marketMeasures(),
		responseMeasures(), reliefMeasures(), transferMeasures(), moveMeasures(), wordMeasures(),
	)
}

// Measures lists the names of the figures that a fact can be compared with, in
// the order of documentation.
func Measures() []string {
	var names []string
	for _, m := range measures() {
		names = append(names, m.name)
	}
	return names
}

// MeasureInfos describes the same figures in the same order.
func MeasureInfos() []MeasureInfo {
	var all []MeasureInfo
	for _, m := range measures() {
		all = append(all, MeasureInfo{Name: m.name, Says: m.says})
	}
	return all
}

// measure reads every fact's figure off what was seen up to its time.
func (a *Accountant) measure() []Measured {
	if len(a.truth.Facts) == 0 {
		return nil
	}
	known := measures()
	read := make([]Measured, len(a.truth.Facts))
	for i := range a.truth.Facts {
		f := &a.truth.Facts[i]
		at := slices.IndexFunc(known, func(m measure) bool { return m.name == f.Measure })
		if at < 0 || f.Recorded {
			continue
		}
		if f.Venue != "" && f.Venue != a.truth.Venue {
			read[i] = Measured{Elsewhere: true}
			continue
		}
		read[i] = known[at].of(a.evidence(f))
		read[i].Join = known[at].join
		switch {
		case f.Venue != "":
			read[i].Join = JoinSum // there is nothing to join
		case read[i].Join == JoinSaid || read[i].Join == JoinUntrue:
			read[i].AsOf = f.AsOf
		}
	}
	return read
}

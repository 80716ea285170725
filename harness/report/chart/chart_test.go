package chart_test

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/report/chart"
)

const hour = int64(time.Hour)

func span(from, to int64) chart.Span {
	return chart.Span{From: from, To: to, Zone: time.FixedZone("JST", 9*3600), Day: func(t time.Time) string { return t.Format("2 Jan") }}
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// element is one element of a drawing.
type element struct {
	name       string
	attributes map[string]string
	text       string
}

// parse reads a drawing as XML, which it must be, and returns its elements.
func parse(drawn template.HTML) (list []element, err error) {
	d := xml.NewDecoder(strings.NewReader(string(drawn)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			e := element{name: t.Name.Local, attributes: make(map[string]string)}
			for _, a := range t.Attr {
				e.attributes[a.Name.Local] = a.Value
			}
			list = append(list, e)
		case xml.CharData:
			if len(list) > 0 {
				list[len(list)-1].text += string(t)
			}
		}
	}
}

func texts(drawn template.HTML) (all []string) {
	GinkgoHelper()
	list, err := parse(drawn)
	Expect(err).NotTo(HaveOccurred())
	for _, e := range list {
		if e.name == "text" {
			all = append(all, e.text)
		}
	}
	return all
}

// area is that of a closed path, in square pixels.
func area(path string) (sum float64) {
	var all [][2]float64
	for _, m := range regexp.MustCompile(`[ML]([-0-9.]+) ([-0-9.]+)`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.ParseFloat(m[1], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		all = append(all, [2]float64{x, y})
	}
	for i, p := range all {
		q := all[(i+1)%len(all)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(sum) / 2
}

// sound says what is wrong with a drawing: no XML, or a length that is no
// number.
func sound(drawn template.HTML) error {
	list, err := parse(drawn)
	if err != nil {
		return err
	}
	for _, e := range list {
		for name, v := range e.attributes {
			if name != "aria-label" && (strings.Contains(v, "NaN") || strings.Contains(v, "Inf")) {
				return errors.New(e.name + " has " + name + "=" + v)
			}
		}
	}
	return nil
}

var _ = Describe("Charts", func() {
	It("are sound whatever they draw, at every width", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			from := rapid.Int64Range(0, 1<<60).Draw(t, "from")
			s := span(from, from+rapid.Int64Range(int64(time.Second), 2000*hour).Draw(t, "long"))
			width := rapid.SampledFrom([]float64{346, 640, 1040}).Draw(t, "width")
			point := rapid.Custom(func(t *rapid.T) chart.Point {
				return chart.Point{At: rapid.Int64Range(s.From-hour, s.To+hour).Draw(t, "at"), Value: rapid.Float64Range(0, 1e15).Draw(t, "value")}
			})
			points := rapid.SliceOfN(point, 0, 30).Draw(t, "points")
			name := rapid.StringMatching(`[ -~\p{Han}]{0,30}`).Draw(t, "name")
			marks := []chart.Mark{{At: s.From + 1, Class: "k", Text: name}, {At: s.From + 2, Class: "k", Text: name}}
			curve := chart.Curve{Class: "k", Name: name, Points: points}
			var bars []chart.Bar
			var items []chart.Item
			for _, p := range points {
				bars = append(bars, chart.Bar{At: p.At, Min: p.Value / 2, Max: p.Value * 2, Last: p.Value})
				items = append(items, chart.Item{At: p.At, Until: p.At + hour, Text: name, Says: name})
			}
			lanes := chart.Lanes{Says: name, Span: s, Lanes: []chart.Lane{{Name: name, Items: items, Rows: true}, {Name: name, Items: items, Shape: chart.Diamond}}}
			for _, drawn := range []template.HTML{
				(&chart.Curves{Says: name, Span: s, List: []chart.Curve{curve, curve}, Fill: true, Marks: marks, Write: plain}).Draw(width, 300),
				(&chart.Stack{Says: name, Span: s, Lower: curve, Upper: curve, Marks: marks, Write: plain}).Draw(width, 200),
				(&chart.Band{Says: name, Span: s, Bars: bars, Marks: marks, Write: plain, Last: name}).Draw(width, 200),
				(&chart.Columns{Says: name, Span: s, Width: hour, List: points, Marks: marks, Write: plain}).Draw(width, 200),
				lanes.Draw(width),
			} {
				if err := sound(drawn); err != nil {
					t.Fatal(err)
				}
			}
		})
	})

	It("escape what they are told to write", func() {
		evil := `<script>alert("1")</script>&`
		r := chart.Rows{Says: evil, List: []chart.Row{{Name: evil, Value: 1, Text: evil}}}
		drawn := r.Draw(640)
		Expect(string(drawn)).NotTo(ContainSubstring("<script"))
		Expect(texts(drawn)).To(Equal([]string{evil, evil}))
	})

	It("name times by the clocks of the zone, and each day once", func() {
		start := time.Date(2018, 1, 6, 12, 0, 0, 0, time.FixedZone("", 9*3600)).UnixNano()
		c := chart.Curves{Span: span(start, start+24*hour), List: []chart.Curve{{Name: "a"}}, Write: plain}
		Expect(texts(c.Draw(640, 300))).To(ContainElements("12:00", "6 Jan", "00:00", "7 Jan"))
	})

	It("write the names of curves that end alike apart", func() {
		points := []chart.Point{{At: 0, Value: 50}}
		c := chart.Curves{Span: span(0, hour), List: []chart.Curve{{Name: "first", Points: points}, {Name: "second", Points: points}}, Write: plain}
		list, err := parse(c.Draw(640, 300))
		Expect(err).NotTo(HaveOccurred())
		at := make(map[string]float64)
		for _, e := range list {
			if e.text == "first" || e.text == "second" {
				at[e.text], err = strconv.ParseFloat(e.attributes["y"], 64)
				Expect(err).NotTo(HaveOccurred())
			}
		}
		Expect(at["second"] - at["first"]).To(BeNumerically(">=", 14))
	})

	DescribeTable("shade what lies below the first curve and above the second, and nothing where the second is ahead",
		func(second []chart.Point, share float64) {
			c := chart.Curves{Span: span(0, hour), Fill: true, Write: plain, List: []chart.Curve{
				{Name: "first", Points: []chart.Point{{At: 0}, {At: hour / 2, Value: 50}}}, {Name: "second", Points: second},
			}}
			list, err := parse(c.Draw(640, 300))
			Expect(err).NotTo(HaveOccurred())
			first, saved := 0.0, 0.0
			for _, e := range list {
				if e.attributes["class"] == "fill saved" {
					saved = area(e.attributes["d"])
				}
			}
			c.List[1].Points = []chart.Point{{At: 0}}
			list, _ = parse(c.Draw(640, 300))
			for _, e := range list {
				if e.attributes["class"] == "fill saved" {
					first = area(e.attributes["d"])
				}
			}
			Expect(first).To(BeNumerically(">", 1000))
			Expect(saved / first).To(BeNumerically("~", share, 0.01))
		},
		Entry("nothing is taken", []chart.Point{{At: 0}}, 1.0),
		Entry("half of it, at the same time", []chart.Point{{At: 0}, {At: hour / 2, Value: 25}}, 0.5),
		Entry("all of it, sooner", []chart.Point{{At: 0}, {At: hour / 4, Value: 50}}, 0.0),
		Entry("a fifth of it, sooner", []chart.Point{{At: 0}, {At: hour / 4, Value: 10}}, 0.8),
	)

	It("draw a price that explodes on an axis of powers", func() {
		b := chart.Band{Span: span(0, hour), Write: plain, Bars: []chart.Bar{{At: 1, Min: 1, Max: 1, Last: 1}, {At: 2, Min: 1, Max: 1e6, Last: 1}}}
		Expect(texts(b.Draw(640, 220))).To(ContainElements("1", "1000", "1000000"))
	})

	It("draw bars below zero to the other side", func() {
		r := chart.Rows{List: []chart.Row{{Name: "helps", Value: 10, Text: "+10"}, {Name: "hurts", Value: -5, Text: "-5"}}}
		Expect(sound(r.Draw(346))).To(Succeed())
		p := chart.Plane{XTo: 3, YFrom: -25, YTo: 100, WriteX: plain, WriteY: plain, List: []chart.Way{{Name: "a", Spots: []chart.Spot{{X: 0, Y: 80}, {X: 3, Y: -20}}}}}
		Expect(sound(p.Draw(346, 300))).To(Succeed())
		d := chart.Dots{List: []chart.Dot{{Name: "a", Value: -100, Low: -100, High: -90, Worst: -100, Text: "-100"}}}
		Expect(sound(d.Draw(346))).To(Succeed())
	})
})

func TestChart(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Chart")
}

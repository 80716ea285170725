package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
)

// progress shows how far the runs are, on a terminal only.
type progress struct {
	bars *mpb.Progress
	open []*mpb.Bar
}

// newProgress makes the bars' container; one that shows nothing where nobody
// watches.
func newProgress(w io.Writer, quiet bool) *progress {
	f, ok := w.(*os.File)
	if quiet || !ok || !isTerminal(f) {
		return &progress{}
	}
	return &progress{bars: mpb.New(mpb.WithOutput(f), mpb.WithWidth(48), mpb.WithRefreshRate(100*time.Millisecond))}
}

// show begins a bar and returns what moves it: the run's virtual time.
func (p *progress) show(name string, start, end int64) func(now int64) {
	if p.bars == nil {
		return nil
	}
	const second = int64(time.Second)
	b := p.bars.AddBar((end-start)/second, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(name+" ")), mpb.AppendDecorators(decor.Percentage()))
	p.open = append(p.open, b)
	return func(now int64) { b.SetCurrent((now - start) / second) }
}

// count begins a bar over runs of which somebody says how many there are and
// which was finished last.
func (p *progress) count() func(done, all int, last string) {
	if p.bars == nil {
		return func(int, int, string) {}
	}
	shown := ""
	b := p.bars.AddBar(0, mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d ")),
		mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO), decor.Any(func(decor.Statistics) string { return " " + shown })))
	p.open = append(p.open, b)
	return func(done, all int, last string) {
		shown = last
		b.SetTotal(int64(all), false)
		b.SetCurrent(int64(done))
	}
}

// runs is count, of the runs of a benchmark.
func (p *progress) runs() bench.Progress {
	told, last := p.count(), ""
	return func(done, all int, r *runs.Row) {
		if r != nil {
			last = fmt.Sprintf("%s, %s, seed %d", r.Scenario, r.Defence, r.Seed)
		}
		told(done, all, last)
	}
}

// stop takes the bars away; it may be called more than once.
func (p *progress) stop() {
	if p.bars == nil {
		return
	}
	for _, b := range p.open {
		b.Abort(true)
	}
	p.bars.Wait()
	p.bars = nil
}

// isTerminal reports whether somebody watches a file as it is written.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// tally is a bar over several things that are done side by side.
type tally struct {
	mutex   sync.Mutex
	running []string
	bar     *mpb.Bar // nil where nobody watches
}

// tally begins a bar over so many things.
func (p *progress) tally(total int) *tally {
	t := &tally{}
	if p.bars == nil {
		return t
	}
	t.bar = p.bars.AddBar(int64(total), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d ")),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return t.names() })))
	p.open = append(p.open, t.bar)
	return t
}

func (t *tally) names() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return strings.Join(t.running, ", ")
}

// begin says that something is being done, and gives what says that it is done.
func (t *tally) begin(name string) (done func()) {
	t.mutex.Lock()
	t.running = append(t.running, name)
	t.mutex.Unlock()
	return func() { t.end(name) }
}

// end says that it is done, well or not.
func (t *tally) end(name string) {
	t.mutex.Lock()
	t.running = slices.DeleteFunc(t.running, func(n string) bool { return n == name })
	t.mutex.Unlock()
	if t.bar != nil {
		t.bar.Increment()
	}
}

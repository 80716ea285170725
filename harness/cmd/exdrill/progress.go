package main

import (
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
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

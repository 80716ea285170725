package page_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/report/page"
)

// requireBrowser is the variable that makes a missing Chromium a failure.
const requireBrowser = "EXDRILL_REQUIRE_BROWSER"

// browser finds a Chromium.
func browser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv(requireBrowser) == "1" {
		Fail("no Chromium is installed, and " + requireBrowser + "=1")
	}
	Skip("no Chromium is installed; " + requireBrowser + "=1 makes that a failure")
	return ""
}

// witness notes what a page asks for and complains of.
type witness struct {
	sync.Mutex
	requests, complaints []string
}

func (w *witness) hear(event any) {
	w.Lock()
	defer w.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		w.complaints = append(w.complaints, fmt.Sprint(e.Type, e.Args))
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		w.complaints = append(w.complaints, e.Entry.Text)
	}
}

// contrast is what a page measures of itself: texts with less contrast than
// WCAG 2.2 AA asks for, and the least size, in pixels, of any text.
const contrast = `(() => {
  const parse = c => { const m = c.match(/[\d.]+/g); return m ? m.map(Number) : [0,0,0,0]; };
  const light = c => { const f = v => { v /= 255; return v <= .03928 ? v/12.92 : Math.pow((v+.055)/1.055, 2.4); }; return .2126*f(c[0])+.7152*f(c[1])+.0722*f(c[2]); };
  const ground = e => { for (; e; e = e.parentElement) { const b = parse(getComputedStyle(e).backgroundColor); if (b.length < 4 || b[3] > 0) return b; } return [255,255,255]; };
  const bad = []; let least = 99;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || e.closest('title,style') || !e.getClientRects().length) continue;
    const s = getComputedStyle(e), svg = e.closest('svg');
    let size = parseFloat(s.fontSize);
    if (svg) size *= svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    least = Math.min(least, size);
    const a = light(parse(svg ? s.fill : s.color)), b = light(ground(e));
    const ratio = (Math.max(a,b)+.05)/(Math.min(a,b)+.05);
    if (ratio < (size >= 24 ? 3 : 4.5)) bad.push(n.data.trim().slice(0,30) + ' ' + ratio.toFixed(2));
  }
  return {bad: bad.slice(0, 8), least, over: document.documentElement.scrollWidth - document.documentElement.clientWidth, charts: document.querySelectorAll('svg').length};
})()`

// look is what came of it.
type look struct {
	Bad    []string `json:"bad"`
	Least  float64  `json:"least"`
	Over   float64  `json:"over"` // pixels beyond the right edge
	Charts int      `json:"charts"`
}

var _ = Describe("Pages in a browser", Label("browser"), Serial, func() {
	for _, of := range []struct {
		name  string
		write func() string
	}{
		{"a theft with API keys", func() string { return written(played("zaif-api-keys-2018-01", "history"), page.English) }},
		{"a theft with a signing key", func() string { return written(played("coincheck-nem-2018-01", "none"), page.English) }},
		{"a control scenario in Japanese", func() string { return written(played("payday", "guardrails"), page.Japanese) }},
		{"a store", func() string { return writtenBench(page.English) }},
	} {
		It("are readable at every width, in light and dark, and quiet: "+of.name, func(ctx SpecContext) {
			path := filepath.Join(GinkgoT().TempDir(), "report.html")
			Expect(os.WriteFile(path, []byte(of.write()), 0o644)).To(Succeed())
			options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser()), chromedp.NoSandbox)
			allocated, cancel := chromedp.NewExecAllocator(ctx, options...)
			defer cancel()
			tab, done := chromedp.NewContext(allocated)
			defer done()
			var heard witness
			Expect(chromedp.Listen(tab, heard.hear)).To(Succeed())
			_, err := chromedp.Call(tab, network.Enable, network.EnableParams{})
			Expect(err).NotTo(HaveOccurred())
			_, err = chromedp.Call(tab, log.Enable, cdp.Empty{})
			Expect(err).NotTo(HaveOccurred())
			Expect(chromedp.Do(tab, chromedp.Navigate("file://"+path))).To(Succeed())
			for _, scheme := range []string{"light", "dark"} {
				for _, width := range []int64{1280, 800, 390} {
					by := fmt.Sprintf("%d pixels, %s", width, scheme)
					seen := visit(tab, width, scheme)
					Expect(seen.Over).To(BeNumerically("<=", 0), by)
					Expect(seen.Bad).To(BeEmpty(), by)
					Expect(seen.Least).To(BeNumerically(">=", 11), by)
					Expect(seen.Charts).To(BeNumerically(">", 0), by)
				}
			}
			Expect(heard.requests).To(HaveEach(Satisfy(func(url string) bool {
				return strings.HasPrefix(url, "file://"+path) || strings.HasPrefix(url, "data:")
			})), "no request leaves the file")
			Expect(heard.complaints).To(BeEmpty())
		}, NodeTimeout(time.Minute))
	}
})

// visit looks at a page at a width and measures it.
func visit(tab context.Context, width int64, scheme string) (seen look) {
	GinkgoHelper()
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	Expect(err).NotTo(HaveOccurred())
	Expect(chromedp.Do(tab, chromedp.EmulateViewport(width, 900))).To(Succeed())
	seen, err = chromedp.Run(tab, chromedp.Evaluate[look](contrast))
	Expect(err).NotTo(HaveOccurred())
	if folder := os.Getenv("EXDRILL_SCREENSHOTS"); folder != "" {
		shot, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
		Expect(err).NotTo(HaveOccurred())
		name := fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(CurrentSpecReport().LeafNodeText, " ", "_"), width, scheme)
		Expect(os.WriteFile(filepath.Join(folder, name), shot, 0o644)).To(Succeed())
	}
	return seen
}

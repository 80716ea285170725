package replay

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/moby/term"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// pace is how long a moment stays when the replay goes on by itself.
const pace = 400 * time.Millisecond

// What is sent to a terminal: another screen and back, with and without a
// cursor; the top left corner; the end of a line and of the picture cleared.
const (
	enter  = "\x1b[?1049h\x1b[?25l"
	leave  = "\x1b[?25h\x1b[?1049l"
	corner = "\x1b[H"
	toEnd  = "\x1b[K\r\n"
	below  = "\x1b[J"
)

// Watch shows the run on a terminal until somebody has seen enough.
func (r *Replay) Watch(ctx context.Context, in, out *os.File) error {
	state, err := term.SetRawTerminal(in.Fd())
	if err != nil {
		return err
	}
	defer term.RestoreTerminal(in.Fd(), state) //nolint:errcheck // there is nothing left to do about it
	fmt.Fprint(out, enter)
	defer fmt.Fprint(out, leave)
	keys := make(chan string)
	go func() {
		defer close(keys)
		typed := bufio.NewReader(in)
		for {
			k, err := key(typed)
			if err != nil {
				return
			}
			select {
			case keys <- k:
			case <-ctx.Done():
				return
			}
		}
	}()
	p := &player{Replay: r, now: r.moments[0]}
	for !p.over {
		p.draw(out)
		p.wait(ctx, keys)
	}
	return ctx.Err()
}

// key reads one key. Arrows and their neighbours have names.
func key(typed *bufio.Reader) (string, error) {
	b, err := typed.ReadByte()
	if err != nil || b != '\x1b' || typed.Buffered() == 0 {
		return string(b), err
	}
	rest := make([]byte, min(typed.Buffered(), 4))
	n, err := typed.Read(rest)
	switch code := strings.TrimSuffix(string(rest[:n]), "~"); code {
	case "[C", "OC", "[B", "OB":
		return "n", err
	case "[D", "OD", "[A", "OA":
		return "p", err
	case "[H", "OH", "[1", "[7":
		return "home", err
	case "[F", "OF", "[4", "[8":
		return "end", err
	}
	return "", err
}

// player is a replay at work.
type player struct {
	*Replay
	now     int64
	running bool
	over    bool
	typing  bool // a time is being typed
	typed   string
	message string
}

// wait lets a key, or time that passes, change something.
func (p *player) wait(ctx context.Context, keys <-chan string) {
	var tick <-chan time.Time
	if p.running {
		tick = time.After(pace)
	}
	select {
	case k, open := <-keys:
		if !open {
			p.over = true
			return
		}
		p.press(k)
	case <-tick:
		p.step(1)
		p.running = p.running && p.now < p.Last()
	case <-ctx.Done():
		p.over = true
	}
}

// press does what a key is for.
func (p *player) press(k string) {
	p.message = ""
	if p.typing {
		p.letter(k)
		return
	}
	switch k {
	case "n":
		p.step(1)
	case "p":
		p.step(-1)
	case " ":
		p.running = !p.running
	case "g":
		p.typing, p.typed, p.running = true, "", false
	case "home":
		p.now = p.moments[0]
	case "end":
		p.now = p.Last()
	case "q", "\x03", "\x04":
		p.over = true
	}
}

// letter is one more of a time that is being typed.
func (p *player) letter(k string) {
	switch k {
	case "\r", "\n":
		p.typing = false
		at, err := p.When(strings.TrimSpace(p.typed))
		if err != nil {
			p.message = err.Error()
			return
		}
		p.now = at
	case "\x7f", "\b":
		p.typed = p.typed[:max(len(p.typed)-1, 0)]
	case "\x1b", "\x03":
		p.typing = false
	default:
		if len(k) == 1 && k[0] >= ' ' && len(p.typed) < 30 {
			p.typed += k
		}
	}
}

// step goes to the next moment, or to the one before.
func (p *player) step(by int) {
	at := p.position(p.now)
	if by < 0 && p.moments[at] < p.now {
		by = 0 // from between two moments back to the earlier one
	}
	p.now = p.moments[min(max(at+by, 0), len(p.moments)-1)]
}

// draw shows the moment, and what can be done below it.
func (p *player) draw(out *os.File) {
	s := screen{width: layout.PageWidth, height: 24, color: report.For(out).Color}
	if size, err := term.GetWinsize(out.Fd()); err == nil && size.Width > 0 && size.Height > 0 {
		s.width, s.height = min(int(size.Width), 160), int(size.Height)
	}
	lines := p.picture(s, p.now)
	for len(lines) < s.height-1 {
		lines = append(lines, "")
	}
	fmt.Fprint(out, corner+strings.Join(lines, toEnd)+toEnd+layout.Cut(p.prompt(), s.width)+"\x1b[K"+below)
}

func (p *player) prompt() string {
	switch {
	case p.typing:
		return "go to (21:14, or 2018-01-26 21:14): " + p.typed
	case p.message != "":
		return p.message
	case p.running:
		return "space stops   q leaves"
	}
	return "n next   p before   space goes on   g go to a time   q leaves"
}

package external

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence/confine"
)

// Talk is one conversation with a program, from hello to bye. All but Kill
// belongs to one goroutine.
type Talk struct {
	link  link
	lines int    // answers so far
	about string // the message that was handed over last
	last  []byte // its answer; nil if there is none
	over  bool
	words *words

	confined bool
}

// errOver is a message to a program that is gone.
var errOver = errors.New("the conversation is over")

// Ask hands the program a message, a line of JSON with its newline, and waits
// for the answer, without its newline, which is good until the next call. about
// names the message for people. After an error, a *Failure, the program is gone.
func (t *Talk) Ask(about string, message []byte) ([]byte, error) {
	t.about, t.last = about, nil
	if t.over {
		return nil, t.Refuse(errOver)
	}
	answer, err := t.link.ask(message)
	if err != nil {
		return nil, t.Refuse(err)
	}
	t.lines++
	t.last = answer
	return answer, nil
}

// Refuse ends the conversation because of what is wrong with the last answer,
// or with there being none.
func (t *Talk) Refuse(wrong error) *Failure {
	f := &Failure{About: t.about, Wrong: wrong}
	var unasked *unasked
	switch {
	case errors.As(wrong, &unasked):
		f.Line, f.Sent = t.lines+1, shown(unasked.line, sentLength)
	case t.last != nil:
		f.Line, f.Sent = t.lines, shown(t.last, sentLength)
	}
	t.Kill()
	t.close()
	return t.lastWords(f)
}

// Aside is what the program has written to its standard error so far, up to
// MaxAside bytes, and how many bytes more there were. Any goroutine may ask.
func (t *Talk) Aside() (text []byte, cut int64) { return t.words.aside() }

// lastWords adds to a failure what the program said, once it is gone.
func (t *Talk) lastWords(f *Failure) *Failure {
	f.Words, f.Unheard = t.words.last()
	if t.confined {
		f.Hint = missing(f.Words)
	}
	return f
}

// missing is what to do about a program that lacks a file, as far as its last
// words tell.
func missing(words []string) string {
	said := strings.ToLower(strings.Join(words, "\n"))
	for _, sign := range []string{"no such file", "not found", "no module named", "can't open", "cannot open", "cannot find"} {
		if strings.Contains(said, sign) {
			return "it is confined: what it reads beside its bundle, its interpreter and the system's programs, defence.yaml has to name, such as needs: [/opt/model]"
		}
	}
	return ""
}

// Bye tells the program that the run is over and waits for its end, not for
// long. Whatever it does with its last moments is its own business, as long as it
// does not crash. Nobody can tell a program that crashes at bye from one that did
// so a moment before, with no batch left to notice it by, so that either is a
// *Failure.
func (t *Talk) Bye(message []byte) error {
	if t.over {
		return nil
	}
	wrong := t.link.bye(message)
	t.close()
	if wrong != nil {
		return t.lastWords(&Failure{Last: true, Wrong: wrong})
	}
	return nil
}

// Kill ends the program at once; whoever waits for its answer gets an error.
// It may be called at any time, from any goroutine.
func (t *Talk) Kill() { t.link.kill() }

func (t *Talk) close() {
	if !t.over {
		t.over = true
		t.words = t.link.close()
	}
}

// Limits unless a program says otherwise.
const (
	AnswerTime = 10 * time.Second // wall time for one answer
	Memory     = 1 << 30          // bytes
	CPU        = time.Hour        // of a processor's time
)

// AnswerSize is how long an answer may be, in bytes.
const AnswerSize = 4 << 20

// farewell is how long a program may take to end after bye.
const farewell = 2 * time.Second

// Program says what is to be talked to: one of Process, URL and Image.
type Program struct {
	Process []string // command and arguments; what begins with ./ is one of Files
	Files   fs.FS    // the bundle that Process is copied from; nil for none
	Needs   []string // absolute paths of what else Process reads
	Free    bool     // Process is not confined even where it could be
	URL     string   // takes every message as a POST
	Image   string   // has a program that reads messages and writes answers

	AnswerTime time.Duration // of the wall, for one answer; 0 for the default
	Memory     int64         // bytes; 0 for the default
	CPU        time.Duration // for all that each process of Process does, where it is confined; 0 for the default
}

// Unconfined says why nothing keeps the program from looking around; empty if
// something does.
func (p *Program) Unconfined() string {
	switch {
	case p.URL != "":
		return "a server may ask whom it likes"
	case p.Image != "":
		return ""
	case p.Free:
		return "it is not to be confined"
	}
	if why := confine.Unavailable(); why != "" {
		return why
	}
	if shown := confine.Exposed(p.Needs); len(shown) > 0 {
		return "it is shown " + strings.Join(shown, " and ") + ", which is no folder of installed programs"
	}
	return ""
}

// Start starts the program, or looks whether it is there. The error is a
// *Failure.
func (p Program) Start() (*Talk, error) {
	if p.AnswerTime == 0 {
		p.AnswerTime = AnswerTime
	}
	if p.Memory == 0 {
		p.Memory = Memory
	}
	if p.CPU == 0 {
		p.CPU = CPU
	}
	l, err := p.link()
	if err != nil {
		return nil, &Failure{Wrong: err}
	}
	return &Talk{link: l, confined: len(p.Process) > 0 && p.confined()}, nil
}

func (p *Program) link() (link, error) {
	switch {
	case p.URL != "":
		return newPost(p), nil
	case p.Image != "":
		return newContainer(p)
	}
	return newProcess(p)
}

// confined reports whether a process is put in a jail.
func (p *Program) confined() bool { return !p.Free && confine.Unavailable() == "" }

// link is a way to a program.
type link interface {
	// ask hands over one message, a line, and waits for the answer, a line. What
	// it returns is good until the next call.
	ask(message []byte) ([]byte, error)
	// bye hands over the last message, to which there is no answer. The error
	// says how a program ended that nobody had to end and that did not end well.
	bye(message []byte) error
	// kill ends the program at once. It may be called at any time by anybody;
	// whoever waits for an answer gets an error.
	kill()
	// close waits until everything is gone and gives the program's last words; nil
	// if nobody hears them.
	close() *words
}

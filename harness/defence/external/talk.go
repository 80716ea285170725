package external

import "errors"

// Talk is one conversation with a program, from hello to bye. All but Kill
// belongs to one goroutine.
type Talk struct {
	link  link
	lines int    // answers so far
	about string // the message that was handed over last
	last  []byte // its answer; nil if there is none
	over  bool
	words []string
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
	f.Words = t.words
	return f
}

// Bye tells the program that the run is over and waits for its end, not for
// long. What it does with its last moments is its own business.
func (t *Talk) Bye(message []byte) {
	if !t.over {
		t.link.bye(message)
	}
	t.close()
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

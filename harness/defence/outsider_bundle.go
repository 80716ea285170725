package defence

import (
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/exdrill/exdrill/harness/defence/external"
	"github.com/exdrill/exdrill/scenarios"
)

// Keys of defence.yaml that say which program is the monitor, and how much it
// may take.
var (
	programKeys = []string{"process", "url", "image"}
	limitKeys   = []string{"wall_limit", "memory_limit"}
)

// Bounds of the limits of a program.
const (
	mostAnswerTime = 10 * time.Minute
	leastMemory    = 16 << 20
	mostMemory     = 1 << 40
)

// outside gives the defence the program that its bundle names, if it names one.
func (d *Defence) outside(from fs.FS, p *page, entries []entry) {
	var kinds []entry
	program := external.Program{Files: from}
	for _, e := range entries {
		switch e.key {
		case "process":
			program.Process = p.command(from, e)
		case "url":
			program.URL = p.endpoint(e)
		case "image":
			program.Image = p.reference(e)
		case "wall_limit":
			program.AnswerTime = p.answerTime(e)
		case "memory_limit":
			program.Memory = p.memory(e)
		}
		if slices.Contains(programKeys, e.key) {
			kinds = append(kinds, e)
		}
	}
	p.alone(kinds, entries)
	if len(kinds) == 1 && len(p.errs) == 0 {
		d.watch = &builtin{
			name: kinds[0].key,
			make: func(uint64, *scenarios.Scenario) (Monitor, error) { return &outsider{program: program}, nil },
		}
	}
}

// alone refuses a program beside another monitor, and limits of nobody.
func (p *page) alone(kinds, entries []entry) {
	for _, e := range entries {
		switch {
		case slices.Contains(limitKeys, e.key) && len(kinds) == 0:
			p.reject(e.at, "there is a "+e.key+" without a program", "process, url or image beside it")
		case (e.key == "builtin" || e.key == "rules" || e.key == "playbook") && len(kinds) > 0:
			p.reject(e.at, "there is a "+e.key+" beside a "+kinds[0].key, "one of the two")
		}
	}
	if len(kinds) > 1 {
		p.reject(kinds[1].at, "there is a "+kinds[1].key+" beside a "+kinds[0].key, "one of the two")
	}
}

// command reads the words of a command. Those that begin with ./ name files of
// the bundle.
func (p *page) command(from fs.FS, e entry) []string {
	const wanted = "a list of a command and its arguments, such as [python3, ./watch.py]"
	if _, list := e.value.(*ast.SequenceNode); !list {
		p.reject(p.place(e), e.key+" is "+kindOf(e.value), wanted)
		return nil
	}
	var words []string
	for i, n := range p.items(e, wanted) {
		word := entry{e.key, e.at, n}
		s, ok := p.text(word, wanted)
		name, ours := strings.CutPrefix(s, "./")
		switch {
		case !ok:
		case strings.ContainsRune(s, 0):
			p.reject(p.place(word), "the word has a zero byte", "a text")
		case ours && (!fs.ValidPath(name) || !isFile(from, name)):
			p.reject(p.place(word), "there is no file "+short(s)+" in the bundle", "it, or a command that the system knows")
		case !ours && i == 0 && strings.ContainsAny(s, `/\`) && !strings.HasPrefix(s, "/") && !strings.Contains(s, ":"):
			p.reject(p.place(word), "the command is "+short(s), short("./"+s)+" for a file of the bundle")
		}
		words = append(words, s)
	}
	return words
}

func isFile(from fs.FS, name string) bool {
	info, err := fs.Stat(from, name)
	return err == nil && info.Mode().IsRegular()
}

// endpoint reads the address of a server.
func (p *page) endpoint(e entry) string {
	const wanted = "an address such as http://127.0.0.1:8080/watch"
	s, ok := p.text(e, wanted)
	if !ok {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		p.reject(p.place(e), "url is "+short(s), wanted)
	}
	return s
}

// reference reads the name of an image.
func (p *page) reference(e entry) string {
	const wanted = "the name of an image that is there, such as watch:1"
	s, ok := p.text(e, wanted)
	if ok && strings.ContainsAny(s, " \t\n") {
		p.reject(p.place(e), "image is "+short(s), wanted)
	}
	return s
}

func (p *page) answerTime(e entry) time.Duration {
	given := &Params{page: p, given: []entry{e}}
	d := given.Duration(e.key, external.AnswerTime)
	if d > mostAnswerTime {
		p.reject(p.place(e), e.key+" is "+days(d), "at most "+days(mostAnswerTime))
	}
	return d
}

// memory reads an amount of memory.
func (p *page) memory(e entry) int64 {
	const wanted = "an amount of memory such as 512 MiB or 2 GiB, from 16 MiB to 1024 GiB"
	s, ok := p.text(e, wanted)
	if !ok {
		return 0
	}
	number, unit, _ := strings.Cut(s, " ")
	n, err := strconv.ParseInt(number, 10, 32)
	shift := map[string]int{"MiB": 20, "GiB": 30}[unit]
	if err != nil || shift == 0 || n > math.MaxInt64>>shift || n<<shift < leastMemory || n<<shift > mostMemory {
		p.reject(p.place(e), fmt.Sprintf("%s is %s", e.key, short(s)), wanted)
		return 0
	}
	return n << shift
}

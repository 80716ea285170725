package bundle

import (
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/external"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Keys of defence.yaml that say which program is the monitor, how much it may
// take, and what is about a process alone.
var (
	programKeys = []string{"process", "url", "image"}
	limitKeys   = []string{"wall_limit", "memory_limit"}
	processKeys = []string{"cpu_limit", "needs"}
)

// Bounds of the limits of a program.
const (
	mostAnswerTime = 10 * time.Minute
	mostCPU        = 24 * time.Hour
	leastMemory    = 16 << 20
	mostMemory     = 1 << 40
)

// outside gives the defence the program that its bundle names, if it names one.
func (p *manifest) outside(d *defence.Defence, from fs.FS, entries []yamldoc.Entry) {
	var kinds []yamldoc.Entry
	program := external.Program{Files: from}
	for _, e := range entries {
		switch e.Key {
		case "process":
			program.Process = p.command(from, e)
		case "url":
			program.URL = p.endpoint(e)
		case "image":
			program.Image = p.reference(e)
		case "wall_limit":
			program.AnswerTime = p.duration(e, mostAnswerTime)
		case "memory_limit":
			program.Memory = p.memory(e)
		case "cpu_limit":
			program.CPU = p.duration(e, mostCPU)
		case "needs":
			program.Needs = p.needs(e)
		}
		if slices.Contains(programKeys, e.Key) {
			kinds = append(kinds, e)
		}
	}
	p.alone(kinds, entries)
	if len(kinds) == 1 && len(p.Errs) == 0 {
		d.Watch = &defence.Watch{Kind: kinds[0].Key, External: true, Maker: &protocol.Maker{Program: program}}
	}
}

// alone refuses a program beside another monitor, and limits of nobody.
func (p *manifest) alone(kinds, entries []yamldoc.Entry) {
	for _, e := range entries {
		switch {
		case slices.Contains(limitKeys, e.Key) && len(kinds) == 0:
			p.Reject(e.Pos, "there is a "+e.Key+" without a program", "process, url or image beside it")
		case slices.Contains(processKeys, e.Key) && (len(kinds) == 0 || kinds[0].Key != "process"):
			p.Reject(e.Pos, "there is a "+e.Key+" without a process", "process beside it: where others run, their own hosts decide")
		case (e.Key == "builtin" || e.Key == "rules" || e.Key == "playbook") && len(kinds) > 0:
			p.Reject(e.Pos, "there is a "+e.Key+" beside a "+kinds[0].Key, "one of the two")
		}
	}
	if len(kinds) > 1 {
		p.Reject(kinds[1].Pos, "there is a "+kinds[1].Key+" beside a "+kinds[0].Key, "one of the two")
	}
}

// command reads the words of a command. Those that begin with ./ name files of
// the bundle.
func (p *manifest) command(from fs.FS, e yamldoc.Entry) []string {
	const wanted = "a list of a command and its arguments, such as [python3, ./watch.py]"
	if e.Value.Kind != yamldoc.List {
		p.Reject(e.Place(), e.Key+" is "+e.Value.Kind.String(), wanted)
		return nil
	}
	var words []string
	for i, word := range p.Items(e, wanted) {
		s, ok := p.Text(word, wanted)
		name, ours := strings.CutPrefix(s, "./")
		switch {
		case !ok:
		case strings.ContainsRune(s, 0):
			p.Reject(word.Place(), "the word has a zero byte", "a text")
		case ours && (!fs.ValidPath(name) || !isFile(from, name)):
			p.Reject(word.Place(), "there is no file "+yamldoc.Quoted(s)+" in the bundle", "it, or a command that the system knows")
		case !ours && i == 0 && strings.ContainsAny(s, `/\`) && !strings.HasPrefix(s, "/") && !strings.Contains(s, ":"):
			p.Reject(word.Place(), "the command is "+yamldoc.Quoted(s), yamldoc.Quoted("./"+s)+" for a file of the bundle")
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
func (p *manifest) endpoint(e yamldoc.Entry) string {
	const wanted = "an address such as http://127.0.0.1:8080/watch"
	s, ok := p.Text(e, wanted)
	if !ok {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		p.Wrong(e, wanted)
	}
	return s
}

// reference reads the name of an image.
func (p *manifest) reference(e yamldoc.Entry) string {
	const wanted = "the name of an image that is there, such as watch:1"
	s, ok := p.Text(e, wanted)
	if ok && strings.ContainsAny(s, " \t\n") {
		p.Wrong(e, wanted)
	}
	return s
}

func (p *manifest) duration(e yamldoc.Entry, most time.Duration) time.Duration {
	return param.New(&p.Reader, yamldoc.Entry{}, []yamldoc.Entry{e}, param.Unbound()).DurationUpTo(e.Key, most)
}

// needs reads the paths of what a process reads beside its bundle.
func (p *manifest) needs(e yamldoc.Entry) (paths []string) {
	const wanted = "a list of absolute paths of installed software, such as [/opt/model]"
	if e.Value.Kind != yamldoc.List {
		p.Reject(e.Place(), e.Key+" is "+e.Value.Kind.String(), wanted)
		return nil
	}
	for _, item := range p.Items(e, wanted) {
		s, ok := p.Text(item, wanted)
		if ok && (!path.IsAbs(s) || s != path.Clean(s) || strings.ContainsRune(s, 0)) {
			p.Wrong(item, wanted)
		}
		paths = append(paths, s)
	}
	return paths
}

// memory reads an amount of memory.
func (p *manifest) memory(e yamldoc.Entry) int64 {
	const wanted = "an amount of memory such as 512 MiB or 2 GiB, from 16 MiB to 1024 GiB"
	s, ok := p.Text(e, wanted)
	if !ok {
		return 0
	}
	number, unit, _ := strings.Cut(s, " ")
	n, err := strconv.ParseInt(number, 10, 32)
	shift := map[string]int{"MiB": 20, "GiB": 30}[unit]
	if err != nil || shift == 0 || n > math.MaxInt64>>shift || n<<shift < leastMemory || n<<shift > mostMemory {
		p.Reject(e.Place(), fmt.Sprintf("%s is %s", e.Key, yamldoc.Quoted(s)), wanted)
		return 0
	}
	return n << shift
}

package confine

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// plan is all that a warder is told.
type plan struct {
	Words, Env []string
	Shown      []string // real paths of files and folders, shown where they are
	Links      []link
	Texts      []text
	Hidden     []string // paths within what is shown
	Runs       []string `json:"-"` // files of the bundle that may be executed

	Memory     int64
	CPU        int64 // seconds
	HandedOver bool  // the warder is a superuser's, and the program nobody's
	Empty      bool  // nobody is to be confined

	links  map[string]string
	search []string // folders that PATH names first
}

// link is a symbolic link.
type link struct{ At, To string }

// text is a small file.
type text struct{ At, Says string }

// folders are where systems keep their programs and what these read. What else
// lies in /usr, such as sources, is nobody's interpreter.
var folders = []string{
	"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/libexec", "/usr/share",
	"/usr/local/bin", "/usr/local/sbin", "/usr/local/lib", "/usr/local/lib64", "/usr/local/libexec", "/usr/local/share",
	"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/java-*", "/etc/perl", "/etc/python3*",
}

// paths is where programs are looked for within a jail.
var paths = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// texts stand for the system's own.
var texts = []text{
	{"/etc/passwd", fmt.Sprintf("root:x:0:0::/:/bin/false\ndefence:x:%d:%[1]d::%s:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n", insideID, Work)},
	{"/etc/group", fmt.Sprintf("root:x:0:\ndefence:x:%d:\nnogroup:x:65534:\n", insideID)},
	{"/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"},
	{"/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
}

// plan says what a jail is made of.
func (j *Jail) plan() (*plan, error) {
	p := &plan{
		Texts: texts, Memory: j.Memory, CPU: int64((j.CPU + time.Second - 1) / time.Second), links: make(map[string]string),
	}
	for _, pattern := range folders {
		found, _ := filepath.Glob(pattern) // the patterns are ours
		for _, path := range found {
			p.show(path)
		}
	}
	if len(j.Words) > 0 {
		if err := p.command(j); err != nil {
			return nil, err
		}
	}
	for _, path := range j.Needs {
		if err := p.need(path); err != nil {
			return nil, err
		}
	}
	p.search = slices.DeleteFunc(p.search, func(folder string) bool { return slices.Contains(paths, folder) })
	p.Env = []string{"PATH=" + strings.Join(slices.Concat(p.search, paths), ":"), "HOME=" + Work, "LANG=C.UTF-8"}
	p.settle()
	return p, nil
}

// command places the words of the command and shows what its program needs.
func (p *plan) command(j *Jail) (err error) {
	for _, word := range j.Words {
		name, ours := strings.CutPrefix(word, "./")
		if ours {
			p.Runs = append(p.Runs, name)
			word = Bundle + "/" + name
		}
		p.Words = append(p.Words, word)
	}
	if name, ours := strings.CutPrefix(j.Words[0], "./"); ours {
		if j.Files == nil {
			return syscall.ENOENT
		}
		file, err := j.Files.Open(name)
		if err != nil {
			return errnoOf(err)
		}
		defer file.Close()
		p.shebang(file)
		return nil
	}
	p.Words[0], err = p.program(j.Words[0], 0)
	if err != nil {
		return errnoOf(err)
	}
	if filepath.Base(j.Words[0]) == "env" {
		p.behindEnv(j.Words[1:], 0)
	}
	p.search = append(p.search, filepath.Dir(p.Words[0]))
	return nil
}

// errnoOf is an error without the path that its reader named himself.
func errnoOf(err error) error {
	var path *fs.PathError
	var command *exec.Error
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &command):
		return command.Err
	}
	return err
}

// settle leaves out what is shown already, and hides what is none of the
// program's business.
func (p *plan) settle() {
	slices.Sort(p.Shown)
	var kept []string
	for _, path := range p.Shown {
		if !slices.ContainsFunc(kept, func(above string) bool { return within(path, above) }) {
			kept = append(kept, path)
		}
	}
	p.Shown = kept
	for _, at := range slices.Sorted(maps.Keys(p.links)) {
		if !p.covers(at) {
			p.Links = append(p.Links, link{at, p.links[at]})
		}
	}
	for _, path := range slices.Concat(ourselves(), kin(p.search)) {
		if p.covers(path) && !slices.Contains(p.Shown, path) && !slices.Contains(p.Hidden, path) {
			p.Hidden = append(p.Hidden, path)
		}
	}
}

// covers reports whether a path lies in what is shown.
func (p *plan) covers(path string) bool {
	return slices.ContainsFunc(p.Shown, func(above string) bool { return within(path, above) })
}

// within reports whether a path is another one or lies below it.
func within(path, above string) bool {
	return path == above || strings.HasPrefix(path, strings.TrimSuffix(above, "/")+"/")
}

// ourselves are this very program and others of its kind among the system's:
// whoever could run one could play the drill.
var ourselves = sync.OnceValue(func() (list []string) {
	if path, err := os.Executable(); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			list = append(list, path)
		}
	}
	return append(list, kin(paths)...)
})

// kin are the programs of this module that lie in some folders.
func kin(folders []string) (list []string) {
	for _, folder := range folders {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			path, err := filepath.EvalSymlinks(filepath.Join(folder, e.Name()))
			if err == nil && isOurs(path) && !slices.Contains(list, path) {
				list = append(list, path)
			}
		}
	}
	return list
}

// leastOurs is less than any program of ours has, in bytes: looking into every
// small file of the system would take long.
const leastOurs = 4 << 20

// isOurs reports whether a file is a program of this module.
func isOurs(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() < leastOurs {
		return false
	}
	built, err := buildinfo.ReadFile(path)
	return err == nil && strings.HasPrefix(built.Path, "github.com/exdrill/exdrill/")
}

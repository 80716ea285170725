package confine

import (
	"bufio"
	"debug/elf"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// mostLinks is how many symbolic links one path may lead through, and mostHops
// how many interpreters may stand before a program.
const (
	mostLinks = 40
	mostHops  = 4
)

// show shows a file or a folder, and every symbolic link on the way there.
// What is not there is not shown.
func (p *plan) show(path string) {
	if real, err := p.follow(path); err == nil {
		p.Shown = append(p.Shown, real)
	}
}

// follow walks along a path, keeps the links that it leads through, and gives
// the real one.
func (p *plan) follow(path string) (string, error) {
	at, left := "/", parts(path)
	for links := 0; len(left) > 0; {
		next := filepath.Join(at, left[0])
		left = left[1:]
		info, err := os.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&os.ModeSymlink == 0 {
			at = next
			continue
		}
		if links++; links > mostLinks {
			return "", syscall.ELOOP
		}
		to, err := os.Readlink(next)
		if err != nil {
			return "", err
		}
		p.links[next] = to
		if !filepath.IsAbs(to) {
			to = filepath.Join(at, to)
		}
		at, left = "/", append(parts(to), left...)
	}
	return at, nil
}

func parts(path string) []string {
	return strings.FieldsFunc(filepath.Clean(path), func(r rune) bool { return r == '/' })
}

// program finds a command as a shell would and shows all that it takes to run
// it. It returns its path, links and all: a Python of a virtual environment
// knows by it which one it is.
func (p *plan) program(name string, hops int) (string, error) {
	named, err := exec.LookPath(name)
	if err == nil {
		named, err = filepath.Abs(named)
	}
	if err != nil {
		return "", err
	}
	real, err := p.follow(named)
	if err != nil {
		return "", err
	}
	p.Shown = append(p.Shown, real)
	p.installation(named)
	p.installation(real)
	if hops < mostHops {
		p.runtime(real, hops)
	}
	return named, nil
}

// installation shows the folder that a program was installed into with all that
// belongs to it: the one above bin, if libraries lie beside that. pyenv and its
// kind keep the real programs beside a folder of stand-ins.
func (p *plan) installation(file string) {
	folder, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil || !slices.Contains([]string{"bin", "sbin", "libexec", "shims"}, filepath.Base(folder)) {
		return
	}
	root := filepath.Dir(folder)
	if p.covers(folder) || private(root) {
		return
	}
	for _, beside := range []string{"pyvenv.cfg", "lib", "lib64", "versions", "installs"} {
		if _, err := os.Stat(filepath.Join(root, beside)); err == nil {
			p.show(root)
			return
		}
	}
}

// private reports whether a folder holds more than a program: somebody's home,
// the folder in which we were started, or we ourselves.
func private(folder string) bool {
	home, _ := os.UserHomeDir()
	here, _ := os.Getwd()
	self, _ := os.Executable()
	for _, path := range []string{home, filepath.Join(home, ".local"), here, self} {
		if real, err := filepath.EvalSymlinks(path); err == nil && path != "" && within(real, folder) {
			return true
		}
	}
	return folder == "/"
}

// runtime shows what a program is run by: the interpreter of a script, the
// loader and the libraries of a binary.
func (p *plan) runtime(real string, hops int) {
	file, err := os.Open(real)
	if err != nil {
		return
	}
	defer file.Close()
	if binary, err := elf.NewFile(file); err == nil {
		p.loader(binary, filepath.Dir(real))
		return
	}
	if _, err := file.Seek(0, io.SeekStart); err == nil {
		p.shebangOf(file, hops)
	}
}

// shebang shows the interpreter that a script of the bundle names.
func (p *plan) shebang(script io.Reader) { p.shebangOf(script, 0) }

func (p *plan) shebangOf(script io.Reader, hops int) {
	line, _ := bufio.NewReaderSize(io.LimitReader(script, 256), 256).ReadString('\n')
	rest, ok := strings.CutPrefix(line, "#!")
	words := strings.Fields(rest)
	if !ok || len(words) == 0 {
		return
	}
	_, _ = p.program(words[0], hops+1) // who is not there will be missed when it is called
	if filepath.Base(words[0]) == "env" {
		p.behindEnv(words[1:], hops)
	}
}

// behindEnv shows the program that env is to find.
func (p *plan) behindEnv(words []string, hops int) {
	for _, word := range words {
		if !strings.HasPrefix(word, "-") && !strings.Contains(word, "=") {
			if named, err := p.program(word, hops+1); err == nil {
				p.search = append(p.search, filepath.Dir(named))
			}
			return
		}
	}
}

// loader shows a binary's loader, and the folders in which it looks for
// libraries beside the system's.
func (p *plan) loader(binary *elf.File, folder string) {
	for _, part := range binary.Progs {
		if part.Type != elf.PT_INTERP {
			continue
		}
		if text, err := io.ReadAll(io.LimitReader(part.Open(), 4096)); err == nil {
			path := strings.TrimRight(string(text), "\x00")
			p.show(path)
			if within(path, "/nix/store") {
				p.show("/nix/store") // nothing there says what it needs of the rest
			}
		}
	}
	for _, tag := range []elf.DynTag{elf.DT_RPATH, elf.DT_RUNPATH} {
		found, _ := binary.DynString(tag) // a static binary has none
		for _, list := range found {
			for _, path := range strings.Split(list, ":") {
				path = strings.NewReplacer("$ORIGIN", folder, "${ORIGIN}", folder).Replace(path)
				if real, err := filepath.EvalSymlinks(path); err == nil && filepath.IsAbs(path) && !private(real) {
					p.show(path)
				}
			}
		}
	}
}

// need shows what a bundle says that it needs.
func (p *plan) need(path string) error {
	real, err := p.follow(path)
	if err != nil {
		return fmt.Errorf("needs %s: %w", path, errnoOf(err))
	}
	if !shareable(real) {
		return fmt.Errorf("needs %s, expected a folder or a file that is about nothing but its program", path)
	}
	p.Shown = append(p.Shown, real)
	return nil
}

// shareable reports whether a bundle may be shown a path at all: neither what
// the system says about itself nor what holds somebody's home or us.
func shareable(real string) bool {
	for _, of := range []string{"/proc", "/sys", "/dev", "/run", Bundle, Work} {
		if within(real, of) || within(of, real) {
			return false
		}
	}
	return real != "/tmp" && !private(real)
}

// software is where systems keep what is installed, and nothing about anybody.
var software = []string{"/opt", "/usr/lib", "/usr/share", "/usr/libexec", "/usr/local", "/nix/store", "/snap", "/home/linuxbrew/.linuxbrew"}

// Exposed lists what a bundle needs from elsewhere than where systems keep
// their programs: nobody knows what it finds there.
func Exposed(needs []string) (list []string) {
	for _, path := range needs {
		real, err := filepath.EvalSymlinks(path)
		if err != nil || !slices.ContainsFunc(software, func(of string) bool { return within(real, of) && real != of }) {
			list = append(list, path)
		}
	}
	return list
}

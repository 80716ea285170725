package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// starters holds a folder for each language. A file that would be taken for one
// of ours has .txt behind its name, and NAME stands for the defence's.
//
//go:embed starters
var starters embed.FS

// languages lists what a defence can be started in.
func languages() []string { return []string{"python", "go", "sigma"} }

// ownTests is how a defence of a language runs its own tests.
func ownTests(lang, folder string) string {
	switch lang {
	case "python":
		return "cd " + folder + " && python3 -m unittest"
	case "go":
		return "cd " + folder + " && go test"
	}
	return "exdrill test rules " + folder
}

// start writes a defence into a new folder and says what to do with it.
// Nothing is left of one that could not be finished.
func start(ctx context.Context, folder, lang string) (string, error) {
	folder = filepath.Clean(folder)
	name := filepath.Base(folder)
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || name[0] == '-' || len(name) > 60 {
		return "", fmt.Errorf("the name is %q, expected lower-case letters, digits and hyphens, at most 60", name)
	}
	if _, err := os.Lstat(folder); err == nil {
		return "", fmt.Errorf("%s is there already, expected a folder that does not exist yet", folder)
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return "", err
	}
	draft, err := os.MkdirTemp(filepath.Dir(folder), ".exdrill-new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(draft)
	note, err := compose(ctx, draft, name, lang)
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.Chmod(draft, 0o755), os.Rename(draft, folder)); err != nil {
		return "", err
	}
	return made(folder, lang, note)
}

// compose writes the files of a language, and builds what has to be built.
func compose(ctx context.Context, draft, name, lang string) (note string, err error) {
	from, err := fs.Sub(starters, path.Join("starters", lang))
	if err != nil {
		return "", err
	}
	err = fs.WalkDir(from, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(draft, filepath.FromSlash(strings.TrimSuffix(file, ".txt")))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		text, err := fs.ReadFile(from, file)
		if err != nil {
			return err
		}
		return os.WriteFile(target, bytes.ReplaceAll(text, []byte("NAME"), []byte(name)), 0o644)
	})
	if err == nil && lang == "go" {
		return compile(ctx, draft)
	}
	return "", err
}

// compile builds a program in Go where there is a toolchain.
func compile(ctx context.Context, folder string) (note string, err error) {
	const by = "go build -o watch ."
	tool, err := exec.LookPath("go")
	if err != nil {
		return "build it first " + by + "\n", nil
	}
	build := exec.CommandContext(ctx, tool, "build", "-o", "watch", ".")
	build.Dir = folder
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", by, err, bytes.TrimSpace(said))
	}
	return "build it anew  " + by + "\n", nil
}

// made says what was written and what to do with it.
func made(folder, lang, note string) (string, error) {
	shown := filepath.ToSlash(folder)
	if !filepath.IsAbs(folder) {
		shown = "./" + shown
	}
	page := shown + "\n"
	err := fs.WalkDir(os.DirFS(folder), ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			page += "  " + file + "\n"
		}
		return err
	})
	page += "\n" + note
	for _, line := range [][2]string{
		{"its own tests", ownTests(lang, shown)},
		{"check it", "exdrill lint " + shown},
		{"try it", "exdrill run zaif-api-keys-2018-01 --defence " + shown},
	} {
		page += fmt.Sprintf("%-15s%s\n", line[0], line[1])
	}
	return page, err
}

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

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func newNew() *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Write a defence, a scenario, a suite, a secret salt or rates to start from",
		Long: `Write something to start from: a defence, a scenario, a suite with the job that runs
it in CI, the secret salt of a competition, or the rates of a benchmark's yearly bill.
The --help of each tells more.`,
		Example: "  exdrill new defence my-defence --lang python\n  exdrill new scenario my-incident\n  exdrill new suite --defence ./my-defence --ci github\n  exdrill new salt\n  exdrill new rates my-venue.yaml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return yamldoc.CheckWord("unknown command new", args[0], []string{"defence", "scenario", "suite", "salt", "rates"})
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newNewDefence(), newNewScenario(), newNewSuite(), newNewSalt(), newNewRates())
	return c
}

func newNewDefence() *cobra.Command {
	lang := choiceFlag{languages()[0], languages()}
	c := &cobra.Command{
		Use:   "defence NAME",
		Short: "Write a bundle that works, with a test",
		Long: `Write a defence into a new folder: a bundle that works, with a test. It notices
somebody who tries API keys that their owners deleted, takes the other keys away
from him and keeps what he withdraws. Change it until it is yours.

  python   a program that uses the standard library alone
  go       the same in Go; it is built at once if Go is installed
  sigma    two rules with a playbook and fixtures, no program

A program reads one message a line and writes one answer a line: "exdrill fields
--protocol" prints the schema of all of them. In defence.yaml stands how it is
run; every run has one of its own, in an empty folder beside a copy of the
bundle, with PATH, HOME and LANG as its only environment. A shell, or a stand-in
for an interpreter such as pyenv's, adds what is its own (PWD, SHLVL, PYENV_...):

  process: [python3, ./watch.py]  # or url: http://127.0.0.1:8080, or image: watch:1
  wall_limit: 10s                 # for one answer; a slow program changes no score
  memory_limit: 1 GiB             # for each of its processes; on Linux
  cpu_limit: 1h                   # for each process of a process, where it is confined
  needs: [/opt/model]             # what a process reads beside bundle and interpreter

On Linux a process is confined: it sees its bundle, its interpreter and the
system's programs, read-only, and no network, other process, home or folder. It
may write to /work, where it starts, and to /tmp. Where it cannot be confined,
where it needs what is not installed software, and as a url always, the result
says "unconfined", and no leaderboard ranks it. An image has no network either.

A bundle need not begin anew: one with the line

  extends: [sentinel, ../common]  # by name, or by the path from its own folder

has all that these have, and what it has itself, a file, a control, a rule or a
response of the playbook, in the place of theirs of the same name.

A program fails, and the run with it, if it ends before bye or with another exit
status than 0, hangs, breaks the protocol, writes more than 4 MiB, 10,000 alerts or 10,000 actions at once, or names accounts, keys
or withdrawals that the telemetry has not shown. What it writes to its standard
error, up to 4 MiB, "run --out FOLDER" keeps: in stderr.txt there, or in
FOLDER.stderr.txt if the run failed, which leaves no folder. Batches are not cut: one holds
all that happened since the last that was sent.`,
		Example: "  exdrill new defence my-defence --lang python\n  exdrill new defence defences/rules --lang sigma",
		Args:    one("a NAME"),
		RunE: func(c *cobra.Command, args []string) error {
			made, err := start(c.Context(), args[0], lang.value)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), made)
			return nil
		},
	}
	c.Flags().Var(&lang, "lang", "the `LANGUAGE`: "+strings.Join(lang.allowed, ", "))
	return c
}

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
	folder, err := vacantFolder(folder)
	if err != nil {
		return "", err
	}
	name := filepath.Base(folder)
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

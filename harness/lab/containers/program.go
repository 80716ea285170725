package containers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// program is one of our own static binaries.
type program struct {
	name   string
	source string // its package, for machines that have the module and a toolchain
}

func venueProgram() program {
	return program{"mockexchange", "github.com/exdrill/exdrill/mockexchange/cmd/mockexchange"}
}

func attackerProgram() program {
	return program{"attacker", "github.com/exdrill/exdrill/attacker/cmd/attacker"}
}

// binDir is the variable that names a folder with the binaries.
const binDir = "EXDRILL_BIN_DIR"

// file is the name that a shipped binary has.
func (p program) file(arch string) string { return p.name + "-linux-" + arch }

// find returns the program for Linux on an architecture: a file in
// EXDRILL_BIN_DIR, or beside the running executable, or built from source. The
// error lists all that was tried.
func (p program) find(ctx context.Context, arch string) ([]byte, error) {
	var tried []string
	for _, dir := range folders(&tried) {
		content, err := os.ReadFile(filepath.Join(dir, p.file(arch)))
		if err == nil {
			return content, nil
		}
		tried = append(tried, err.Error())
	}
	content, err := p.build(ctx, arch)
	if err == nil {
		return content, nil
	}
	tried = append(tried, err.Error())
	return nil, &Unavailable{
		Reason: "there is no program " + p.name + " for linux/" + arch,
		Err:    errors.New(strings.Join(tried, "; ")),
	}
}

// folders lists where shipped binaries may lie.
func folders(tried *[]string) (dirs []string) {
	if dir := os.Getenv(binDir); dir != "" {
		dirs = append(dirs, dir)
	} else {
		*tried = append(*tried, binDir+" is not set")
	}
	if self, err := os.Executable(); err == nil {
		dirs = append(dirs, filepath.Dir(self))
	}
	return dirs
}

// build compiles the program. The file stays in the user's cache, so that
// nothing is linked again while nothing changed. No word about the version
// control goes into it: equal sources make equal images.
func (p program) build(ctx context.Context, arch string) ([]byte, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(cache, "exdrill", "bin")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	out := filepath.Join(dir, p.file(arch))
	cmd := exec.CommandContext(ctx, tool, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", out, p.source)
	// With its temporary files on the same disk, the tool moves the new binary
	// into place in one piece: others may be reading the old one.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOFLAGS=-mod=readonly", "GOTMPDIR="+dir)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build %s: %w: %s", p.source, err, strings.TrimSpace(string(said)))
	}
	return os.ReadFile(out)
}

// Command exdrill runs fire drills for crypto exchanges: incidents that
// happened, against a defence, scored in money and in time.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes. Scripts and CI systems rely on them.
const (
	exitFine      = 0
	exitThreshold = 1 // a threshold or a regression failed
	exitInput     = 2 // bad input
	exitLab       = 3 // the lab failed, or somebody interrupted it
	exitDefence   = 4 // the defence failed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out one command line and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(append([]string{}, args...)) // nil would mean this process's own
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(args...)
	err := knownCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	var told *thresholdsFailed
	var asked *interrupted
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &asked):
		fmt.Fprintln(stderr, "interrupted; nothing was left behind but "+asked.left)
		return exitLab
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "interrupted; nothing was left behind")
		return exitLab
	case !errors.As(err, &told):
		fmt.Fprintln(stderr, err)
	}
	return exitCode(err)
}

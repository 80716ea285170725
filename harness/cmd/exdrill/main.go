// Command exdrill runs fire drills for crypto exchanges: incidents that
// happened, against a defence, scored in money and in time.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// version is the engine's version, set by the linker.
var version = "dev"

// Exit codes. Scripts and CI systems rely on them.
const (
	exitFine      = 0
	exitThreshold = 1 // a threshold or a regression failed
	exitInput     = 2 // bad input
	exitLab       = 3 // the lab failed
	exitDefence   = 4 // the defence failed
)

func main() { os.Exit(run(os.Args[1:])) }

// run carries out one command line and returns the exit code.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "exdrill: interrupted; nothing was left behind")
		return exitLab
	}
	var silent *thresholdsFailed
	if !errors.As(err, &silent) {
		fmt.Fprintln(os.Stderr, err)
	}
	return exitCode(err)
}

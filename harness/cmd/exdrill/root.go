package main

import (
	"cmp"
	"errors"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/lab"
)

// thresholdsFailed ends a command whose report already said what failed.
type thresholdsFailed struct {
	code int // to exit with; 0 is exitThreshold
}

func (*thresholdsFailed) Error() string { return "a threshold failed" }

// exitCode says which exit code an error ends in. What nobody classified is
// bad input: the commands check theirs before anything runs.
func exitCode(err error) int {
	var threshold *thresholdsFailed
	if errors.As(err, &threshold) {
		return cmp.Or(threshold.code, exitThreshold)
	}
	var failure *lab.Failure
	if errors.As(err, &failure) {
		if failure.Of == lab.OfDefence {
			return exitDefence
		}
		return exitLab
	}
	return exitInput
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "exdrill",
		Short: "A fire drill for crypto exchanges",
		Long: `exdrill lets a mock exchange live through incidents that happened, with a
defence of yours on watch, and scores in money and in time what the defence
saved and what it cost honest customers.`,
		Example: `  exdrill list
  exdrill show zaif-api-keys-2018-01 --brief
  exdrill run zaif-api-keys-2018-01 --defence guardrails --seed 1
  exdrill run --all --defence guardrails
  exdrill test exdrill.yaml`,
		Version:       engine(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(wrongFlag)
	root.SetVersionTemplate("exdrill {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newList(), newShow(), newRun(), newEvents(), newFields(), newLint(), newTest(), newBench(), newAblate(), newMerge(), newVerify(), newReveal(), newReplay(), newEnv(), newDataset(), newCompare(), newReport(), newNew(), newControls(), newMeasures(), newPrices(), newTechniques(), newExport(), newScore())
	return root
}

// version is the engine's version as the linker sets it, empty if it did not.
var version string

// engine is exdrill's version: the linker's, or else that of the module, which
// `go install` knows.
func engine() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

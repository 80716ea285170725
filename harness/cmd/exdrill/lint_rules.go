package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// lintRules says of every file in a folder of rules whether it loads.
func lintRules(w io.Writer, folder string) error {
	files, wrong, err := bundle.LintRules(os.DirFS(folder), filepath.ToSlash(folder))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(files, isRuleFile) {
		return fmt.Errorf("%s: the folder holds neither a scenario.yaml nor a defence.yaml nor a Sigma rule", folder)
	}
	var all []error
	for _, name := range files {
		if err := wrong[name]; err != nil {
			all = append(all, err)
			continue
		}
		fmt.Fprintf(w, "%s: loads\n", name)
	}
	fmt.Fprintf(w, "%s: %d of %d files load\n", folder, len(files)-len(all), len(files))
	return errors.Join(all...)
}

// lintRule checks one file of rules among those of its folder, to which it may
// refer.
func lintRule(w io.Writer, path string) error {
	folder := filepath.Dir(path)
	_, wrong, err := bundle.LintRules(os.DirFS(folder), filepath.ToSlash(folder))
	if err != nil {
		return err
	}
	if err := wrong[filepath.ToSlash(filepath.Clean(path))]; err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: loads\n", path)
	return nil
}

// isRuleFile reports whether a file looks like Sigma rules.
func isRuleFile(path string) bool {
	if !sigma.IsRule(filepath.ToSlash(path)) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		for _, key := range []string{"detection:", "correlation:", "logsource:", "filter:"} {
			if strings.HasPrefix(lines.Text(), key) {
				return true
			}
		}
	}
	return false
}

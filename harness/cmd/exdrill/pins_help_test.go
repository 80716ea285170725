package main

import (
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/golden"
)

// commandPaths are the words of every command, the program itself first.
func commandPaths(c *cobra.Command) (paths [][]string) {
	paths = append(paths, strings.Fields(c.CommandPath()))
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			paths = append(paths, commandPaths(sub)...)
		}
	}
	return paths
}

var _ = Describe("Pins of help", Label("embedded"), func() {
	folder := filepath.Join("testdata", "help")
	name := func(path []string) string { return strings.Join(path, "-") + ".txt" }

	for _, path := range commandPaths(newRoot()) {
		It("hold for "+strings.Join(path, " "), func() {
			help := fine(append(path[1:], "--help")...)
			unmoved([]error{golden.Check(filepath.Join(folder, name(path)), help)})
		})
	}

	It("are of these commands alone", func() {
		var files []string
		for _, path := range commandPaths(newRoot()) {
			files = append(files, name(path))
		}
		Expect(names(folder)).To(ConsistOf(files))
	})
})

var _ = Describe("Pins of schemas", Label("embedded"), func() {
	It("hold for the protocol", func() {
		unmoved([]error{golden.Check(filepath.Join("testdata", "protocol.schema.json"), fine("fields", "--protocol"))})
	})
})

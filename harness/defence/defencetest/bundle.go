package defencetest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Head is a defence.yaml with nothing but what it must say, Posture a
// posture.yaml with one control.
const (
	Head    = "name: mine\nversion: 2\ndescription: mine alone\n"
	Posture = "controls: {key_allow_list: {}}\n"
)

// Lines joins lines into a file.
func Lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

// Bundle writes a folder with the given files and returns its path.
func Bundle(files map[string]string) string {
	ginkgo.GinkgoHelper()
	dir := filepath.Join(ginkgo.GinkgoT().TempDir(), "BUNDLE")
	for name, text := range files {
		path := filepath.Join(dir, name)
		gomega.Expect(os.MkdirAll(filepath.Dir(path), 0o755)).To(gomega.Succeed())
		gomega.Expect(os.WriteFile(path, []byte(text), 0o644)).To(gomega.Succeed())
	}
	gomega.Expect(os.MkdirAll(dir, 0o755)).To(gomega.Succeed())
	return dir
}

var before = regexp.MustCompile(`(?m)^.*/BUNDLE/`)

// Told is the message of an error about a bundle, with its path cut short.
func Told(err error) string {
	ginkgo.GinkgoHelper()
	gomega.Expect(err).To(gomega.HaveOccurred())
	var all yamldoc.Errors
	gomega.Expect(errors.As(err, &all)).To(gomega.BeTrue(), "%v", err)
	return before.ReplaceAllString(err.Error(), "BUNDLE/")
}

// Listed names the files of a file system.
func Listed(from fs.FS) (names []string) {
	ginkgo.GinkgoHelper()
	gomega.Expect(fs.WalkDir(from, ".", func(name string, f fs.DirEntry, err error) error {
		if err == nil && !f.IsDir() {
			names = append(names, name)
		}
		return err
	})).To(gomega.Succeed())
	return names
}

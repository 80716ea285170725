package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/speclimit"
)

// asProgram is the variable that makes this test binary behave as the program,
// for specs that need it as a process.
const asProgram = "EXDRILL_SPECS_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

func TestExdrill(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Exdrill", speclimit.Each())
}

const zaif = "zaif-api-keys-2018-01"

// said is what a command line came to.
type said struct {
	code        int
	out, errors string
}

// exdrill carries out a command line in this process.
func exdrill(args ...string) said { return exdrillIn(speclimit.Of(context.Background()), args...) }

func exdrillIn(ctx context.Context, args ...string) said {
	var out, errors bytes.Buffer
	code := run(ctx, args, &out, &errors)
	return said{code, out.String(), errors.String()}
}

// fine carries out a command line that must succeed and returns its output.
func fine(args ...string) string {
	GinkgoHelper()
	s := exdrill(args...)
	Expect(s.errors).To(BeEmpty())
	Expect(s.code).To(Equal(exitFine))
	return s.out
}

// put writes a file below a folder and returns its path.
func put(folder, name, text string) string {
	GinkgoHelper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	Expect(os.MkdirAll(filepath.Dir(path), 0o755)).To(Succeed())
	Expect(os.WriteFile(path, []byte(text), 0o644)).To(Succeed())
	return path
}

// names lists a folder, hidden files too.
func names(folder string) (list []string) {
	GinkgoHelper()
	entries, err := os.ReadDir(folder)
	Expect(err).NotTo(HaveOccurred())
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

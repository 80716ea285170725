package runs_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/runs"
)

// writeForEver puts run after run and says so after each.
func writeForEver(path string) int {
	s, err := runs.Open(path)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	list, err := s.All(false)
	for seed := uint64(len(list)) + 1; err == nil; seed++ {
		if err = s.Put(scored(seed)); err == nil {
			fmt.Println("kept", seed)
		}
	}
	fmt.Println(err)
	return 1
}

var _ = Describe("a run store whose writer is killed", func() {
	It("has every run that was acknowledged, whole, and takes more", func() {
		path := filepath.Join(GinkgoT().TempDir(), "runs.db")
		kills := 10
		if os.Getenv("EXDRILL_SOAK") == "1" {
			kills = 200
		}
		for n := range kills {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), asWriter+"="+path)
			out, err := child.StdoutPipe()
			Expect(err).NotTo(HaveOccurred())
			Expect(child.Start()).To(Succeed())
			said := bufio.NewScanner(out)
			Expect(said.Scan()).To(BeTrue())
			Expect(said.Text()).To(HavePrefix("kept "), "the first word of the child")
			for range n * 7 % 40 { // it is killed at another moment each time
				Expect(said.Scan()).To(BeTrue())
			}
			Expect(child.Process.Kill()).To(Succeed())
			last := said.Text()
			for said.Scan() {
				if strings.HasPrefix(said.Text(), "kept ") {
					last = said.Text()
				}
			}
			Expect(child.Wait()).To(HaveOccurred())

			var acknowledged int
			_, err = fmt.Sscanf(last, "kept %d", &acknowledged)
			Expect(err).NotTo(HaveOccurred())
			s, err := runs.Open(path)
			Expect(err).NotTo(HaveOccurred())
			list, err := s.All(true)
			Expect(err).NotTo(HaveOccurred())
			Expect(len(list)).To(BeNumerically(">=", acknowledged))
			for i, r := range list {
				Expect(r).To(Equal(scored(uint64(i + 1))))
			}
			Expect(s.Close()).To(Succeed())
		}
	})
})

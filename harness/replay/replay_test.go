package replay

import (
	"bufio"
	"context"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/keep"
	"github.com/exdrill/exdrill/harness/report/layout"
)

func TestReplay(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Replay")
}

var _ = Describe("A replay", Ordered, Label("embedded"), func() {
	var folder string
	BeforeAll(func(ctx SpecContext) {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		stage, err := drill.Open("coincheck-nem-2018-01", drill.WithScale(0.01))
		Expect(err).NotTo(HaveOccurred())
		_, err = keep.Run(ctx, stage, "history", folder)
		Expect(err).NotTo(HaveOccurred())
	})

	It("goes forwards, backwards, on by itself and to a time, as keys say", func() {
		r, err := Open(folder)
		Expect(err).NotTo(HaveOccurred())
		p := &player{Replay: r, now: r.moments[0]}
		press := func(keys ...string) {
			for _, k := range keys {
				p.press(k)
			}
		}
		press("p")
		Expect(p.now).To(Equal(r.moments[0]), "there is nothing before the beginning")
		press("n", "n", "n", "p")
		Expect(p.now).To(Equal(r.moments[2]))
		press(append([]string{"g"}, strings.Split("2018-01-26 04:0x", "")...)...)
		press("\x7f", "0", "\r")
		Expect(r.picture(screen{width: 80, height: 24}, p.now)[1]).To(ContainSubstring("2018-01-26 04:00:00"))
		between := r.position(p.now)
		press("p")
		Expect(p.now).To(Equal(r.moments[between]), "back from between two moments to the earlier one")
		press("g", "x", "\r")
		Expect(p.prompt()).To(HavePrefix(`"x", expected a time`))
		press("end", "n")
		Expect(p.now).To(Equal(r.moments[len(r.moments)-1]))
		press("home", " ")
		p.wait(context.Background(), nil)
		Expect(p.now).To(Equal(r.moments[1]), "it goes on by itself")
		press("q")
		Expect(p.over).To(BeTrue())
	})

	It("knows arrows by what terminals send for them", func() {
		typed := bufio.NewReader(strings.NewReader("n"))
		Expect(key(typed)).To(Equal("n"))
		for code, name := range map[string]string{"\x1b[C": "n", "\x1b[D": "p", "\x1bOA": "p", "\x1b[H": "home", "\x1b[4~": "end", "\x1b[9": ""} {
			typed := bufio.NewReader(strings.NewReader(code))
			_, err := typed.Peek(1) // all of it is there at once
			Expect(err).NotTo(HaveOccurred())
			Expect(key(typed)).To(Equal(name), "%q", code)
		}
	})

	It("fits the terminal, whatever its size", func() {
		r, err := Open(folder)
		Expect(err).NotTo(HaveOccurred())
		for _, s := range []screen{{width: 60, height: 20}, {width: 80, height: 24}, {width: 140, height: 50, color: true}} {
			for _, now := range r.moments {
				lines := r.picture(s, now)
				Expect(len(lines)).To(BeNumerically("<", s.height))
				for _, l := range lines {
					Expect(layout.Width(l)).To(BeNumerically("<=", s.width), l)
				}
			}
		}
	})

	It("shortens what is too long to be read anyway", func() {
		Expect(brief("to nem14bujgna24chwzbhvi52q5hufhf52ahqocndhw4up now")).To(Equal("to nem14bujgna2..dhw4up now"))
	})
})

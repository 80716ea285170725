package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("exdrill replay", Ordered, func() {
	const coincheck = "coincheck-nem-2018-01"
	var folder string
	BeforeAll(func() {
		folder = filepath.Join(GinkgoT().TempDir(), "one")
		fine("run", coincheck, "--scale", "0.01", "--defence", "history", "--out", folder)
	})

	It("prints how things stand at a time: the thief and the defence side by side", func() {
		page := fine("replay", folder, "--at", "2018-01-26 12:30")
		fitsThePage(page)
		for _, part := range []string{
			"history, seed 1, scale 0.01\n2018-01-26 12:30:00 UTC+09:00  ",
			"\nlost 57,893,001,166 JPY, without a defence 57,893,001,166\n", "XEM* 18,350,319 + 0",
			"THE THIEF ", "| THE DEFENCE\n", "sign_with_stolen_key: send 800000 XEM to ",
			"\n26 11:25:00                                            | ALERT Staff see that hardly any XEM is\n",
		} {
			Expect(page).To(ContainSubstring(part))
		}
		Expect(page).NotTo(ContainSubstring("13:18"), "what comes later is not told")
		Expect(page).NotTo(ContainSubstring("\x1b"))
		Expect(fine("replay", folder, "--at", "00:00")).To(ContainSubstring("\nlost 0 JPY"))
	})

	It("prints a span, a picture for every moment", func() {
		page := fine("replay", folder, "--from", "2018-01-26 00:00", "--to", "2018-01-26 00:05")
		Expect(strings.Count(page, "Coincheck, January 2018")).To(Equal(6))
		Expect(page).To(ContainSubstring("send 10 XEM to"))
		s := exdrill("replay", folder, "--from", "2018-01-24 00:01", "--to", "2018-01-24 00:02")
		Expect(s.code).To(Equal(exitInput), "before the run")
		s = exdrill("replay", folder, "--from", "2018-01-25 00:01", "--to", "2018-01-25 00:02")
		Expect(s).To(Equal(said{exitFine, "", "nothing happened in that time\n"}))
	})

	DescribeTable("refuses", func(says string, flags ...string) {
		s := exdrill(append([]string{"replay", folder}, flags...)...)
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring(says))
	},
		Entry("to step where nobody watches", "nobody watches here, expected --at TIME"),
		Entry("a time that is none", `--at "noon", expected a time such as 21:14`, "--at", "noon"),
		Entry("a time before the run", "is not within the run, expected a time from 2018-01-25 00:00:00", "--at", "2017-01-01 10:00"),
		Entry("an end before the beginning", "expected a later time", "--from", "2018-01-26 10:00", "--to", "2018-01-26 09:00"),
		Entry("both kinds of times", "exclude each other", "--at", "10:00", "--to", "11:00"),
	)

	It("goes forwards, backwards, on by itself and to a time, as keys say", func() {
		r, err := openReel(folder)
		Expect(err).NotTo(HaveOccurred())
		p := &player{reel: r, now: r.moments[0]}
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
		r, err := openReel(folder)
		Expect(err).NotTo(HaveOccurred())
		for _, s := range []screen{{width: 60, height: 20}, {width: 80, height: 24}, {width: 140, height: 50, color: true}} {
			for _, now := range r.moments {
				lines := r.picture(s, now)
				Expect(len(lines)).To(BeNumerically("<", s.height))
				for _, l := range lines {
					Expect(width(l)).To(BeNumerically("<=", s.width), l)
				}
			}
		}
	})

	It("shows no control characters that somebody put into a text", func() {
		Expect(printable("a\x1b[2Jb\n\u009bc")).To(Equal("a [2Jb  c"))
		Expect(brief("to nem14bujgna24chwzbhvi52q5hufhf52ahqocndhw4up now")).To(Equal("to nem14bujgna2..dhw4up now"))
	})

	It("refuses what is no run folder", func() {
		s := exdrill("replay", GinkgoT().TempDir())
		Expect(s.code).To(Equal(exitInput))
		Expect(s.errors).To(ContainSubstring("no manifest.json there"))
		Expect(os.Remove(filepath.Join(folder, "timeline.json"))).To(Succeed())
		s = exdrill("replay", folder)
		Expect(s.errors).To(ContainSubstring("timeline.json: no such file, expected the folder of a run"))
	})
})

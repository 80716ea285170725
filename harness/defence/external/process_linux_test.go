package external_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/confine"
	"github.com/exdrill/exdrill/harness/defence/external"
)

var _ = Describe("A child process on Linux", func() {
	It("has as much memory as it may have, no more", func() {
		p := program("eat")
		p.Memory = 256 << 20
		for _, p := range []external.Program{p, free(p)} {
			f := failing(started(p), "one")
			Expect(f.Error()).To(HavePrefix("it did not answer the message: it ended: exit status 2\n"))
			p.Memory = 4 << 30
			Expect(ask(started(p), "one")).To(Equal("1024"))
		}
	})

	It("is confined, and says where it is not", func() {
		if why := confine.Unavailable(); why != "" {
			Skip("SKIPPED, NOT TESTED: " + why)
		}
		p := program("where")
		Expect(p.Unconfined()).To(BeEmpty())
		Expect(ask(started(p), "")).To(HavePrefix("/work|0 <nil>|"))
		for _, other := range []external.Program{free(p), {URL: "http://127.0.0.1:1"}} {
			Expect(other.Unconfined()).NotTo(BeEmpty())
		}
		p.Needs = []string{"/usr/share/zoneinfo"}
		Expect(p.Unconfined()).To(BeEmpty())
		p.Needs = []string{"/usr/share/zoneinfo", "/var/tmp"}
		Expect(p.Unconfined()).To(Equal("it is shown /var/tmp, which is no folder of installed programs"))
		image := external.Program{Image: "watch:1"}
		Expect(image.Unconfined()).To(BeEmpty())
	})

	It("that lacks a file is told how to declare it, if it is confined", func() {
		if why := confine.Unavailable(); why != "" {
			Skip("SKIPPED, NOT TESTED: " + why)
		}
		p := external.Program{Process: []string{"sh", "-c", "read line; cat /no/such/model || exit 1"}}
		const hint = "needs: [/opt/model]"
		Expect(failing(started(p), "one").Error()).To(HaveSuffix("No such file or directory\n  it is confined: what it reads beside its bundle, " +
			"its interpreter and the system's programs, defence.yaml has to name, such as " + hint))
		Expect(failing(started(free(p)), "one").Error()).NotTo(ContainSubstring(hint))
	})

	It("leaves nothing on the disk, and nobody, not even who left its group", func() {
		if why := confine.Unavailable(); why != "" {
			Skip("SKIPPED, NOT TESTED: " + why)
		}
		ground := ground()
		talk := started(program("outsider"))
		Expect(ask(talk, "one")).NotTo(Equal("1"))
		Expect(nests(ground)).To(BeEmpty())
		talk.Kill()
		Expect(failing(talk, "two").Error()).To(HavePrefix("it did not answer the message: it ended: signal: killed"))
	})
})

package runs_test

import (
	"database/sql"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/sim"
)

var _ = Describe("the salts of a run store", func() {
	var path string
	var one, two sim.Salt
	BeforeEach(func() {
		path = filepath.Join(GinkgoT().TempDir(), "runs.db")
		var err error
		one, err = sim.ParseSalt("5ca1ab1e0ddba11f00dcafe5e1ec7ed1")
		Expect(err).NotTo(HaveOccurred())
		two, err = sim.ParseSalt("fee1deadc0ffee0123b01dface5ca1ed")
		Expect(err).NotTo(HaveOccurred())
	})
	known := func(s *runs.Store) (list []string) {
		GinkgoHelper()
		all, err := s.Salts()
		Expect(err).NotTo(HaveOccurred())
		for _, salt := range all {
			list = append(list, salt.Commitment()+" "+salt.Reveal())
		}
		return list
	}

	It("are commitments until they are revealed, and stay revealed", func() {
		s := open(path)
		Expect(s.Announce(one, sim.Salt{})).To(Succeed())
		Expect(known(s)).To(ConsistOf(one.Commitment() + " "))
		Expect(s.Reveal(one)).To(Succeed())
		Expect(s.Announce(one)).To(Succeed())
		Expect(known(s)).To(ConsistOf(one.Commitment() + " " + one.Reveal()))
	})

	It("are revealed all together or not at all, and only those that were announced", func() {
		s := open(path)
		Expect(s.Announce(one)).To(Succeed())
		Expect(s.Reveal(one, two)).To(MatchError(ContainSubstring("no run was made with the salt of the commitment " + two.Commitment())))
		Expect(known(s)).To(ConsistOf(one.Commitment() + " "))
	})

	It("come over with the runs of another store, as far as they are known there", func() {
		s, other := open(path), open(path+".2")
		Expect(s.Announce(one)).To(Succeed())
		Expect(other.Announce(one, two)).To(Succeed())
		Expect(other.Reveal(one)).To(Succeed())
		Expect(s.Merge(other)).To(Equal([]int{0}))
		Expect(known(s)).To(ConsistOf(one.Commitment()+" "+one.Reveal(), two.Commitment()+" "))
		Expect(other.Merge(s)).To(Equal([]int{0}))
		Expect(known(other)).To(Equal(known(s)))
	})

	It("that somebody exchanged are found out", func() {
		s := open(path)
		Expect(s.Announce(one)).To(Succeed())
		Expect(s.Close()).To(Succeed())
		db, err := sql.Open("sqlite", path)
		Expect(err).NotTo(HaveOccurred())
		_, err = db.Exec("UPDATE salts SET salt = ?", two.Reveal())
		Expect(err).NotTo(HaveOccurred())
		Expect(db.Close()).To(Succeed())
		_, err = open(path).Salts()
		Expect(err).To(MatchError(ContainSubstring("this salt has the commitment " + two.Commitment() + ", expected that of " + one.Commitment())))
	})
})

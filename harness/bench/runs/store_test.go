package runs_test

import (
	"database/sql"
	"os"
	"path/filepath"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/score"
)

func identity(seed uint64) runs.Identity {
	return runs.Identity{
		Scenario: "payday", ScenarioDigest: "abc", Defence: "none", DefenceDigest: "def",
		Seed: seed, Scale: 100_000, Variation: "perturbed", Lab: "embedded", Engine: "v1",
	}
}

// scored is a row of a run that went well.
func scored(seed uint64) *runs.Row {
	points := score.Points(1234)
	r := &score.Result{
		Score: 5678, Passed: true, Standing: score.Part{Score: &points},
		Loss:   score.Loss{Currency: "JPY", Net: 1 << 60, Undefended: 1<<60 + 1},
		Harm:   score.Harm{Tariff: "1", Availability: 990_000},
		Timing: score.Timing{WallMS: 12, Commands: 34},
	}
	return runs.RowOf(identity(seed), r)
}

func open(path string) *runs.Store {
	GinkgoHelper()
	s, err := runs.Open(path)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(s.Close)
	return s
}

var _ = Describe("a run store", func() {
	var path string
	BeforeEach(func() { path = filepath.Join(GinkgoT().TempDir(), "a store with 100 % ? marks.db") })

	It("gives back what was put into it, in a fixed order", func() {
		s := open(path)
		for _, seed := range []uint64{3, 1<<64 - 1, 20} {
			Expect(s.Put(scored(seed))).To(Succeed())
		}
		Expect(s.Put(runs.Failed(identity(4), "it sent half a line"))).To(Succeed())
		list, err := s.All(true)
		Expect(err).NotTo(HaveOccurred())
		Expect(list).To(HaveLen(4))
		Expect(list[0]).To(Equal(scored(3)))
		Expect(list[1].Failure).To(Equal("it sent half a line"))
		Expect(list[1].Score).To(Equal(score.Worst))
		Expect(list[1].Result).To(BeNil())
		Expect(list[2].Seed).To(Equal(uint64(20)))
		Expect(list[3]).To(Equal(scored(1<<64 - 1)))
	})

	It("keeps the first of two runs with one key, and knows what it has", func() {
		s := open(path)
		Expect(s.Put(scored(1))).To(Succeed())
		again := scored(1)
		again.WallMS = 99
		Expect(s.Put(again)).To(Succeed())
		list, _ := s.All(false)
		Expect(list).To(HaveLen(1))
		Expect(list[0].WallMS).To(Equal(int64(12)))
		Expect(s.Has(list[0].Key())).To(BeTrue())
		other := identity(2)
		Expect(s.Has(other.Key())).To(BeFalse())
	})

	It("has not what a defence ended, and takes the run that comes to its end in its place", func() {
		s := open(path)
		first := scored(1)
		for _, why := range []string{"no interpreter", "no module"} {
			Expect(s.Put(runs.Failed(first.Identity, why))).To(Succeed())
			list, _ := s.All(false)
			Expect(list).To(HaveLen(1))
			Expect(list[0].Failure).To(Equal(why))
			Expect(s.Has(first.Key())).To(BeFalse())
		}
		Expect(s.Put(first)).To(Succeed())
		Expect(s.Put(runs.Failed(first.Identity, "it crashed"))).To(Succeed())
		list, err := s.All(true)
		Expect(err).NotTo(HaveOccurred())
		Expect(list).To(Equal([]*runs.Row{first}))
		Expect(s.Has(first.Key())).To(BeTrue())
	})

	It("gives every difference between two identities a key of its own", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			draw := func() runs.Identity {
				return runs.Identity{
					Scenario: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "scenario"),
					Defence:  rapid.SampledFrom([]string{"a", "b"}).Draw(t, "defence"),
					Seed:     rapid.Uint64Range(0, 2).Draw(t, "seed"), Salt: rapid.SampledFrom([]string{"", "x"}).Draw(t, "salt"),
					Scale: rapid.Int64Range(1, 2).Draw(t, "scale"), Adaptation: rapid.IntRange(0, 1).Draw(t, "adaptation"),
				}
			}
			a, b := draw(), draw()
			if (a == b) != (a.Key() == b.Key()) {
				t.Fatalf("%+v and %+v have the keys %s and %s", a, b, a.Key(), b.Key())
			}
		})
	})

	It("merges others, and takes nothing twice", func() {
		a, b := open(path), open(path+".2")
		Expect(a.Put(scored(1))).To(Succeed())
		Expect(b.Put(scored(1))).To(Succeed())
		Expect(b.Put(scored(2))).To(Succeed())
		Expect(a.Merge(b)).To(Equal([]int{1}))
		Expect(a.Merge(b)).To(Equal([]int{0}))
		list, _ := a.All(true)
		Expect(list).To(HaveLen(2))
		Expect(list[1]).To(Equal(scored(2)))
	})

	Describe("that contradict each other", func() {
		var whole, one, two *runs.Store
		BeforeEach(func() {
			whole, one, two = open(path), open(path+".1"), open(path+".2")
			Expect(whole.Put(scored(1))).To(Succeed())
			Expect(one.Put(scored(3))).To(Succeed())
		})
		refused := func(named ...string) {
			GinkgoHelper()
			_, err := whole.Merge(one, two)
			for _, text := range append(named, "payday against none, seed ", "contradict each other") {
				Expect(err).To(MatchError(ContainSubstring(text)))
			}
			Expect(whole.All(true)).To(Equal([]*runs.Row{scored(1)}), "nothing is added, also of the store that is fine")
		}

		It("are not merged: another score, another log", func() {
			other := scored(1)
			other.Score += 1
			Expect(two.Put(other)).To(Succeed())
			refused(path+" and ", path+".2", "56.78 in the first, 56.79 in the second")
		})

		It("are not merged where only their results differ, nor where two parts do", func() {
			other := scored(3)
			other.Result.Log.Head = "ff"
			Expect(two.Put(other)).To(Succeed())
			refused(path+".1", path+".2", "the score is the same")
		})

		It("agree on what took another time, and on what failed in one of them", func() {
			slow := scored(1)
			slow.WallMS, slow.Result.Timing.WallMS = 99, 99
			Expect(two.Put(slow)).To(Succeed())
			Expect(two.Put(runs.Failed(scored(3).Identity, "no interpreter"))).To(Succeed())
			Expect(whole.Merge(one, two)).To(Equal([]int{1, 0}))
		})
	})

	It("has one writer at a time", func() {
		s := open(path)
		_, err := runs.Open(path)
		Expect(err).To(MatchError(runs.ErrBusy))
		Expect(err.Error()).To(HavePrefix(path + ": "))
		Expect(s.Close()).To(Succeed())
		open(path)
	})

	It("is read by anybody once its writer is done, and only read", func() {
		s := open(path)
		Expect(s.Put(scored(1))).To(Succeed())
		Expect(s.Close()).To(Succeed())
		r, err := runs.Read(path)
		Expect(err).NotTo(HaveOccurred())
		defer r.Close()
		Expect(r.All(false)).To(HaveLen(1))
		Expect(r.Put(scored(2))).To(HaveOccurred())
	})

	It("refuses what it cannot read, and says why", func() {
		_, err := runs.Read(path)
		Expect(err).To(MatchError(ContainSubstring("no such file")))
		Expect(os.WriteFile(path, []byte("this is a letter to the editor, not a database at all"), 0o600)).To(Succeed())
		_, err = runs.Open(path)
		Expect(err).To(MatchError(ContainSubstring("not a run store")))
		_, err = runs.Open(filepath.Join(path, "below", "a file"))
		Expect(err).To(MatchError(ContainSubstring("cannot be opened")))
	})

	It("refuses a store of a newer schema, for writing and for reading", func() {
		Expect(open(path).Close()).To(Succeed())
		alter(path, "PRAGMA user_version = 99")
		var newer *runs.VersionError
		_, err := runs.Open(path)
		Expect(err).To(BeAssignableToTypeOf(newer))
		Expect(err).To(MatchError(ContainSubstring("schema version 99, expected at most")))
		_, err = runs.Read(path)
		Expect(err).To(BeAssignableToTypeOf(newer))
	})

	It("brings an older store up to date when it is opened for writing", func() {
		alter(path, "PRAGMA user_version = 0") // an empty file: the version before the first
		_, err := runs.Read(path)
		Expect(err).To(MatchError(ContainSubstring("schema version 0, expected")))
		Expect(open(path).Put(scored(1))).To(Succeed())
	})

	It("notices a row that somebody changed", func() {
		s := open(path)
		Expect(s.Put(scored(1))).To(Succeed())
		Expect(s.Close()).To(Succeed())
		alter(path, "UPDATE runs SET seed = '2'")
		_, err := open(path).All(false)
		Expect(err).To(MatchError(ContainSubstring("somebody changed it")))
	})
})

// alter changes a store behind exdrill's back.
func alter(path, command string) {
	GinkgoHelper()
	db, err := sql.Open("sqlite", path[:len(path)-len(filepath.Base(path))]+"plain.db")
	Expect(err).NotTo(HaveOccurred())
	plain := filepath.Join(filepath.Dir(path), "plain.db")
	if _, err := os.Stat(path); err == nil {
		Expect(os.Rename(path, plain)).To(Succeed())
	}
	_, err = db.Exec(command)
	Expect(err).NotTo(HaveOccurred())
	Expect(db.Close()).To(Succeed())
	if _, err := os.Stat(plain); err == nil {
		Expect(os.Rename(plain, path)).To(Succeed())
	} else {
		Expect(os.WriteFile(path, nil, 0o600)).To(Succeed())
	}
}

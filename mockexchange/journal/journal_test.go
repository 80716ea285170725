package journal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/journal"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// recorder is a venue that answers every command with its label's length and
// remembers what it was asked.
type recorder struct {
	asked []string
	wrong bool
}

func (r *recorder) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, error) {
	r.asked = append(r.asked, fmt.Sprintf("%d %s %s", now, c.Kind, c.Label))
	return r.answer(c), nil
}

func (r *recorder) answer(c *mockexchange.Command) mockexchange.Result {
	res := mockexchange.Result{Count: uint32(len(c.Label))}
	if r.wrong {
		res.Code = reject.Overflow
	}
	return res
}

// keep appends announcements with the given texts, one nanosecond apart.
func keep(j *journal.Journal, texts ...string) {
	GinkgoHelper()
	var n uint64
	for i, text := range texts {
		c := mockexchange.Command{Kind: mockexchange.Announce, Label: text}
		r := (&recorder{}).answer(&c)
		n = j.Append(int64(i), &c, &r)
	}
	Expect(j.Wait(n)).To(Succeed())
}

func replayed(j *journal.Journal) []string {
	GinkgoHelper()
	var v recorder
	Expect(j.Replay(&v, nil)).To(Succeed())
	return v.asked
}

var _ = Describe("A journal", func() {
	var (
		dir     string
		genesis *mockexchange.Genesis
	)
	open := func() *journal.Journal {
		GinkgoHelper()
		j := must(journal.Open(dir, genesis, journal.Options{}))
		DeferCleanup(func() { j.Close() })
		return j
	}
	segment := func() string { return filepath.Join(dir, fmt.Sprintf("%020d", 1)) }

	BeforeEach(func() {
		dir, genesis = GinkgoT().TempDir(), &mockexchange.Genesis{Name: "zaif", Seed: 1}
	})

	It("gives back what was kept, in order, after it was closed", func() {
		j := open()
		keep(j, "a", "bb", "ccc")
		Expect(j.Close()).To(Succeed())

		j = open()
		Expect(j.Len()).To(Equal(uint64(3)))
		Expect(replayed(j)).To(Equal([]string{"0 announce a", "1 announce bb", "2 announce ccc"}))
		e := must(j.Entry(2))
		Expect(e.Command.Label).To(Equal("bb"))
		Expect(e.Result).To(Equal(mockexchange.Result{Count: 2}))
	})

	It("goes on where it ended", func() {
		j := open()
		keep(j, "a")
		Expect(j.Close()).To(Succeed())
		j = open()
		keep(j, "b")
		Expect(replayed(j)).To(Equal([]string{"0 announce a", "0 announce b"}))
	})

	It("knows no record beyond its end", func() {
		j := open()
		keep(j, "a")
		for _, n := range []uint64{0, 2} {
			_, err := j.Read(n)
			Expect(err).To(MatchError(journal.ErrNoRecord))
		}
	})

	It("refuses another genesis and names both", func() {
		keep(open(), "a")
		other := &mockexchange.Genesis{Name: "zaif", Seed: 2}
		was := must(journal.Digest(genesis))
		is := must(journal.Digest(other))

		moved := filepath.Join(GinkgoT().TempDir(), "copy")
		Expect(os.CopyFS(moved, os.DirFS(dir))).To(Succeed())
		_, err := journal.Open(moved, other, journal.Options{})
		Expect(err).To(MatchError(journal.ErrGenesis))
		Expect(err).To(MatchError(ContainSubstring("%x", was)))
		Expect(err).To(MatchError(ContainSubstring("%x", is)))
	})

	It("belongs to one process at a time", func() {
		open()
		_, err := journal.Open(dir, genesis, journal.Options{})
		Expect(err).To(MatchError(journal.ErrBusy))
	})

	It("says when a replay comes out otherwise", func() {
		j := open()
		keep(j, "a")
		err := j.Replay(&recorder{wrong: true}, nil)
		Expect(err).To(MatchError(journal.ErrDiffers))
		Expect(err).To(MatchError(ContainSubstring("record 1, announce")))
	})

	It("drops the last entry when it is torn, wherever it is torn", func() {
		j := open()
		keep(j, "a", "bb")
		Expect(j.Close()).To(Succeed())
		whole := must(os.ReadFile(segment()))
		keepOne := open()
		keep(keepOne, "ccc")
		Expect(keepOne.Close()).To(Succeed())
		longer := must(os.ReadFile(segment()))

		for cut := len(whole) + 1; cut < len(longer); cut++ {
			Expect(os.WriteFile(segment(), longer[:cut], 0o600)).To(Succeed())
			j := open()
			Expect(replayed(j)).To(Equal([]string{"0 announce a", "1 announce bb"}), "cut at byte %d", cut)
			Expect(j.Close()).To(Succeed())
		}
	})

	It("drops what a power cut left as zeros", func() {
		j := open()
		keep(j, "a")
		Expect(j.Close()).To(Succeed())
		f := must(os.OpenFile(segment(), os.O_APPEND|os.O_WRONLY, 0))
		must(f.Write(make([]byte, 700)))
		Expect(f.Close()).To(Succeed())
		Expect(replayed(open())).To(Equal([]string{"0 announce a"}))
	})

	It("starts again when not even its title was written whole", func() {
		Expect(open().Close()).To(Succeed())
		Expect(os.Truncate(segment(), 9)).To(Succeed())
		j := open()
		Expect(j.Len()).To(BeZero())
		keep(j, "a")
	})

	It("refuses a change in the middle instead of guessing", func() {
		j := open()
		keep(j, "first", "second")
		Expect(j.Close()).To(Succeed())
		data := must(os.ReadFile(segment()))
		data[len(data)-30] ^= 1 // within the first record, before the second
		Expect(os.WriteFile(segment(), data, 0o600)).To(Succeed())
		_, err := journal.Open(dir, genesis, journal.Options{})
		Expect(err).To(MatchError(journal.ErrCorrupt))
	})

	It("spans files", func() {
		texts := make([]string, 200)
		for i := range texts {
			texts[i] = fmt.Sprint("message ", i)
		}
		j := must(journal.Open(dir, genesis, journal.Options{SegmentSize: 512}))
		keep(j, texts...)
		Expect(j.Close()).To(Succeed())
		files := must(filepath.Glob(filepath.Join(dir, "0*")))
		Expect(len(files)).To(BeNumerically(">", 5))
		Expect(replayed(open())).To(HaveLen(200))
	})

	It("has the name of a file on the disk before anything in it is kept", func() {
		files := func() []string {
			all := must(filepath.Glob(filepath.Join(dir, "0*")))
			return all
		}
		var named []string
		above := false
		watch := func(synced string) {
			if above = above || synced == filepath.Dir(dir); synced == dir {
				named = files()
			}
		}
		dir = filepath.Join(dir, "new")
		j := must(journal.Open(dir, genesis, journal.Options{SegmentSize: 512}.Watched(watch)))
		DeferCleanup(func() { j.Close() })
		Expect(above).To(BeTrue(), "the directory's own name")
		for i := range 100 {
			keep(j, fmt.Sprint("message ", i))
			Expect(named).To(Equal(files()))
		}
		Expect(len(named)).To(BeNumerically(">", 3))
	})

	It("lets many wait at once", func() {
		j := open()
		var waiting sync.WaitGroup
		var turn sync.Mutex
		for range 50 {
			waiting.Go(func() {
				defer GinkgoRecover()
				turn.Lock()
				n := j.Append(1, &mockexchange.Command{Kind: mockexchange.Announce}, &mockexchange.Result{})
				turn.Unlock()
				Expect(j.Wait(n)).To(Succeed())
				Expect(j.Len()).To(BeNumerically(">=", n))
			})
		}
		waiting.Wait()
		Expect(j.Len()).To(Equal(uint64(50)))
	})

	It("tells those who come too late", func() {
		j := open()
		Expect(j.Close()).To(Succeed())
		n := j.Append(1, &mockexchange.Command{}, &mockexchange.Result{})
		Expect(j.Wait(n)).To(MatchError(journal.ErrClosed))
		Expect(j.Close()).To(MatchError(journal.ErrClosed))
	})

	It("keeps everything when it syncs at intervals, too", func() {
		j := must(journal.Open(dir, genesis, journal.Options{SyncEvery: time.Hour}))
		keep(j, "a")
		Expect(j.Close()).To(Succeed())
		Expect(replayed(open())).To(HaveLen(1))
	})

	It("can do without a disk", func() {
		j := journal.InMemory()
		keep(j, "a", "b")
		Expect(replayed(j)).To(Equal([]string{"0 announce a", "1 announce b"}))
		_, err := j.Read(3)
		Expect(err).To(MatchError(journal.ErrNoRecord))
		Expect(j.Close()).To(Succeed())
	})
})

var _ = Describe("Any cut through a journal", func() {
	It("leaves a prefix of it", func() {
		genesis := &mockexchange.Genesis{Name: "zaif"}
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			dir := must(os.MkdirTemp("", "journal"))
			defer os.RemoveAll(dir)
			texts := rapid.SliceOfN(rapid.StringN(0, 200, -1), 1, 20).Draw(t, "texts")
			o := journal.Options{SyncEvery: time.Hour}
			j := must(journal.Open(dir, genesis, o))
			keep(j, texts...)
			Expect(j.Close()).To(Succeed())

			path := filepath.Join(dir, fmt.Sprintf("%020d", 1))
			data := must(os.ReadFile(path))
			Expect(os.Truncate(path, int64(rapid.IntRange(0, len(data)).Draw(t, "cut")))).To(Succeed())
			j = must(journal.Open(dir, genesis, o))
			defer j.Close()
			for i, asked := range replayed(j) {
				Expect(asked).To(Equal(fmt.Sprintf("%d announce %s", i, texts[i])))
			}
		})
	})
})

func BenchmarkAppend(b *testing.B) {
	j, err := journal.Open(b.TempDir(), &mockexchange.Genesis{}, journal.Options{SyncEvery: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	c, r := mockexchange.Command{Kind: mockexchange.PlaceOrder, Market: 1, Price: 1_900_000}, mockexchange.Result{Order: 1}
	var n uint64
	for b.Loop() {
		n = j.Append(1, &c, &r)
	}
	if err := j.Wait(n); err != nil {
		b.Fatal(err)
	}
	j.Close()
}

// Sixteen clients wait for the disk after every command, and share its syncs.
func BenchmarkAppendAndWait(b *testing.B) {
	j, err := journal.Open(b.TempDir(), &mockexchange.Genesis{}, journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	c, r := mockexchange.Command{Kind: mockexchange.PlaceOrder, Market: 1, Price: 1_900_000}, mockexchange.Result{Order: 1}
	var turn sync.Mutex
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			turn.Lock()
			n := j.Append(1, &c, &r)
			turn.Unlock()
			if err := j.Wait(n); err != nil {
				b.Fail()
			}
		}
	})
}

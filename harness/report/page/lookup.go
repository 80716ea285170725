package page

import "github.com/exdrill/exdrill/harness/report"

// Attacked reports whether a thief came.
func (v *view) Attacked() bool { return v.attacked() }

// Seized reports whether the prices are those of markets that the thief traded
// on.
func (v *view) Seized() bool {
	for i := range v.Timeline.Prices {
		if v.Timeline.Prices[i].Attacked {
			return true
		}
	}
	return false
}

// Count64 is a number of things with commas.
func (v *view) Count64(n int64) string { return report.Count(n) }

// ShortDigest is enough of the defence's digest to tell it apart.
func (v *view) ShortDigest() string { return abridged(v.Result.Defence.Digest) }

// Head is the head of the log.
func (v *view) Head() string { return v.Result.Log.Head }

func abridged(digest string) string { return digest[:min(len(digest), 16)] }

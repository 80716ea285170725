package technique

// share is one pile that requests are dealt to.
type share struct {
	worth int64 // how much there is, in a measure that all shares have in common
	parts int   // requests dealt so far
	most  int   // how many parts it has at most
}

// deal hands out n more requests, each to the pile whose parts would still be
// the greatest with one more; among equal ones to the first. Requests that no
// pile has room for are not dealt.
func deal(shares []share, n int) {
	for ; n > 0; n-- {
		best := -1
		for i, s := range shares {
			if s.parts < s.most && (best < 0 || perPart(s) > perPart(shares[best])) {
				best = i
			}
		}
		if best < 0 {
			return
		}
		shares[best].parts++
	}
}

func perPart(s share) int64 { return s.worth / int64(s.parts+1) }

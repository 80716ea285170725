package custody

// FourEyes is a rule for staff: what one of them does about customers or the
// house's funds, another who is at work agrees to, and nothing is done before a
// time lock is over. The zero value lets everybody work alone.
type FourEyes struct {
	On    bool  `json:"on,omitempty"`
	Takes int64 `json:"takes,omitempty"` // nanoseconds of the second's time
	Lock  int64 `json:"lock,omitempty"`  // nanoseconds from the request on
}

// Clerk is somebody of the staff who works at a desk.
type Clerk struct {
	Signer
	Department string `json:"department"` // whose people agree to what each other do
	// Attention is how well he looks, one of them each time, in parts per million:
	// he asks whose order something is with a greater chance than that.
	Attention []int64 `json:"attention,omitempty"`
}

// Agreement is what a second of the staff makes of what another asks for.
type Agreement struct {
	By   int   // from 1; 0 where there is nobody else
	At   int64 // virtual nanoseconds
	Asks bool  // whose order it is
}

// Agreement is that of whoever else of somebody's department comes to it first when
// he is asked at a time; an even number of 64 bits says how well he looks.
func (s *Staff) Agreement(of uint32, at int64, even uint64) Agreement {
	best := Agreement{At: at}
	for i := range s.Clerks {
		who := &s.Clerks[i]
		if uint32(i+1) == of || who.Department != s.Clerks[of-1].Department {
			continue
		}
		mine := (even + uint64(i)) * golden >> 32
		when := who.answers(at, mine)
		if best.By != 0 && when >= best.At {
			continue
		}
		best = Agreement{By: i + 1, At: when}
		if n := len(who.Attention); n > 0 {
			best.Asks = who.Attention[(mine>>8)%uint64(n)] < s.Asks
		}
	}
	return best
}

package containers

// Unavailable is the error of a machine on which no containers can be run:
// no engine answers, or there are no binaries to put into images.
type Unavailable struct {
	Reason string
	Err    error // what led to it; may be nil
}

func (u *Unavailable) Error() string {
	s := "container mode unavailable: " + u.Reason
	if u.Err != nil {
		s += ": " + u.Err.Error()
	}
	return s
}

func (u *Unavailable) Unwrap() error { return u.Err }

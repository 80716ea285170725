package lab

// Assessor is a recorder that also wants to know, every time before a monitor
// is asked, what its venue's part of the run would come to if it ended now:
// loss and harm in base units of the currency. Who asks pays: everything that is
// open has to be priced each time.
type Assessor interface {
	Assess(now int64, venue uint8, loss, harm int64)
}

// reportInterim tells it.
func (v *venueRun) reportInterim(now int64) {
	a, ok := v.run.recorder.(Assessor)
	if !ok {
		return
	}
	loss, harm := v.accounting.Interim(now)
	a.Assess(now, v.venue, loss, harm)
}

package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

// Latencies is how long things take, whoever defends.
type Latencies struct {
	Telemetry Duration       `key:"telemetry"`             // before an event reaches a monitor
	Step      Duration       `key:"step" check:"positive"` // virtual time between a monitor's steps
	Actions   Table[Latency] `key:"actions"`
}

// Latency is how long an action takes: a time, and another one for many targets
// at once, or a number of blocks.
type Latency struct {
	Takes  *Duration `key:"takes,optional"`
	Mass   *Duration `key:"mass,optional"`                      // a selection instead of single targets
	Blocks *Number   `key:"blocks,optional" check:"most=10000"` // of the asset's chain
}

// TariffRow is the price of one kind of harm. What is absent is not charged.
type TariffRow struct {
	Share   *Share  `key:"share,optional"` // of the value; an hour if PerHour
	Flat    *Amount `key:"flat,optional"`  // an hour if PerHour
	PerHour bool    `key:"per_hour,optional"`
	Cap     *Share  `key:"cap,optional"` // of the value
}

func (c *checker) limits() {
	l := &c.s.Latencies
	for i := range l.Actions {
		row := &l.Actions[i]
		if (row.Value.Takes == nil) == (row.Value.Blocks == nil) {
			c.complain(row.Key.Pos, "latency of "+yamldoc.Quoted(row.Key.Text)+" is not one of two", "either takes or blocks", "")
		}
	}
}

// Package defence holds what is under test: a posture, the standing limits in
// force before anything happens, and a monitor, which watches the telemetry and
// responds. It says which standing controls and which operator's actions
// exist, loads bundles from folders or from the library that ships with
// exdrill, and names the fields of the telemetry as rules and other programs
// see them.
//
// A defence that only stands:
//
//	d, err := defence.Load("guardrails", scenario)
//	genesis.Settings = d.Settings(genesis.Settings)
//
// A defence written in Go:
//
//	d := defence.New("mine", nil, func() (defence.Monitor, error) {
//		return &watchman{}, nil
//	})
package defence

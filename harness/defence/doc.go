// Package defence is what is under test: a posture, the standing limits in force
// before anything happens, and a monitor, which watches the telemetry and
// responds.
//
// A defence that only stands:
//
//	d, err := bundle.Load("guardrails", scenario)
//	genesis.Settings = d.Settings(genesis.Settings)
//
// A defence written in Go:
//
//	d := defence.New("mine", nil, func() (defence.Monitor, error) {
//		return &watchman{}, nil
//	})
//
// What stands beside it: control holds the standing controls, action the
// vocabulary of what an operator can do, telemetry the fields of events, rules
// the monitor made of Sigma rules and a playbook, protocol the one that is a
// program of its own, history and baseline those that ship, and bundle loads
// all of it from a folder.
package defence

// Package rules is the monitor that is made of Sigma rules and a playbook: what
// they see of the telemetry, whom alerts accuse, what follows from them and
// when, and the fixtures that rules are tested with.
package rules

// Package protocol is what exdrill and a defence that is a program of its own
// say to each other: the messages of version 1, their JSON Schema, and the
// monitor that runs such a program.
package protocol

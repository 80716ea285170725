// Package campaign is the thief's plan and the agent that carries it out. A
// Campaign is plain data; an Agent works through it, one request at a time, on
// whatever venue it is given. Its times and its chance come from the campaign
// alone, so the same campaign against the same answers does the same things at
// the same times, in one process or in a container.
//
// From adaptation level 2 on an agent that is refused goes on in another way:
// with another address, partner or key, and with what stands in for a technique.
package campaign

// Package external talks with defences that are programs of their own: a child
// process, an HTTP server, or a container. It knows how to start one, how to
// hand it a message and wait for its answer, and how to be rid of it. What the
// messages say is none of its business: a message is a line of JSON, and so is
// an answer.
//
//	talk, err := external.Program{Process: []string{"python3", "./watch.py"}, Files: bundle}.Start()
//	answer, err := talk.Ask("hello", message)
//	err = talk.Bye(farewell)
//
// The conversation is lock-step: nothing else happens until the answer is
// there. A slow program costs time on the wall and nothing besides; one that
// gives no answer within its limit, ends, says too much or speaks out of turn
// has failed, and the *Failure tells what it sent last. So has one that ends with
// another exit status than 0, even if it has answered everything.
//
// A child process gets an environment of PATH, HOME and LANG alone (on Windows
// SYSTEMROOT too), an empty folder of its own as HOME and to work in, and a copy
// of its bundle: words of its command that begin with ./ name files of that
// copy. It is made anew for every run and gone afterwards, so that runs share
// nothing and the bundle itself is never written to. It is confined where the
// system allows that: see package confine.
//
// Elsewhere it has the rights of whoever started it, and Unconfined says why.
// It leads a process group, which is killed at the end with all that is left of
// it; children that leave the group are on their own. On Linux it dies with the
// process that started it and is limited in memory: each process of the group
// may have as much data as the limit says. Other systems know no such limit.
//
// A container has no network, no rights, a file system that it cannot write to
// but for /tmp, and the same limits.
package external

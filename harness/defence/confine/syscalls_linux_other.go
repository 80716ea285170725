//go:build linux && !amd64 && !arm64

package confine

// restrict filters no system calls: nobody has looked up their numbers here.
func (w *warder) restrict() {}

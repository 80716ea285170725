package journal

// Watched has f told of every directory that the journal syncs.
func (o Options) Watched(f func(dir string)) Options {
	o.syncDir = func(dir string) error {
		f(dir)
		return syncDir(dir)
	}
	return o
}

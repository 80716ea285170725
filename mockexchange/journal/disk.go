package journal

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/tidwall/wal"

	"github.com/exdrill/exdrill/mockexchange"
)

// What can be wrong with a journal on disk.
var (
	ErrGenesis  = errors.New("journal of another genesis")
	ErrCorrupt  = errors.New("journal damaged")
	ErrBusy     = errors.New("journal in use by another process")
	ErrNoRecord = errors.New("no such record")
)

// header begins the first entry; the digest of the genesis follows.
const header = "exdrill journal 1\n"

// disk is a store in a write-ahead log. Entry 1 of the log is the title, so
// record n is entry n+1.
type disk struct {
	dir     string
	log     *wal.Log
	lock    *os.File
	next    uint64       // index of the next entry
	segment int64        // bytes after which the log begins another file
	room    atomic.Int64 // bytes that the last file takes before that, or fewer
	syncDir func(dir string) error
}

// Digest identifies a genesis: the SHA-256 of its JSON.
func Digest(g *mockexchange.Genesis) ([32]byte, error) {
	text, err := json.Marshal(g)
	if err != nil {
		return [32]byte{}, fmt.Errorf("digest of the genesis: %w", err)
	}
	return sha256.Sum256(text), nil
}

func openDisk(dir string, g *mockexchange.Genesis, o Options) (d *disk, kept uint64, err error) {
	digest, err := Digest(g)
	if err != nil {
		return nil, 0, err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, 0, err
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %s", err, dir)
	}
	d = &disk{
		dir: dir, lock: lock,
		segment: int64(cmp.Or(o.SegmentSize, wal.DefaultOptions.SegmentSize)), syncDir: o.syncDir,
	}
	if d.syncDir == nil {
		d.syncDir = syncDir
	}
	if kept, err = d.open(dir, digest, o); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("%s: %w", dir, err), d.Close())
	}
	return d, kept, nil
}

func (d *disk) open(dir string, digest [32]byte, o Options) (kept uint64, err error) {
	if err := repair(dir); err != nil {
		return 0, err
	}
	d.log, err = wal.Open(dir, &wal.Options{NoSync: true, SegmentSize: o.SegmentSize})
	if err != nil {
		return 0, err
	}
	last, err := d.log.LastIndex()
	if err != nil {
		return 0, err
	}
	d.next = last + 1
	if last == 0 {
		return 0, d.writeHeader(digest)
	}
	return last - 1, errors.Join(d.checkHeader(digest), d.syncName())
}

// writeHeader begins a new journal; the title is on the disk before anything else.
func (d *disk) writeHeader(digest [32]byte) error {
	if err := d.Write([][]byte{append([]byte(header), digest[:]...)}); err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.syncDir(filepath.Dir(d.dir)))
}

func (d *disk) checkHeader(digest [32]byte) error {
	head, err := d.entry(1)
	switch {
	case err != nil:
		return err
	case len(head) != len(header)+len(digest) || string(head[:len(header)]) != header:
		return fmt.Errorf("%w: entry 1 is no journal's title", ErrCorrupt)
	case string(head[len(header):]) != string(digest[:]):
		return fmt.Errorf("%w: it was written for %s, this venue's genesis is %s",
			ErrGenesis, hex.EncodeToString(head[len(header):]), hex.EncodeToString(digest[:]))
	}
	return nil
}

func (d *disk) Write(records [][]byte) error {
	var batch wal.Batch
	size := 0
	for i, record := range records {
		batch.Write(d.next+uint64(i), seal(record))
		size += binary.MaxVarintLen64 + sealSize + len(record)
	}
	d.room.Add(-int64(size))
	if err := d.log.WriteBatch(&batch); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	d.next += uint64(len(records))
	return nil
}

func (d *disk) Sync() error {
	if err := d.log.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if d.room.Load() > 0 {
		return nil
	}
	return d.syncName()
}

// syncName puts the name of the last file on the disk: a power cut can take a
// file with everything in it as long as its directory was not synced.
func (d *disk) syncName() error {
	d.room.Store(d.segment)
	path, err := lastSegment(d.dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	d.room.Add(-info.Size())
	if err := d.syncDir(d.dir); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

func (d *disk) Read(n uint64) ([]byte, error) {
	if n == 0 {
		return nil, ErrNoRecord
	}
	return d.entry(n + 1)
}

func (d *disk) entry(index uint64) ([]byte, error) {
	data, err := d.log.Read(index)
	if errors.Is(err, wal.ErrNotFound) {
		return nil, ErrNoRecord
	}
	if err != nil {
		return nil, fmt.Errorf("journal: entry %d: %w", index, err)
	}
	record, ok := unseal(data)
	if !ok {
		return nil, fmt.Errorf("%w: entry %d fails its checksum", ErrCorrupt, index)
	}
	return record, nil
}

func (d *disk) Close() error {
	var err error
	if d.log != nil {
		err = d.log.Close()
	}
	return errors.Join(err, d.lock.Close())
}

const sealSize = 4

// seal puts a checksum before a record.
func seal(record []byte) []byte {
	sum := crc32.Checksum(record, crc32.MakeTable(crc32.Castagnoli))
	return append(binary.LittleEndian.AppendUint32(make([]byte, 0, sealSize+len(record)), sum), record...)
}

// unseal checks and takes off what seal put on.
func unseal(data []byte) (record []byte, ok bool) {
	if len(data) < sealSize {
		return nil, false
	}
	record = data[sealSize:]
	return record, binary.LittleEndian.Uint32(data) == crc32.Checksum(record, crc32.MakeTable(crc32.Castagnoli))
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
)

// large is from how many bytes on a file of lines is kept compressed.
const large = 4 << 20

// lines is a file of lines that is written once. It stays in memory until it
// is large; then it goes on as a compressed file.
type lines struct {
	dir, name string
	small     bytes.Buffer
	file      *os.File
	buffer    *bufio.Writer
	zip       *gzip.Writer
}

func newLines(dir, name string) *lines { return &lines{dir: dir, name: name} }

func (l *lines) write(line []byte) error {
	if l.zip != nil {
		_, err := l.zip.Write(line)
		return err
	}
	l.small.Write(line)
	if l.small.Len() < large {
		return nil
	}
	return l.spill()
}

// spill moves what is in memory to a compressed file.
func (l *lines) spill() error {
	f, err := os.Create(filepath.Join(l.dir, l.name+".gz"))
	if err != nil {
		return err
	}
	l.file, l.buffer = f, bufio.NewWriterSize(f, 1<<18)
	if l.zip, err = gzip.NewWriterLevel(l.buffer, gzip.BestSpeed); err != nil {
		return err
	}
	_, err = l.small.WriteTo(l.zip)
	l.small = bytes.Buffer{}
	return err
}

// close finishes the file, small or large.
func (l *lines) close() error {
	if l.zip == nil {
		return os.WriteFile(filepath.Join(l.dir, l.name), l.small.Bytes(), 0o644)
	}
	if err := l.zip.Close(); err != nil {
		return err
	}
	if err := l.buffer.Flush(); err != nil {
		return err
	}
	return l.file.Close()
}

// abandon gives up a file that will not be finished.
func (l *lines) abandon() {
	if l.file != nil {
		l.file.Close()
	}
}

// unzipped closes the file under a decompressor too.
type unzipped struct {
	*gzip.Reader
	file *os.File
}

func (u unzipped) Close() error {
	u.Reader.Close()
	return u.file.Close()
}

package external

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
)

// How long the container engine may take for a first answer, and to make and
// start a container.
const (
	patience   = 3 * time.Second
	engineTime = time.Minute
)

// processes is how many a container may run at a time.
const processes = 256

// vessel is a container with a program in it.
type vessel struct {
	pipe
	engine *client.Client
	id     string
	line   client.HijackedResponse
	words  words
	kills  atomic.Bool // we ended it
}

// newContainer starts a container of an image that is there.
func newContainer(p *Program) (link, error) {
	engine, err := client.New(client.FromEnv)
	if err != nil {
		return nil, needsDocker(err)
	}
	v := &vessel{engine: engine}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := engine.Ping(ctx, client.PingOptions{}); err != nil {
		return nil, errors.Join(needsDocker(err), engine.Close())
	}
	if err := v.start(p); err != nil {
		v.close()
		return nil, err
	}
	return v, nil
}

func needsDocker(err error) error {
	return fmt.Errorf("an image needs Docker, and no container engine answers; is it running, or does DOCKER_HOST name one that is? %w", err)
}

func (v *vessel) start(p *Program) error {
	ctx, cancel := context.WithTimeout(context.Background(), engineTime)
	defer cancel()
	made, err := v.engine.ContainerCreate(ctx, client.ContainerCreateOptions{Config: config(p), HostConfig: confinement(p)})
	if err != nil {
		return fmt.Errorf("image %s: %w", p.Image, err)
	}
	v.id = made.ID
	attached, err := v.engine.ContainerAttach(ctx, v.id, client.ContainerAttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return fmt.Errorf("image %s: %w", p.Image, err)
	}
	v.line = attached.HijackedResponse
	v.to, v.limit, v.pipe.kill = v.line.Conn, p.AnswerTime, v.kill
	v.from = bufio.NewReaderSize(&output{from: v.line.Reader, aside: &v.words}, 64<<10)
	if _, err := v.engine.ContainerStart(ctx, v.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("image %s: %w", p.Image, err)
	}
	return nil
}

// config says what runs. The labels are those by which containers of runs that
// were killed are found and removed.
func config(p *Program) *container.Config {
	return &container.Config{
		Image: p.Image, OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true,
		Labels: map[string]string{
			"exdrill.run": "defence", "exdrill.created": time.Now().UTC().Format(time.RFC3339),
			"exdrill.process": strconv.Itoa(os.Getpid()),
		},
	}
}

// confinement is what the container may not do.
func confinement(p *Program) *container.HostConfig {
	most := int64(processes)
	return &container.HostConfig{
		NetworkMode: "none", ReadonlyRootfs: true, Tmpfs: map[string]string{"/tmp": ""},
		CapDrop: []string{"ALL"}, SecurityOpt: []string{"no-new-privileges"},
		Resources: container.Resources{Memory: p.Memory, MemorySwap: p.Memory, PidsLimit: &most},
	}
}

// bye hands the last message over and waits until the program is gone, for a
// while.
func (v *vessel) bye(message []byte) error {
	timer := time.AfterFunc(farewell, v.kill)
	defer timer.Stop()
	_, _ = v.line.Conn.Write(message) // who is gone need not be told
	_ = v.line.CloseWrite()
	_, _ = io.Copy(io.Discard, v.from)
	if v.kills.Load() {
		return nil
	}
	return v.status()
}

// status says how the program ended, if it did not end well. One that closed its
// output and goes on is not waited for.
func (v *vessel) status() error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	ends := v.engine.ContainerWait(ctx, v.id, client.ContainerWaitOptions{Condition: container.WaitConditionNotRunning})
	select {
	case end := <-ends.Result:
		if end.StatusCode != 0 {
			return &badEnd{fmt.Sprintf("exit status %d", end.StatusCode)}
		}
	case <-ends.Error:
	}
	return nil
}

func (v *vessel) kill() {
	v.kills.Store(true)
	v.line.Close()
}

func (v *vessel) close() *words {
	if v.line.Conn != nil {
		v.kill()
	}
	ctx, cancel := context.WithTimeout(context.Background(), engineTime)
	defer cancel()
	if v.id != "" {
		_, _ = v.engine.ContainerRemove(ctx, v.id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true}) // its label tells what is left
	}
	_ = v.engine.Close()
	return &v.words
}

// output is the standard output within the stream that the engine makes of it
// and the standard error: frames of a kind, three zeros, a length of four
// bytes, and as many bytes.
type output struct {
	from  io.Reader
	aside io.Writer
	left  uint32 // of the frame of standard output that is being read
}

// Read reads standard output.
func (o *output) Read(p []byte) (int, error) {
	for o.left == 0 {
		var head [8]byte
		if _, err := io.ReadFull(o.from, head[:]); err != nil {
			return 0, io.EOF
		}
		size := binary.BigEndian.Uint32(head[4:])
		if head[0] == 1 {
			o.left = size
			continue
		}
		if _, err := io.CopyN(o.aside, o.from, int64(size)); err != nil {
			return 0, io.EOF
		}
	}
	n, err := o.from.Read(p[:min(len(p), int(o.left))])
	o.left -= uint32(n)
	return n, err
}

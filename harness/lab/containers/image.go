package containers

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
)

// dockerfile is the whole recipe: the program and nothing around it.
const dockerfile = "FROM scratch\nCOPY program /program\nUSER 65534:65534\nENTRYPOINT [\"/program\"]\n"

// image makes sure that the engine has an image of a program and returns its
// name. The tag is a hash of the contents, so an image is built once and used
// from then on.
func (e *engine) image(ctx context.Context, p program) (string, error) {
	binary, err := p.find(ctx, e.arch)
	if err != nil {
		return "", err
	}
	repo, tag := "exdrill/"+p.name, digest(binary)
	_, err = e.ImageInspect(ctx, repo+":"+tag)
	if err == nil {
		return repo + ":" + tag, nil
	}
	if !errdefs.IsNotFound(err) {
		return "", fmt.Errorf("image %s: %w", repo, err)
	}
	context, err := archive(binary)
	if err != nil {
		return "", fmt.Errorf("image %s: %w", repo, err)
	}
	return e.provider.BuildImage(ctx, &testcontainers.ContainerRequest{
		FromDockerfile: testcontainers.FromDockerfile{
			ContextArchive: context, Repo: repo, Tag: tag, KeepImage: true,
			BuildOptionsModifier: func(o *client.ImageBuildOptions) {
				o.Labels = map[string]string{labelImage: p.name}
			},
		},
	})
}

// digest is the tag of an image with this program in it.
func digest(binary []byte) string {
	h := sha256.New()
	h.Write([]byte(dockerfile))
	h.Write(binary)
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// archive is what the engine builds an image from.
func archive(binary []byte) (*bytes.Reader, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, f := range []struct {
		name    string
		mode    int64
		content []byte
	}{{"Dockerfile", 0o644, []byte(dockerfile)}, {"program", 0o755, binary}} {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.content))}); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return bytes.NewReader(buf.Bytes()), nil
}

// Nosy looks for what no defence may know, and prints what it finds.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	hint := os.Args[2]
	switch os.Args[1] {
	case "processes":
		each("/proc/[0-9]*/cmdline", read)
	case "programs":
		each("/proc/[0-9]*/exe", link)
	case "environment":
		fmt.Println(os.Environ())
		each("/proc/[0-9]*/environ", read)
	case "files":
		each("/proc/[0-9]*/fd/*", link)
	case "read":
		read(hint)
	case "mounts":
		read("/proc/self/mountinfo")
	case "folder":
		fmt.Println(os.Getwd())
		fmt.Println(os.Args[0])
	case "host":
		fmt.Println(os.Hostname())
	case "system":
		each("/proc/*", func(path string) { fmt.Println(path) })
	case "network", "socket":
		dial(map[string]string{"network": "tcp", "socket": "unix"}[os.Args[1]], hint)
	case "write":
		for _, path := range []string{os.Args[0], filepath.Join(filepath.Dir(os.Args[0]), "x")} {
			file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
			fmt.Println(err)
			if err == nil {
				fmt.Println("can write", file)
			}
		}
	case "rights":
		c := exec.Command(os.Args[0], "folder", "")
		c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER}
		fmt.Println("a namespace:", c.Run())
	case "calls":
		calls()
	case "leave":
		c := exec.Command(os.Args[0], "sleep", hint)
		c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		fmt.Println(c.Start())
	case "sleep":
		time.Sleep(time.Hour)
	}
}

func each(pattern string, look func(path string)) {
	found, _ := filepath.Glob(pattern)
	for _, path := range found {
		look(path)
	}
}

func read(path string) {
	text, err := os.ReadFile(path)
	fmt.Println(path, strings.ReplaceAll(string(text), "\x00", " "), err)
}

func link(path string) { fmt.Println(os.Readlink(path)) }

func dial(network, address string) {
	c, err := net.DialTimeout(network, address, 5*time.Second)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := io.ReadAll(c)
	fmt.Println(string(text), err)
}

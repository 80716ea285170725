"""Looks for what no defence may know, and prints what it finds."""

import glob
import os
import signal
import socket
import sys

question, hint = sys.argv[1:]


def read(path):
    try:
        with open(path, "rb") as f:
            print(path, f.read().replace(b"\0", b" ").decode("utf-8", "replace"))
    except OSError as e:
        print(e)


def link(path):
    try:
        print(os.readlink(path))
    except OSError as e:
        print(e)


def dial(family, address):
    s = socket.socket(family)
    s.settimeout(5)
    try:
        s.connect(address)
        print(s.recv(1000).decode())
    except OSError as e:
        print(e)


def each(pattern, look):
    for path in glob.glob(pattern):
        look(path)


def write():
    for path in [__file__, os.path.join(os.path.dirname(__file__), "x")]:
        try:
            open(path, "a").close()
            print("can write", path)
        except OSError as e:
            print(e)


def fork():
    children = []
    try:
        for _ in range(400):
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    except OSError as e:
        print(e)
    for child in children:
        os.kill(child, signal.SIGKILL)
    print("had %d children" % len(children))


def eat():
    try:
        print("had %d bytes" % len(bytearray(512 << 20)))
    except MemoryError:
        print("no memory")


def fill():
    written = 0
    try:
        with open(os.path.join(hint, "exdrill-spec-fill"), "wb", buffering=0) as f:
            for _ in range(64):
                written += f.write(bytes(1 << 20))
    except OSError as e:
        print(e)
    print("wrote %d bytes" % written)


{
    "processes": lambda: each("/proc/[0-9]*/cmdline", read),
    "programs": lambda: each("/proc/[0-9]*/exe", link),
    "environment": lambda: (print(os.environ), each("/proc/[0-9]*/environ", read)),
    "files": lambda: each("/proc/[0-9]*/fd/*", link),
    "read": lambda: read(hint),
    "mounts": lambda: read("/proc/self/mountinfo"),
    "folder": lambda: print(os.getcwd(), __file__),
    "host": lambda: print(socket.gethostname()),
    "system": lambda: each("/proc/*", print),
    "network": lambda: dial(socket.AF_INET, (hint.split(":")[0], int(hint.split(":")[1]))),
    "socket": lambda: dial(socket.AF_UNIX, "\0" + hint[1:]),
    "write": write,
    "fork": fork,
    "eat": eat,
    "fill": fill,
}[question]()

// Package confine starts a program where it can do its work and find out
// nothing else: not who started it, not which drill is played from which seed,
// not what lies on the disk, and nobody to ask.
//
//	jail := confine.Jail{Words: []string{"python3", "./watch.py"}, Files: bundle, Memory: 1 << 30, CPU: time.Hour}
//	err := jail.Start(&exec.Cmd{Stdin: in, Stdout: out})
//
// On Linux, from 5.14 on, the program has namespaces of its own for users,
// processes, mounts, network, IPC, cgroups and the machine's name. They take no
// rights: anybody may make them unless his system forbids it, and then
// Unavailable says so.
//
//   - Its root is a file system in memory. The bundle is in /bundle. The system's
//     programs and libraries are where they always are, and the installation of
//     its interpreter, found through links, "#!" lines, virtual environments,
//     pyenv's stand-ins and the loader that a binary names. All of that is
//     read-only; programs of this module among it are hidden. It may write to
//     /work, an empty folder in which it starts and which is its HOME, and to
//     /tmp, a quarter of its memory limit each.
//   - It is process 1 of its namespace and nobody's child, and /proc shows its
//     own processes alone. What it starts dies with it. As the kernel treats
//     process 1, a signal that it sends to itself and does not handle does nothing.
//   - Its network is a loopback that leads nowhere.
//   - It is user 1000, has no rights, can get none, and makes no namespaces.
//     Started by a superuser, it is nobody outside.
//   - It makes no system calls that no defence needs: those that watch other
//     processes, mount, make namespaces, keep keys, or load programs and modules
//     into the kernel end in EPERM, and sockets are of four families. That is a
//     list of what is denied, not of what is allowed, on amd64 and arm64.
//   - It has PATH, HOME and LANG, and no open file but standard input, output and
//     error. The machine is called "defence".
//   - Each process has a limit of data, of processor time and of the size of its
//     files, all of them together one of Processes.
//
// What is not hidden: the clock on the wall and the machine's time since it was
// started, which say when a drill is played and nothing of what is played; the
// kernel, the processors, the programs that are installed, and by the paths of
// what is shown where an interpreter lies. Memory is limited for each process,
// not for their sum: that takes a cgroup, which not everybody may make. Whoever
// needs more has an image run by a container engine.
//
// How it is done: mounts must be made by somebody who is in the namespaces
// already, and before the program begins; os/exec has no place for that. So our
// own program is started anew, as the warder: init recognizes it before main, in
// every program that imports this package, in a test binary too. It is handed
// the plan and the bundle through a pipe, builds the jail, gives up its rights
// and becomes the program by execve, so that nothing of ours is left in there
// to look at: neither a file, nor a process, nor memory.
package confine

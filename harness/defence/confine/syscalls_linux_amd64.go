package confine

import "golang.org/x/sys/unix"

// architecture is this processor's, as filters know it.
const architecture = unix.AUDIT_ARCH_X86_64

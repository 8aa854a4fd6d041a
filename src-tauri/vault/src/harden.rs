//! Keeps the memory of a process that holds secrets out of core dumps and away from the
//! debuggers of the same user. Leaves out swap: a laptop's is encrypted or it is not.

/// Makes this process leave no core dump. Call it first in `main`; it cannot fail in a way
/// that a caller could mend, so it says nothing.
///
/// On Linux the process also stops being "dumpable", which is what keeps a dump from a handler
/// such as systemd-coredump (those ignore the size limit) and refuses `ptrace` and
/// `/proc/PID/mem` to other programs of the same user. Neither setting reaches a child: a
/// program that is executed is dumpable again, and only the soft limit is lowered, which the
/// child may raise.
///
/// Not for a process that uses desktop portals (file chooser, opener): the portal reads
/// `/proc/PID/root` of its caller, which a process that is not dumpable refuses. There,
/// [`without_core_file`] is what remains.
pub fn harden_process() {
    without_core_file();
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The weaker half of [`harden_process`]: no core file of the kernel's own.
pub fn without_core_file() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn a_hardened_process_leaves_no_dump() {
        super::harden_process();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}

/**
 * System calls that no script needs: they reach into the kernel, or what a sandbox shares with the machine. Numbers of
 * <https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/uapi/asm-generic/unistd.h> (arm64) and of
 * `arch/x86/entry/syscalls/syscall_64.tbl` (x64); calls that arm64 never had are without the second.
 */
interface CallNumbers {
  readonly x64: number;
  readonly arm64?: number;
}

const modules: readonly CallNumbers[] = [
  { x64: 174 }, // create_module
  { x64: 175, arm64: 105 }, // init_module
  { x64: 176, arm64: 106 }, // delete_module
  { x64: 177 }, // get_kernel_syms
  { x64: 178 }, // query_module
  { x64: 313, arm64: 273 }, // finit_module
];
const machine: readonly CallNumbers[] = [
  { x64: 103, arm64: 116 }, // syslog
  { x64: 153, arm64: 58 }, // vhangup
  { x64: 156 }, // _sysctl
  { x64: 159, arm64: 171 }, // adjtimex
  { x64: 163, arm64: 89 }, // acct
  { x64: 164, arm64: 170 }, // settimeofday
  { x64: 167, arm64: 224 }, // swapon
  { x64: 168, arm64: 225 }, // swapoff
  { x64: 169, arm64: 142 }, // reboot
  { x64: 170, arm64: 161 }, // sethostname
  { x64: 171, arm64: 162 }, // setdomainname
  { x64: 172 }, // iopl
  { x64: 173 }, // ioperm
  { x64: 227, arm64: 112 }, // clock_settime
  { x64: 246, arm64: 104 }, // kexec_load
  { x64: 305, arm64: 266 }, // clock_adjtime
  { x64: 320, arm64: 294 }, // kexec_file_load
];
const mounts: readonly CallNumbers[] = [
  { x64: 155, arm64: 41 }, // pivot_root
  { x64: 165, arm64: 40 }, // mount
  { x64: 166, arm64: 39 }, // umount2
  { x64: 179, arm64: 60 }, // quotactl
  { x64: 180, arm64: 42 }, // nfsservctl
  { x64: 272, arm64: 97 }, // unshare
  { x64: 300, arm64: 262 }, // fanotify_init
  { x64: 303, arm64: 264 }, // name_to_handle_at
  { x64: 304, arm64: 265 }, // open_by_handle_at
  { x64: 308, arm64: 268 }, // setns
  { x64: 428, arm64: 428 }, // open_tree
  { x64: 429, arm64: 429 }, // move_mount
  { x64: 430, arm64: 430 }, // fsopen
  { x64: 431, arm64: 431 }, // fsconfig
  { x64: 432, arm64: 432 }, // fsmount
  { x64: 433, arm64: 433 }, // fspick
  { x64: 442, arm64: 442 }, // mount_setattr
  { x64: 443, arm64: 443 }, // quotactl_fd
];
/** Of no namespace: every user has one set of keys, whichever sandbox they are in. */
const keys: readonly CallNumbers[] = [
  { x64: 248, arm64: 217 }, // add_key
  { x64: 249, arm64: 218 }, // request_key
  { x64: 250, arm64: 219 }, // keyctl
];
/** Where most ways from a sandbox into the kernel were found. */
const attackSurface: readonly CallNumbers[] = [
  { x64: 101, arm64: 117 }, // ptrace
  { x64: 134 }, // uselib
  { x64: 136 }, // ustat
  { x64: 139 }, // sysfs
  { x64: 154 }, // modify_ldt
  { x64: 212, arm64: 18 }, // lookup_dcookie
  { x64: 298, arm64: 241 }, // perf_event_open
  { x64: 310, arm64: 270 }, // process_vm_readv
  { x64: 311, arm64: 271 }, // process_vm_writev
  { x64: 312, arm64: 272 }, // kcmp
  { x64: 321, arm64: 280 }, // bpf
  { x64: 323, arm64: 282 }, // userfaultfd
  { x64: 425, arm64: 425 }, // io_uring_setup
  { x64: 426, arm64: 426 }, // io_uring_enter
  { x64: 427, arm64: 427 }, // io_uring_register
];

const all = [...modules, ...machine, ...mounts, ...keys, ...attackSurface];

/** Numbers on a kind of processor. */
export function refusedCalls(architecture: 'x64' | 'arm64'): readonly number[] {
  return all.flatMap((call) => call[architecture] ?? []);
}

/**
 * Has the kernel refuse system calls to a program and to all that it starts, where no bubblewrap does: by what is installed for
 * other reasons. It is the last step before the program, since those that make the sandbox need what the filter refuses.
 */

/** `setpriv`: of util-linux from 2.41 on. `perl`: of any version; every Debian has one, and so has what derives from it. */
export type FilterLoader = 'setpriv' | 'perl';

/**
 * A line for a shell whose descriptor 4 holds the filter, and so does the program's. `setpriv` are the words that end with
 * this and its options, `program` those of what is started in the end.
 */
export function startFiltered(loader: FilterLoader | undefined, setpriv: string, program: string): string {
  switch (loader) {
    case undefined:
      return `${setpriv} -- ${program}`;
    case 'setpriv':
      // It opens what it reads, which can be done with a pipe, and not with the socket that comes from the server
      return `cat <&4 | ${setpriv} --seccomp-filter /proc/self/fd/4 -- ${program} 4<&0`;
    case 'perl':
      return `${setpriv} -- perl -e '${perl}' ${program}`;
  }
}

/** The number of the call. */
const prctl = process.arch === 'arm64' ? 167 : 157;
/** PR_SET_SECCOMP to SECCOMP_MODE_FILTER by a `struct sock_fprog`, whose length counts instructions; no `'` can be in it. */
const perl = [
  'open my $input, "<&=4" or die "$!\\n"',
  'my $filter = do { local $/; <$input> }',
  'my $program = pack "S x6 P", length($filter) / 8, $filter',
  `syscall(${prctl}, 22, 2, $program) == 0 or die "seccomp: $!\\n"`,
  'exec @ARGV or die "$!\\n"',
].join('; ');

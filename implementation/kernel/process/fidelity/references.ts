import { type LinuxFunction, svaRead, vfioRead } from '../../fidelity.ts';

const header = 'include/linux/sched/task.h';
const fork = 'kernel/fork.c';
const read510 = vfioRead('v5.10.13');
const readFork = vfioRead('v4.19', 'v5.15.85');

/** References to tasks, and what belongs to a task or to its thread group. */
export const referencesFidelity: readonly LinuxFunction[] = [
  {
    name: 'get_task_struct',
    file: header,
    read: read510,
    behaviours: [
      {
        linux:
          'It adds one to the references of the struct, which stays although the task exits; its mm does not.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'process/task-struct.ts: getTaskStruct',
        test: 'process/task-struct.test.ts: is kept by a reference, with its limit, but without mm',
      },
    ],
  },
  {
    name: 'put_task_struct',
    file: header,
    read: read510,
    behaviours: [
      {
        linux: 'The last reference frees the struct at once (__put_task_struct).',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'process/task-struct.ts: putTaskStruct',
        test: 'process/task-struct.test.ts: that is used after it was freed is noticed',
      },
    ],
  },
  {
    name: 'put_signal_struct',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux:
          'Each task_struct of a thread group holds one reference, dropped when that struct is freed; the last one frees the signal_struct.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'process/task-struct.ts: putTaskStruct',
        test: 'process/task-struct.test.ts: leaves no struct behind, in whichever order they exit',
      },
    ],
  },
  {
    name: 'free_signal_struct',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux:
          'The mm that the OOM killer chose (oom_mm) is dropped with it, by a work item, because __mmdrop must not run in a softirq.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'There is no OOM killer, so no signal_struct holds an mm.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'release_task',
    file: 'kernel/exit.c',
    read: {
      ...read510,
      'linux-5.17': 'v5.10.13',
      'linux-5.18-rc1': 'v5.10.13',
      'linux-5.18-rc1-mmget': 'v5.10.13',
      'linux-5.18': 'v5.10.13',
    },
    behaviours: [
      {
        linux:
          'The reference that kept the struct for its parent is dropped after an RCU grace period; the holder of another reference still has the struct.',
        versions: 'v3.6 to v6.3',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: releaseTask',
        because:
          'It is dropped at once. A use after that is one in Linux as well, only later; no simulated reader relies on RCU.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: is kept by a reference, with its limit, but without mm',
      },
      {
        linux:
          'The last other thread of a group whose leader is a zombie tells the parent, and releases the leader if the parent does not wait.',
        versions: 'v3.6 to v6.3',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: releaseTask',
        because: 'The leader always goes with its last thread. Nobody waits for children here.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: leaves no struct behind, in whichever order they exit',
      },
    ],
  },
  {
    name: 'dup_task_struct',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux:
          'A new struct has two references: one for the task itself, one for the task that releases it. Since v5.3 both count in rcu_users.',
        versions: 'v2.6 to v6.3',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: newTaskStruct',
        because:
          'It has one, which release_task drops. That of the task ends with its last switch, which nothing can overtake here.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: leaves no struct behind, in whichever order they exit',
      },
    ],
  },
  {
    name: 'copy_files',
    file: fork,
    read: { ...svaRead('v5.15.85'), ...readFork },
    behaviours: [
      {
        linux:
          'With CLONE_FILES the child is one more user of the table; without, it gets a copy, and each file one more reference.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/fdtable.ts: copyFiles',
        test: 'process/fork.test.ts: gives the child every descriptor, and each file one more reference',
      },
      {
        linux: 'If the table cannot be copied, the fork fails.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'Of a fork only the allocation of the mm fails; the child is unmade in the same way.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'copy_creds',
    file: 'kernel/cred.c',
    read: read510,
    behaviours: [
      {
        linux:
          'A thread shares the credentials of its creator; any other child gets a copy of them.',
        versions: 'v2.6.29 to v6.3',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: copyTaskStruct',
        because:
          'Each task has CAP_IPC_LOCK of its own. commit_creds replaces the credentials of one task, so sharing cannot be told from a copy.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: are inherited by fork and kept by exec',
      },
    ],
  },
  {
    name: 'commit_creds',
    file: 'kernel/cred.c',
    read: read510,
    behaviours: [
      {
        linux:
          'It gives new credentials to the calling task alone; other threads of its group keep theirs.',
        versions: 'v2.6.29 to v6.3',
        verdict: 'same',
        simulation: 'calls/pages/dropcap.ts: dropcap',
        test: 'process/task-struct.test.ts: change for the process alone that changes them',
      },
    ],
  },
  {
    name: 'capable',
    file: 'kernel/capability.c',
    read: read510,
    behaviours: [
      {
        linux:
          'It asks whether the calling task has the capability now, in the first user namespace.',
        versions: 'v2.6.29 to v6.3',
        verdict: 'same',
        simulation: 'process/task-struct.ts: isCapable',
        test: 'vfio/vaddr.test.ts: checks the capability of the new owner, at that time',
      },
    ],
  },
  {
    name: 'task_rlimit',
    file: 'include/linux/sched/signal.h',
    read: read510,
    behaviours: [
      {
        linux:
          'It reads the soft limit from the signal_struct of the given task without a lock, also if that task has exited.',
        versions: 'v2.6.34 to v6.3',
        verdict: 'same',
        simulation: 'process/task-struct.ts: rlimitMemlock',
        test: 'process/task-struct.test.ts: keeps its leader after the exit of the leader: a zombie without mm, whose limit still holds',
      },
    ],
  },
  {
    name: 'do_prlimit',
    file: 'kernel/sys.c',
    read: read510,
    behaviours: [
      {
        linux:
          'It sets the limit of the whole thread group under the lock of its leader. What is locked already is not looked at.',
        versions: 'v2.6.36 to v6.3',
        verdict: 'same',
        simulation: 'calls/pages/setrlimit.ts: setrlimit',
        test: 'vfio/accounting.test.ts: may be set below the locked pages: they stay locked, and more pages are refused',
      },
      {
        linux:
          'A soft limit over the hard one is EINVAL; a higher hard limit needs CAP_SYS_RESOURCE.',
        versions: 'v2.6.36 to v6.3',
        verdict: 'not simulated',
        because: 'A limit is one number, and any process may set it. Fewer may in Linux.',
        hides: 'nothing',
      },
    ],
  },
];

import type { LinuxFunction } from '../../fidelity.ts';

/** What threads share, and what outlives a task. */
export const taskStructFidelity: readonly LinuxFunction[] = [
  {
    name: 'copy_signal',
    file: 'kernel/fork.c',
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'A thread shares the signal_struct of its group, and so its limits; any other child, also one with CLONE_VM, gets a copy of the limits.',
        versions: 'v3.6 to v6.18',
        verdict: 'same',
        simulation: 'process/task-struct.ts: newTaskStruct',
        test: 'process/task-struct.test.ts: that forks makes a process with a limit of its own',
      },
      {
        linux: 'The limits are copied under the lock of the leader, which setrlimit takes too.',
        versions: 'v3.6 to v6.18',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: copyTaskStruct',
        because: 'No other task runs while they are copied.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: are inherited by fork and kept by exec',
      },
    ],
  },
  {
    name: 'copy_process',
    file: 'kernel/fork.c',
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'Credentials, descriptor table, signal_struct and mm are made in this order, and each can fail.',
        versions: 'v3.6 to v6.18',
        verdict: 'simplified',
        simulation: 'process/fork.ts: copyProcess',
        because:
          'Only the mm needs memory here, and it is made first. The error exits undo nothing else.',
        hides: 'nothing',
        test: 'process/thread.test.ts: makes one more user of the mm and of the descriptor table, and takes no memory',
      },
    ],
  },
  {
    name: '__put_task_struct',
    file: 'kernel/fork.c',
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'The signal_struct is put only when the task_struct is freed, so whoever keeps a task that has exited still reads its limits.',
        versions: 'v3.6 to v6.18',
        verdict: 'same',
        simulation: 'process/task-struct.ts: putTaskStruct',
        test: 'process/task-struct.test.ts: is kept by a reference, with its limit, but without mm',
      },
    ],
  },
  {
    name: 'get_task_mm',
    file: 'kernel/fork.c',
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'It takes a reference on the address space, or returns NULL once the task has left it.',
        versions: 'v3.6 to v6.18',
        verdict: 'same',
        simulation: 'process/task-struct.ts: getTaskMm',
        test: 'process/task-struct.test.ts: takes a reference on the address space',
      },
    ],
  },
  {
    name: 'de_thread',
    file: 'fs/exec.c',
    read: {},
    behaviours: [
      {
        linux:
          'A thread that calls exec becomes the leader; the old leader’s task_struct points to it as its leader, and still to the common signal_struct.',
        versions: 'v3.6 to v6.18',
        verdict: 'same',
        simulation: 'process/task-struct.ts: becomesLeader',
        test: 'process/task-struct.test.ts: that took the group over sets the limit that whoever kept the old leader sees',
      },
      {
        linux:
          'It waits until the other threads have exited; a fatal signal ends the wait (EAGAIN).',
        versions: 'v3.6 to v6.18',
        verdict: 'simplified',
        simulation: 'process/thread.ts: deThread',
        because: 'It waits likewise, but there are no signals, so exec goes on at the end.',
        hides: 'nothing',
        test: 'process/thread.test.ts: waits for a thread that is in the kernel, which ends when it leaves it',
      },
    ],
  },
];

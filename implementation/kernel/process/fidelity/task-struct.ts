import { vfioRead, type LinuxFunction } from '../../fidelity.ts';

/** What threads share, and what outlives a task. */
export const taskStructFidelity: readonly LinuxFunction[] = [
  {
    name: 'copy_signal',
    file: 'kernel/fork.c',
    read: vfioRead('v4.19', 'v5.15.85'),
    behaviours: [
      {
        linux:
          'A thread shares the signal_struct of its group, and so its limits; any other child, also one with CLONE_VM, gets a copy of the limits.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'process/task-struct.ts: newTaskStruct',
        test: 'process/task-struct.test.ts: that forks makes a process with a limit of its own',
      },
      {
        linux: 'The limits are copied under the lock of the leader, which setrlimit takes too.',
        versions: 'v4.19',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: copyTaskStruct',
        because: 'No other task runs while they are copied.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: are inherited by fork and kept by exec',
      },
    ],
  },
  {
    name: '__put_task_struct',
    file: 'kernel/fork.c',
    read: vfioRead('v4.19', 'v5.15.85'),
    behaviours: [
      {
        linux:
          'The signal_struct is put only when the task_struct is freed, so the holder of a task that has exited still reads its limits.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'process/task-struct.ts: putTaskStruct',
        test: 'process/task-struct.test.ts: is kept by a reference, with its limit, but without mm',
      },
    ],
  },
  {
    name: 'get_task_mm',
    file: 'kernel/fork.c',
    read: vfioRead('v4.19', 'v5.15.85'),
    behaviours: [
      {
        linux:
          'It takes a reference on the address space, or returns NULL once the task has left it.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'process/task-struct.ts: getTaskMm',
        test: 'process/task-struct.test.ts: takes a reference on the address space',
      },
      {
        linux: 'It returns NULL for a kernel thread that has borrowed an mm.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Kernel threads have no task_struct here, so nobody asks for theirs.',
        hides: 'nothing',
      },
    ],
  },
];

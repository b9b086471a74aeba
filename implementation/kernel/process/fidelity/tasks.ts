import { type LinuxFunction, svaRead, vfioRead } from '../../fidelity.ts';

const exit = 'kernel/exit.c';
const exec = 'fs/exec.c';
/** A text of v5.18-rc with group_exec_task (v5.17) and exit_task_stack_account (v5.18). */
const readExit = svaRead('v5.18-rc');
/** v5.10 has the de_thread of all these releases. */
const readDeThread = { ...svaRead('v5.10.13'), ...vfioRead('v5.10.13') };
const readExec = svaRead('v6.0');

/** fork, exec and exit. */
export const taskFidelity: readonly LinuxFunction[] = [
  {
    name: 'do_exit',
    file: exit,
    read: readExit,
    behaviours: [
      {
        linux:
          'exit_mm, then exit_files, then exit_task_work: the address space ends before the files that it had open are released.',
        versions: 'v5.18',
        verdict: 'same',
        simulation: 'process/exit.ts: doExit',
        test: 'process/exit.test.ts: tears the address space down, then closes the files, then releases them (v5.18)',
      },
      {
        linux:
          'The task is a zombie and out of its group before the switch away drops its last reference on the mm.',
        versions: 'v5.18',
        verdict: 'same',
        simulation: 'process/exit.ts: doExit',
        test: 'process/thread.test.ts: is out of its group before its last reference on the mm goes',
      },
    ],
  },
  {
    name: 'exit_mm',
    file: exit,
    read: readExit,
    behaviours: [
      {
        linux:
          'Under mmap_lock for reading it takes mm_count for lazy TLB and clears task->mm; mmput follows after the lock.',
        versions: 'v5.18',
        verdict: 'simplified',
        simulation: 'process/exit.ts: doExit',
        because: 'It waits for a writer, and holds nothing: no other reader could notice.',
        hides: 'nothing',
        test: 'process/exit.test.ts: waits for a writer of its mmap_lock (%s)',
      },
      {
        linux:
          'A thread of a process that dumps core waits here until that is done (since v5.16 at the start of do_exit), with its mm and its files.',
        versions: 'v4.9 to v5.15',
        source: 'core_state in exit_mm of v5.10',
        verdict: 'not simulated',
        because: 'There are no signals and no core dumps. The exit comes when the trace says so.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'finish_task_switch',
    file: 'kernel/sched/core.c',
    read: svaRead('v5.16'),
    behaviours: [
      {
        linux:
          'The next task drops the lazy mm of the one that ended, after the run queue’s lock and with preemption off.',
        versions: 'v5.3 to v6.3',
        source: 'commit 8d491de6edc2 (v5.16): with PREEMPT_RT the rest is left to RCU',
        verdict: 'same',
        simulation: 'process/exit.ts: finishTaskSwitch',
        test: 'ioasid/ioasid.test.ts: frees an mm’s PASID where nothing may sleep: in the SRCU callback, or in the switch to another task',
      },
      {
        linux:
          'If the next task is a kernel thread, that one borrows the mm, and keeps it until a user task runs.',
        versions: 'v5.16',
        verdict: 'simplified',
        simulation: 'process/exit.ts: finishTaskSwitch',
        because:
          'It is dropped at once. The PASID of an mm that ended may be free earlier than in Linux, never later.',
        hides: 'an order',
        test: 'process/exit.test.ts: leaves nothing of the task',
      },
    ],
  },
  {
    name: 'begin_new_exec',
    file: exec,
    read: readExec,
    behaviours: [
      {
        linux:
          'The new mm exists before; then de_thread, then exec_mmap, and only after it the files with O_CLOEXEC are closed.',
        versions: 'v6.0',
        verdict: 'same',
        simulation: 'process/exec.ts: beginNewExec',
        test: 'process/exec.test.ts: replaces the mm and ends the old one, then closes on exec, then releases on the way out',
      },
      {
        linux:
          'Between de_thread and exec_mmap it copies a descriptor table that is still shared, which may need memory.',
        versions: 'v6.0',
        verdict: 'not simulated',
        because: 'Only threads share a table here, and they have ended by then.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'load_elf_binary',
    file: 'fs/binfmt_elf.c',
    // v5.10, and a text of about v3.2 with flush_old_exec in the place of begin_new_exec, which has the same order.
    read: { ...svaRead('v5.10'), ...vfioRead('v5.10') },
    behaviours: [
      {
        linux:
          'It maps the program after begin_new_exec and setup_new_exec, so when the old mm was put and the files with O_CLOEXEC are closed. Until then the new mm has the stack with the arguments alone: who finds it through the task and pins a page of the program gets EFAULT.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'process/exec.ts: beginNewExec',
        test: 'process/exec.test.ts: maps the new program when the old mm has ended: a pin in between finds nothing in the new mm',
      },
      {
        linux:
          'A new program is another one, at addresses that are partly random: what was at an address need not be mapped there any more.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/page.ts: layOutProgram',
        because:
          'Each program has the same pages at the same addresses, as if it had mapped them there itself. With munmap-page an address is a hole.',
        hides: 'nothing',
        test: 'process/exec.test.ts: maps the new program when the old mm has ended: a pin in between finds nothing in the new mm',
      },
    ],
  },
  {
    name: 'bprm_execve',
    file: exec,
    read: {
      'linux-4.9': 'v5.10.13',
      'vfio-mdev-v9': 'v5.10.13',
      'linux-4.10': 'v5.10.13',
      'linux-4.12': 'v5.10.13',
      'linux-4.18': 'v5.10.13',
    },
    behaviours: [
      {
        linux:
          'A descriptor table that threads share is copied before they are killed. What one of them opens or closes from then on does not concern the new program, and the old table is put when exec has succeeded.',
        versions: 'v4.9 to v5.10 (since v5.11 the copy comes after de_thread)',
        source:
          'unshare_files in bprm_execve of v5.10; do_execveat_common of an older text does the same',
        verdict: 'not simulated',
        because:
          'The table stays shared until the other threads have ended, as since v5.11. So what a thread opens while another one is in exec is open in the new program, also in linux-4.9 to linux-4.18.',
        hides: 'an order',
      },
      {
        linux:
          'An error from de_thread on is never returned: the process ends, by SIGSEGV or the signal that is pending.',
        versions: 'v5.8 to v6.0',
        verdict: 'not simulated',
        because:
          'Only the allocation of the new mm fails, which comes before. The end of the process is the command exit.',
        hides: 'nothing',
      },
      {
        linux:
          'A mutex of the thread group (cred_guard_mutex) is held from before de_thread to after exec_mmap, so of two threads in exec one waits, and is killed.',
        versions: 'v4.9 to v6.0',
        verdict: 'not simulated',
        because: 'The first one that calls exec kills the other before that can call it.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'exec_mmap',
    file: exec,
    read: readExec,
    behaviours: [
      {
        linux:
          'It switches to the new mm under mmap_lock of the old one for reading, and then puts the old one.',
        versions: 'v6.0',
        verdict: 'simplified',
        simulation: 'process/exec.ts: beginNewExec',
        because:
          'It waits for a writer, and holds nothing: no other reader could notice. A fatal signal does not end the wait.',
        hides: 'nothing',
        test: 'process/exit.test.ts: waits for a writer of its mmap_lock (%s)',
      },
      {
        linux:
          'exec_update_lock of the thread group is held for writing while the old mm is put, and until the new program is set up.',
        versions: 'v5.11 to v6.0, v5.10.13',
        verdict: 'not simulated',
        because:
          'Its readers (ptrace, /proc, perf) are not simulated, and none of what ends with the old mm takes it.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'de_thread',
    file: exec,
    read: readDeThread,
    behaviours: [
      {
        linux: 'The old leader’s task_struct still has the common signal_struct.',
        versions: 'v4.9 to v5.17',
        verdict: 'same',
        simulation: 'process/task-struct.ts: becomesLeader',
        test: 'process/task-struct.test.ts: that took the group over sets the limit that is read through the old leader',
      },
      {
        linux: 'A thread that calls exec becomes the leader.',
        versions: 'v4.9 to v5.17',
        verdict: 'same',
        simulation: 'process/task-struct.ts: becomesLeader',
        test: 'process/task-struct.test.ts: leads the group after its exec, with the limit that the group had',
      },
      {
        linux: 'The old leader’s task_struct names the new leader as its group_leader.',
        versions: 'v4.9 to v5.17',
        verdict: 'simplified',
        simulation: 'process/task-struct.ts: becomesLeader',
        because:
          'It still names itself. The group_leader is read only of tasks that run, and the old leader has ended.',
        hides: 'nothing',
        test: 'process/task-struct.test.ts: that took the group over sets the limit that is read through the old leader',
      },
      {
        linux:
          'It kills the other threads and waits until each has gone; the caller becomes the leader, and the old leader is released.',
        versions: 'v4.9 to v5.17',
        verdict: 'simplified',
        simulation: 'process/thread.ts: deThread',
        because:
          'A killed thread ends when it leaves the kernel, in the order of the table; it does not leave a wait earlier because of the signal. Worlds with devices have no threads.',
        hides: 'an order',
        test: 'process/thread.test.ts: waits for a thread that is in the kernel, which ends when it leaves it',
      },
      {
        linux:
          'EAGAIN if another thread of the group is in exec or exit_group already; the caller is killed then.',
        versions: 'v4.9 to v5.17',
        verdict: 'not simulated',
        because:
          'A thread that another exec has killed makes no further call here, and exit_group does not exist.',
        hides: 'nothing',
      },
      {
        linux: 'The caller takes the process and thread number of the old leader.',
        versions: 'v4.9 to v5.17',
        verdict: 'not simulated',
        because:
          'The names of a trace are no numbers: the caller keeps its name, and that of the old leader ends.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'cap_bprm_creds_from_file',
    file: 'security/commoncap.c',
    read: {},
    behaviours: [
      {
        linux:
          'exec computes the capabilities anew: a program of root has CAP_IPC_LOCK again after it was dropped, and that of another user loses it.',
        versions: 'not read',
        verdict: 'not simulated',
        because: 'CAP_IPC_LOCK survives exec as it is.',
        hides: 'an order',
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
          'The descriptor table is copied before the mm; each failure undoes what came before it.',
        versions: 'v4.19',
        verdict: 'simplified',
        simulation: 'process/fork.ts: copyProcess',
        because:
          'The mm comes first, as it is the only thing that may fail. The parent has every file open meanwhile.',
        hides: 'nothing',
        test: 'process/fork.test.ts: that gets no mm makes no child',
      },
      {
        linux: 'With CLONE_VM the child is one more user of the mm.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'process/fork.ts: copyMm',
        test: 'process/fork.test.ts: makes no mm: the child is one more user of its parent’s, and needs no memory',
      },
      {
        linux: 'With CLONE_THREAD its group_leader is that of the caller, not the caller.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'process/thread.ts: joinsGroup',
        test: 'process/thread.test.ts: makes one more user of the mm and of the descriptor table, and takes no memory',
      },
      {
        linux:
          'Without it, the areas are copied with mmap_lock of the parent held for writing; areas of queues are not inherited.',
        versions: 'v4.19',
        verdict: 'simplified',
        simulation: 'process/fork.ts: dupMm',
        because:
          'The lock is not taken, so a fork passes a half-done mmap of a task that shares the mm.',
        hides: 'an order',
        test: 'mm/vma.test.ts: is not copied by fork',
      },
      {
        linux:
          'EAGAIN at a limit on processes or threads, ENOMEM for what belongs to a task besides its mm, and a restart if a signal is pending (EINTR if it is fatal).',
        versions: 'not read',
        verdict: 'not simulated',
        because: 'Not read: as we know it. The child is unmade in the same way as without an mm.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'copy_fs',
    file: 'kernel/fork.c',
    read: { ...svaRead('v5.15.85'), ...vfioRead('v5.15.85') },
    behaviours: [
      {
        linux: 'EAGAIN for a new thread while another thread of the process is in exec.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'exec kills the other threads as its first step that others can see, and a killed thread makes no call.',
        hides: 'nothing',
      },
    ],
  },
];

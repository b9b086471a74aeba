import { type LinuxFunction, svaRead, vfioRead } from '../fidelity.ts';

const v518 = svaRead('v5.18');
const v510 = svaRead('v5.10');

/** fs/file.c and fs/open.c. */
const readFiles = { ...svaRead('v5.10.13'), ...vfioRead('v5.10.13') };

/** Open files and descriptor tables. */
export const fsFidelity: readonly LinuxFunction[] = [
  {
    name: 'chrdev_open',
    file: 'fs/char_dev.c',
    read: v510,
    behaviours: [
      {
        linux:
          'Without a cdev open answers ENXIO. If the inode still has that of the removed device, because a file of it is open, the driver’s open is called and answers ENODEV.',
        versions: 'v5.7 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/uacce.ts: openUacce',
        because:
          'open of a removed device always answers ENODEV. The model admits ENXIO and ENOENT as well (the node itself is removed by devtmpfs).',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: fails with ENODEV after the device was removed',
      },
      {
        linux:
          'An open file holds the cdev and the module that made it (uacce), but not the module of the device’s driver.',
        versions: 'v5.7 to v6.2',
        verdict: 'not simulated',
        because:
          'Modules are not simulated; the hardware queue is what is freed under an open file.',
        hides: 'nothing',
      },
      {
        linux:
          'An open of /proc/PID/fd/N is a new open of the same inode, with a queue and a bond for the caller, also when devtmpfs has removed the node.',
        versions: 'v5.7 to v6.3',
        source: 'as we know it; fs/proc was not read',
        verdict: 'not simulated',
        because:
          'The command open is the same call. What it meets when the device was removed is said above, and in uacce_fops_open.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'do_sys_open',
    file: 'fs/open.c',
    read: readFiles,
    behaviours: [
      {
        linux:
          'The descriptor is reserved first, and gets the file after ->open has succeeded; until then no other task can find the file.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/open.ts: openDeviceFile',
        test: 'uacce/uacce.test.ts: leaves nothing behind if one of its allocations fails, in their order',
      },
      {
        linux: 'A file whose ->open failed is put, which frees it without ->release.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/open.ts: openDeviceFile',
        because:
          'It is freed at once; Linux frees it in task work, on the way out of the same call.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: before an open that waits lets that fail, also if another device has come (%j)',
      },
      {
        linux:
          'EMFILE without a free descriptor and ENFILE without a free file; a table of descriptors that is too small grows, which may wait or fail.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'A process has as many descriptors as it opens. These errors come before ->open, like that of the file that is not allocated.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'do_pollfd',
    file: 'fs/select.c',
    read: svaRead('v4.17 to v6.11'),
    behaviours: [
      {
        linux: 'poll of a descriptor that is not open does not fail: it finds one event, POLLNVAL.',
        versions: 'v4.9 to v6.11',
        verdict: 'simplified',
        simulation: 'fs/open.ts: poll',
        because: 'It answers EBADF. Either says that there is no such file.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: needs a descriptor',
      },
    ],
  },
  {
    name: '__fget_light',
    file: 'fs/file.c',
    read: svaRead('v6.1'),
    behaviours: [
      {
        linux:
          'A call takes a reference to its file only if another task shares the descriptor table.',
        versions: 'v4.9 to v6.1',
        verdict: 'same',
        simulation: 'fs/fdtable.ts: fdget',
        test: 'process/thread.test.ts: is held only while another thread could close it',
      },
    ],
  },
  {
    name: 'ksys_mmap_pgoff',
    file: 'mm/mmap.c',
    read: readFiles,
    behaviours: [
      {
        linux: 'mmap takes a reference to the file in any case (fget), and puts it in the end.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/open.ts: held',
        because:
          'It takes one only if the table is shared. Without another thread nobody can close the descriptor meanwhile.',
        hides: 'nothing',
        test: 'process/thread.test.ts: may map it, and then the mapping keeps it',
      },
    ],
  },
  {
    name: 'close_fd',
    file: 'fs/file.c',
    elsewhere: { 'v5.10.13': ['fs/file.c: __close_fd'] },
    read: readFiles,
    behaviours: [
      {
        linux: 'The descriptor leaves the table first; then the file is put.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/fdtable.ts: closeFd',
        test: 'fs/file-table.test.ts: of a descriptor that is closed comes after the descriptor has left the table',
      },
      {
        linux: 'close of a descriptor that is not open answers EBADF.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/open.ts: openFile',
        test: 'calls/calls.test.ts: answers EBADF for a file that is not open, and for one that only another process has open',
      },
      {
        linux: '->flush of the driver comes before the put, at every close of a descriptor.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Neither uacce nor VFIO has one.',
        hides: 'nothing',
      },
      {
        linux:
          'close(2) that drops the last reference releases the file itself, before it returns.',
        versions: 'since v6.6',
        source: 'commit 021a160abf62 (“fs: use __fput_sync in close(2)”), text not read',
        verdict: 'simplified',
        simulation: 'fs/file-table.ts: fput',
        because:
          'The file is released by task work, on the way out of the same call. Nothing of the task comes in between.',
        hides: 'nothing',
        test: 'fs/file-table.test.ts: of the last one by a user task leaves the release to task work',
      },
    ],
  },
  {
    name: 'exit_files',
    file: 'fs/file.c',
    read: readFiles,
    behaviours: [
      {
        linux: 'The task has no table any more before the first file of it is closed.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/fdtable.ts: releaseFiles',
        test: 'process/thread.test.ts: that waits to release files has no table any more',
      },
    ],
  },
  {
    name: 'put_files_struct',
    file: 'fs/file.c',
    read: readFiles,
    behaviours: [
      {
        linux: 'The last user of a table closes its descriptors, the lowest first.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/fdtable.ts: exitFiles',
        because:
          'They go by the slot of their file in memory, which is the order of the numbers unless a slot was used again, or another process opened the file. Task work then releases the last one first.',
        hides: 'an order',
        test: 'fs/file-table.test.ts: are released on the way out, the last that was put first',
      },
    ],
  },
  {
    name: 'do_close_on_exec',
    file: 'fs/file.c',
    read: readFiles,
    behaviours: [
      {
        linux:
          'It goes up the table. Each descriptor leaves it under file_lock, and its file is closed without that lock.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/fdtable.ts: closeOnExec',
        because:
          'They go by the slot of their file in memory, as at exit, and there is no file_lock: nothing runs between two descriptors.',
        hides: 'an order',
        test: 'fs/file-table.test.ts: are released on the way out, the last that was put first',
      },
      {
        linux: 'Each descriptor has a flag of its own, which its process may set and clear.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/fdtable.ts: closeOnExec',
        because:
          'The world decides for all descriptors but those of a driver that sets the flag. So an exec keeps all files or none.',
        hides: 'an order',
        test: 'process/thread.test.ts: keeps the files without O_CLOEXEC',
      },
    ],
  },
  {
    name: 'fd_install',
    file: 'fs/file.c',
    read: readFiles,
    behaviours: [
      {
        linux:
          'The caller’s reference becomes that of the descriptor, which every task that shares the table may use and close from then on.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/fdtable.ts: fdInstall',
        test: 'process/thread.test.ts: lets either open and close for both',
      },
      {
        linux:
          'dup, a message over a socket (SCM_RIGHTS) and pidfd_getfd give a descriptor of an open file too, also to a process that is no child.',
        versions: 'v4.9 to v6.3; pidfd_getfd since v5.6',
        source: 'as we know it, not read',
        verdict: 'not simulated',
        because:
          'Only fork and threads share files: a process shares what was open when it began, and has one descriptor of a file.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'alloc_file',
    file: 'fs/file_table.c',
    read: vfioRead('v5.10.13'),
    behaviours: [
      {
        linux:
          'A file that is not opened by its name (the device of a group) has one reference, and counts as opened: its release is called in any case.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: allocFile',
        test: 'vfio/hot-plug.test.ts: opens the device of a driver that pins, which is one more user of the group',
      },
    ],
  },
  {
    name: 'get_file',
    file: 'include/linux/fs.h',
    read: { ...svaRead('v5.17 to v6.6'), ...vfioRead('v5.17 to v6.6') },
    behaviours: [
      {
        linux: 'It adds one to f_count; the caller must have a reference already.',
        versions: 'v4.9 to v6.6',
        verdict: 'same',
        simulation: 'fs/file-table.ts: getFile',
        test: 'mm/vma.test.ts: holds a reference on its file',
      },
    ],
  },
  {
    name: 'fput',
    file: 'fs/file_table.c',
    read: v518,
    behaviours: [
      {
        linux:
          'The last reference that a user task drops leaves the release to task work of that task.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: fput',
        test: 'fs/file-table.test.ts: of the last one by a user task leaves the release to task work',
      },
      {
        linux: 'The last reference that a kernel thread drops leaves the release to a work item.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: fput',
        test: 'fs/file-table.test.ts: of the last one by a kernel thread leaves the release to a work item',
      },
      {
        linux:
          'All files that wait for the work item are released by it, the one that was put last first.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: runDelayedFput',
        test: 'fs/file-table.test.ts: of several by kernel threads leaves them to one work item, which begins with the last',
      },
      {
        linux: 'The work item starts a jiffy later.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'fs/file-table.ts: fput',
        because: 'It runs when the trace says so.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: leaves a file that it was the last to keep, through an mm, to a work item',
      },
      {
        linux:
          'A task that has run its last task work (exit_task_work) leaves the release to the work item as well.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Behind exit_task_work a task only drops its lazy mm, which puts no file.',
        hides: 'nothing',
      },
      {
        linux: 'f_count is a plain counter: nothing notices that it falls below zero.',
        versions: 'v4.9 to v6.3',
        source: 'fput_many and fput in the patches of 2020 to 2023 that touched them',
        verdict: 'simplified',
        simulation: 'fs/file-table.ts: fput',
        because:
          'It is a splat, because only a mistake leads there. A put too many that comes after the release is a use after free in both.',
        hides: 'nothing',
        test: 'fs/file-table.test.ts: of one that is not there is a refcount underflow',
      },
    ],
  },
  {
    name: '__fput',
    file: 'fs/file_table.c',
    read: v518,
    behaviours: [
      {
        linux:
          '->release runs once, may sleep, and is followed by the references to the cdev and the struct.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: fputRelease',
        test: 'fs/file-table.test.ts: is released once, after the last descriptor and the last mapping',
      },
    ],
  },
  {
    name: 'task_work_run',
    file: 'kernel/task_work.c',
    read: svaRead('v5.11'),
    behaviours: [
      {
        linux: 'The works that are pending run newest first.',
        versions: 'v4.3 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: taskWorkRun',
        test: 'fs/file-table.test.ts: are released on the way out, the last that was put first',
      },
      {
        linux: 'Works that are added meanwhile run after all of these.',
        versions: 'v4.3 to v6.3',
        verdict: 'same',
        simulation: 'fs/file-table.ts: taskWorkRun',
        test: 'fs/file-table.test.ts: are released before one that their release puts',
      },
    ],
  },
];

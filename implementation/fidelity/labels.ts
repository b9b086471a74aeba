/** What a named place in the simulated kernel stands for, if the name is not a function of Linux. */
export interface Label {
  readonly says: string;
  /** The function in the tables that does it. None if it is not done by a function of Linux, or by different ones. */
  readonly function?: string;
}

/** Names of places (accesses, locks, splats) that are no functions of Linux. */
export const labels: Readonly<Record<string, Label>> = {
  // Operations of drivers, by the name of the pointer through which they are called.
  get_queue: { says: 'ops->get_queue of the driver', function: 'hisi_qm_uacce_get_queue' },
  put_queue: { says: 'ops->put_queue of the driver', function: 'hisi_qm_uacce_put_queue' },
  start_queue: { says: 'ops->start_queue of the driver', function: 'hisi_qm_uacce_start_queue' },
  stop_queue: { says: 'ops->stop_queue of the driver', function: 'hisi_qm_uacce_stop_queue' },
  is_q_updated: { says: 'ops->is_q_updated of the driver', function: 'hisi_qm_is_q_updated' },
  probe: { says: 'probe() of the driver of a device that is added' },
  release: {
    says: '->release of a file, for what its driver keeps there',
    function: 'uacce_fops_release',
  },
  attach_group: {
    says: 'ops->attach_group of the backend',
    function: 'vfio_iommu_type1_attach_group',
  },
  detach_group: {
    says: 'ops->detach_group of the backend',
    function: 'vfio_iommu_type1_detach_group',
  },
  pin: { says: 'a driver pins pages, and records them', function: 'kvmgt_gfn_to_pfn' },
  unpin: { says: 'a driver unpins pages that it no longer needs' },
  dma_unmap: { says: 'the driver is notified of an unmap', function: 'intel_vgpu_iommu_notifier' },
  close_device: { says: 'ops->release of the driver', function: '__intel_vgpu_release' },

  link: { says: 'a request or an answer of the link between a device and the IOMMU arrives' },
  write: { says: '->write of the driver of a file', function: 'idxd_cdev_write' },

  lock_release: { says: 'lockdep: a task releases a lock' },

  'page request': { says: 'a device asks for a page, and the IOMMU queues or refuses that' },

  // Functions whose work another function does, which is in the tables.
  intel_svm_get_pasid: { says: 'it reads the PASID of a bond of', function: 'intel_svm_bind_mm' },
  intel_svm_bind: { says: 'it takes pasid_mutex for', function: 'intel_svm_bind_mm' },
  intel_svm_unbind: { says: 'it takes pasid_mutex for', function: 'intel_svm_unbind_mm' },
  svm_lookup_device_by_sid: {
    says: 'the device of a request in the list of a svm',
    function: 'prq_event_thread',
  },
  iommu_sva_find: { says: 'the mm that has a PASID', function: 'iopf_handle_group' },
  iopf_free_group: { says: 'the end of a group', function: 'iopf_handle_group' },
  iommu_group_remove_device: {
    says: 'a device that is removed leaves its group',
    function: 'iommu_release_device',
  },
  iommu_group_get_for_dev: { says: 'a device that is added joins a group' },
  mmu_notifier_release: { says: 'it calls mn_hlist_release', function: 'mn_hlist_release' },
  fdget: { says: 'it calls __fget_light', function: '__fget_light' },
  dup_fd: { says: 'the copy of a descriptor table', function: 'copy_files' },
  do_munlock: { says: 'munlock of one page', function: 'munlock' },
  get_user_pages: {
    says: 'get_user_pages_fast, get_user_pages_remote or pin_user_pages_remote',
    function: 'vaddr_get_pfn',
  },
  page_to_pfn: {
    says: 'whether two pages are neighbours in physical memory',
    function: 'vfio_pin_pages_remote',
  },
  iommu_map: { says: 'pages get their translations' },
  iommu_domain_free: { says: 'the page tables of a domain go' },
  list_add: { says: 'a group joins a domain', function: 'vfio_iommu_type1_attach_group' },

  // System calls, and commands of a trace: a lock that is held on return is reported with the command.
  ioctl: { says: 'ioctl, on its way to ->unlocked_ioctl' },
  poll: { says: 'poll, on its way to ->poll' },
  close: { says: 'close of a descriptor', function: 'close_fd' },
  mmap: { says: 'mmap, and the pages of a new program' },
  munmap: { says: 'a page leaves an address space, by munmap or at its end' },
  start: { says: 'the command start: UACCE_CMD_START_Q' },
  attach: { says: 'a program puts a device into a container, with several system calls' },
  detach: { says: 'a program takes a device out of its container, with several system calls' },

  // Fields.
  locked_vm: { says: 'mm->locked_vm' },
  group_leader: { says: 'task->group_leader' },
  'group->devices': { says: 'the devices of an IOMMU group' },
  'group->default_domain': { says: 'the default domain of an IOMMU group' },
  'task->files': { says: 'task->files' },

  // What the processor and devices do.
  'page fault': { says: 'a page fault of a program', function: 'handle_mm_fault' },
  access: { says: 'a program uses memory that is mapped from a file', function: 'handle_mm_fault' },
  hardware: { says: 'a hardware queue that runs' },
  DMA: { says: 'a device uses a page through the IOMMU' },
  'SMMU table walk': { says: 'the SMMU walks the page tables of an mm' },
};

import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const mmPasidDropForkDaemon: Defect = {
  id: 'mm-pasid-drop-fork-daemon',
  title: 'a daemon keeps its dead parent’s bond, and a worker gets the same PASID',
  story:
    'A master opens the device, forks a daemon and exits, as nginx does. The daemon inherited the file, so the bond of the dead mm and its quiet table entry stay; but the PASID went back to the allocator with the mm. A worker that opens the device gets the same PASID. The driver finds a live entry and replaces only its ASID, so the worker’s DMA is aborted.',
  source:
    'Gao, 2022-04-24, “Re: [PATCH v4 05/11] iommu/sva: ...” (the nginx case); the same commit 701fac40384f as mm-pasid-drop-in-mmput, seen from its second side',
  fix: 'mm_pasid_drop moved to __mmdrop: the worker gets another PASID.',
  evidence: 'verified',
  releases: ['linux-5.18-rc1'],
  switches: { pasidFreeAt: 'mmput', liveCdRewrite: 'asid-only' },
  companions: ['liveCdRewrite'],
  law: 'pasid-uniqueness',
  place: { clause: 'handed out while held' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'dma', answer: 'aborted' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'open p1 d0 -> f1',
        'start p1 f1',
        'dma f1',
      ),
    },
  ],
};

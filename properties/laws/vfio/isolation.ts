import type { VfioState } from '../../../model/vfio/state.ts';
import type { Law, View } from '../../linux-law.ts';
import type { Tell } from '../../law.ts';

/** The rule of dma judges which mm was reached; this law checks the memory that containers give to their devices. */
export const isolation: Law = {
  name: 'isolation',
  title: 'Devices and mappings reach the memory they were given, and no other',
  because:
    'an access to any other memory reads secrets and corrupts processes that never opened the device',
  closeness: 'object',
  needs: ['pins'],
  judgesAnswers: true,
  after(view, report) {
    const { vfio, world } = view.state;
    for (const c of vfio.files.containers)
      for (let iova = 0; c.live !== 0 && iova < world.vfio!.iovas; iova++)
        look(view, vfio, c.name, iova, report);
  },
};

function look({ seen }: View, vfio: VfioState, name: number, iova: number, report: Tell): void {
  const d = vfio.mappings.mappingAt(vfio.files.container(name)!, iova);
  const mapped = seen.mappedMm(name, iova);
  if (mapped !== 0 && d === undefined)
    report(
      'the IOMMU maps what nobody maps',
      `nothing is mapped at i${iova} of c${name}, but devices reach memory of mm${mapped - 1} there.`,
    );
  if (d === undefined) return;
  const page = iova - d.iova;
  if (mapped !== 0 && mapped !== d.mm && mapped !== vfio.mappings.iommuMm(d, page))
    report(
      'the IOMMU maps memory of a foreign mm',
      `i${iova} of c${name} belongs to mm${d.mm - 1}, but devices reach memory of mm${mapped - 1} there.`,
    );
  const given = seen.externalMm(name, iova);
  if (given !== 0 && given !== d.mm && given !== vfio.mappings.driverMm(d, page))
    report(
      'a driver was given memory of a foreign mm',
      `i${iova} of c${name} belongs to mm${d.mm - 1}, but a driver was given memory of mm${given - 1}.`,
    );
}

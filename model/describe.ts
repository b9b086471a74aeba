import { type Handle, type OpenFile, type Process, queue, regions, type State } from './state.ts';

/** What the specification remembers, in lines `what: how it is`, for the before and after of a report. */
export function describe(s: State): readonly string[] {
  return [
    ...s.processes.filter(isLive).map((p) => {
      const open = s.files.filter((f) => isLive(f) && s.holds(p, f)).map((f) => `f${f.name}`);
      return `p${p.name}: mm${p.mm - 1}${open.length > 0 ? `, open ${open.join(' ')}` : ''}${threadText(s, p)}`;
    }),
    ...s.files.filter(isLive).map((f) => `f${f.name}: ${fileText(s, f)}`),
    ...s.handles
      .filter((h) => isLive(h) && h.name >= 0)
      .map((h) => `h${h.name}: d${h.device}, made through f${s.files[h.file]!.name}, ${bond(h)}`),
    ...s.grants.filter(isLive).map((g) => `n${g.name}: PASID ${g.pasid}, a driver’s`),
    ...s.devices.filter((d) => d.present === 0).map((d) => `d${d.index}: removed`),
    ...describeVfio(s),
  ];
}

/** Containers with their groups, mappings with what is pinned of them, and what each process has locked. */
function describeVfio({ vfio, processes }: State): readonly string[] {
  const owners = processes.filter((p) => isLive(p) && vfio.mappings.expectedLocked(p.mm) > 0);
  return [
    ...vfio.files.containers.filter(isLive).map((c) => {
      const groups = vfio.files.groupsIn(c).map((g) => `g${g.index} (${vfio.files.kindOf(g)})`);
      return `c${c.name}: ${vfio.files.backendOf(c)}, ${groups.length > 0 ? groups.join(', ') : 'no group'}`;
    }),
    ...vfio.mappings.dmas.filter(isLive).map((d) => {
      const pages = Array.from({ length: d.pages }, (_, i) => i);
      const byIommu = pages.filter((i) => vfio.mappings.isIommuMapped(d, i)).length;
      const byDrivers = pages.filter((i) => vfio.mappings.isDriverPinned(d, i)).length;
      const where = `c${vfio.files.containers[d.container - 1]!.name} i${d.iova}`;
      return `${where}: ${d.pages} page${d.pages === 1 ? '' : 's'} at a${d.address} of mm${d.mm - 1}, pinned by the IOMMU ${byIommu}, by drivers ${byDrivers}${d.handed === 0 ? '' : ', handed over'}`;
    }),
    ...owners.map(
      (p) => `mm${p.mm - 1} of p${p.name}: ${vfio.mappings.expectedLocked(p.mm)} locked`,
    ),
  ];
}

function threadText(s: State, p: Process): string {
  const leader = s.groupOf(p);
  if (leader === p.name) return '';
  return `, thread of p${leader}${s.process(leader) === undefined ? ' (exited)' : ''}`;
}

function fileText(s: State, f: OpenFile): string {
  const holders = s.processes.filter((p) => isLive(p) && s.holds(p, f)).map((p) => `p${p.name}`);
  const mapped = s.mappings
    .filter((m) => isLive(m) && m.file === f.index)
    .map((m) => `${regions[m.region]} mapped in mm${m.mm - 1}`);
  const state = Object.entries(queue).find(([, value]) => value === f.queue)![0];
  const own = s.handles.find((h) => isLive(h) && h.file === f.index && h.name < 0);
  return [
    `d${f.device}`,
    `held by ${holders.length > 0 ? holders.join(' ') : 'nobody'}`,
    ...mapped,
    ...(f.queue === queue.init ? [] : [`queue ${state}`]),
    own === undefined ? 'no bond' : bond(own),
  ].join(', ');
}

function bond(h: Handle): string {
  return `bond to mm${h.mm - 1} as PASID ${h.pasid}`;
}

function isLive(row: { readonly live: number }): boolean {
  return row.live !== 0;
}

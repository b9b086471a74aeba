import { defects } from '../defects/index.ts';
import { breaksOf } from '../defects/defect.ts';
import { brokenBy } from './judge.ts';
import { findWorld } from '../model/worlds.ts';
import { Bench } from './kernel.ts';
import { commandText } from '../model/linux.ts';
for (const d of defects) {
  if (!/^(idxd|enqcmd|fork-inherits-ia32)/.test(d.id)) continue;
  for (const b of breaksOf(d)) {
    const lines = b.shortest.map((c: any) => commandText(c));
    console.log(d.id, '|', lines.join('; '));
    for (const x of brokenBy({ ...d.given, ...d.switches }, lines, findWorld(b.world))) console.log('   ', x.step, x.law, JSON.stringify(x.place), x.witness);
    const r = brokenBy({ ...d.given }, lines, findWorld(b.world)); if (r.length) console.log('   WITHOUT', JSON.stringify(r));
  }
}
const b = new Bench({}, findWorld('enqcmd-small')); b.k.machine.sites = []; b.run('open p0 d0 -> f0'); console.log(b.k.machine.sites);

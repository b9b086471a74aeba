import { breaksAsTheCatalogueSays } from './shortest.contract.ts';

breaksAsTheCatalogueSays({
  // some laws break only after five, all others after four
  sva: ({ shortest }) => (shortest.length > 4 ? 5 : 4),
  vfio: 3,
  compared: { depth: 4, oneIn: 1 },
  overlapping: { depth: 3, oneIn: 1 },
});

import { agreesWithTheFastSearch } from './plain-search.contract.ts';

agreesWithTheFastSearch(3);

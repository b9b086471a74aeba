import { weakenings } from './weakenings/index.ts';
import { OracleMeasure } from './measure.ts';
import {
  modest,
  unfailingCommandsSucceed,
  weakeningsAddNothing,
  weakeningsAreNoticed,
} from './oracle.contract.ts';

weakeningsAddNothing(1);
weakeningsAreNoticed(weakenings, new OracleMeasure(modest));
unfailingCommandsSucceed(100, 1);

import { describeLaunches } from './launch-contract.ts';

describeLaunches('canvas', 'platform storage');

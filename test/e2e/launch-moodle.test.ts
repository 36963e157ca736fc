import { describeLaunches } from './launch-contract.ts';

describeLaunches('moodle', 'new window');

import { desktop } from '../support/browser.ts';
import { describePages } from '../support/page-checks.ts';

describePages('on a desktop', desktop);

import { courseIds, openPracticeClass } from '../support/practice-class.ts';
import { describePracticeClass } from './practice-class-contract.ts';

describePracticeClass('the embedded engine', () => openPracticeClass(courseIds));

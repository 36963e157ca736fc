import { courseIds, openPracticeClass } from '../support/practice-class.ts';
import { describePracticeClass } from './practice-class-contract.ts';

/** In the dark, from far away, one face of 58 pixels is not found. */
describePracticeClass('the embedded engine', () => openPracticeClass(courseIds), { 'biology-far': ['student-19'] });

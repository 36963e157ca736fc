import { attendanceStory } from '../support/attendance-story.ts';

describe('attendance by hand into a gradebook with the habits of Moodle', () => {
  attendanceStory('moodle');
});

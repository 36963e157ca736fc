import type { Person } from '../people.ts';
import { role } from '../role-names.ts';

/** LTI core 1.3, appendix A: full names, the institution's beside the course's. */
export const usualRoles = ({ kind }: Person): string[] => {
  switch (kind) {
    case 'teacher':
    case 'non-editing-teacher':
      return [role.instructor, role.institutionFaculty];
    case 'ta':
      return [role.instructor, role.teachingAssistant];
    case 'student':
      return [role.learner, role.institutionStudent];
    case 'test-student':
      return [role.learner, role.testUser];
    case 'admin':
      return [role.institutionAdministrator];
    case 'nobody':
      return [];
  }
};

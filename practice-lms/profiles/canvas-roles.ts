import type { Person } from '../people.ts';
import { role } from '../role-names.ts';

/** Course, institution and system roles mixed; a student may teach elsewhere in the institution. */
export const canvasRoles = ({ kind }: Person): string[] => {
  switch (kind) {
    case 'teacher':
    case 'non-editing-teacher':
      return [role.institutionInstructor, role.instructor, role.systemUser];
    case 'ta':
      return [role.institutionInstructor, role.instructor, role.teachingAssistant, role.systemUser];
    case 'student':
      return [role.institutionInstructor, role.institutionStudent, role.learner, role.systemUser];
    case 'test-student':
      return [role.learner, role.testUser];
    case 'admin':
      return [role.institutionAdministrator, role.systemUser];
    case 'nobody':
      return [role.systemUser];
  }
};

/** LTI core 1.3, appendix A. */
const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const system = 'http://purl.imsglobal.org/vocab/lis/v2/system/person';

export const role = {
  instructor: `${membership}#Instructor`,
  learner: `${membership}#Learner`,
  teachingAssistant: `${membership}/Instructor#TeachingAssistant`,
  institutionFaculty: `${institution}#Faculty`,
  institutionInstructor: `${institution}#Instructor`,
  institutionStudent: `${institution}#Student`,
  institutionAdministrator: `${institution}#Administrator`,
  systemUser: `${system}#User`,
  systemAdministrator: `${system}#Administrator`,
  testUser: 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
} as const;

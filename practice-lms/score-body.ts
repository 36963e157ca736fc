import { z } from 'zod';

export const canvasSubmission = 'https://canvas.instructure.com/lti/submission';

/** LTI AGS 2.0, section 3.4.1, and Canvas' extension. */
export const scoreBody = z.object({
  userId: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  activityProgress: z.enum(['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed']),
  gradingProgress: z.enum(['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady']),
  scoreGiven: z.number().min(0).optional(),
  scoreMaximum: z.number().positive().optional(),
  comment: z.string().optional(),
  submission: z.object({ submittedAt: z.iso.datetime({ offset: true }).optional() }).optional(),
  [canvasSubmission]: z
    .looseObject({
      new_submission: z.boolean().optional(),
      preserve_score: z.boolean().optional(),
      prioritize_non_tool_grade: z.boolean().optional(),
      submission_type: z.string().optional(),
    })
    .optional(),
});

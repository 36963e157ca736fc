import { z } from 'zod';
import type { Task } from '../../core/ports/work-queue.ts';

const kinds = [
  'identify',
  'confirm',
  'publish',
  'expire-captures',
  'erase-face',
  'reconcile-gallery',
  'sync-roster',
  'report',
] as const satisfies readonly Task['kind'][];

const taskMessage = z.object({ kind: z.enum(kinds), key: z.string().min(1).max(300) });

/** The task that a message tells of. @throws Error for anything else */
export const readTaskMessage = (body: string): Pick<Task, 'kind' | 'key'> => taskMessage.parse(JSON.parse(body));

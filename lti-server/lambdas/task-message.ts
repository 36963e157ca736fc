import { z } from 'zod';
import { type Task, taskKinds } from '../../core/ports/work-queue.ts';

const taskMessage = z.object({ kind: z.enum(taskKinds), key: z.string().min(1).max(300) });

/** The task that a message tells of. @throws Error for anything else */
export const readTaskMessage = (body: string): Pick<Task, 'kind' | 'key'> => taskMessage.parse(JSON.parse(body));

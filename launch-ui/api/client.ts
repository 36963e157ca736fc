import type { ZodType } from 'zod';
import { type Problem, problem } from '../../lti-server/http/api-schema/problem.ts';
import { adminBearer } from '../admin/admin-bearer.ts';
import { bearer } from '../handover.ts';
import { signedOut, unreachable } from './flag.ts';
import { codeOfBucket, fieldsFor } from './upload-words.ts';

/** A refusal of the API, or that it could not be reached (`OFFLINE`). */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly reference: string | null;
  /** Names of fields and rules; never values. */
  readonly details: NonNullable<Problem['details']>;

  constructor(code: string, status: number, reference: string | null, details: Problem['details'] = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.reference = reference;
    this.details = details;
  }
}

/** The administrator's API knows its own sign-in alone; nothing else is ever shown that one. */
const isAdministering = (path: string) => path.startsWith('/admin/');

const authorisation = (path: string): Record<string, string> => {
  const token = isAdministering(path) ? adminBearer() : bearer();
  if (token === null) {
    if (!isAdministering(path)) signedOut.set(true);
    throw new ApiProblem('SESSION_EXPIRED', 401, null);
  }
  return { Authorization: `Bearer ${token}` };
};

/** A proxy before the tool may answer something of its own. */
const problemOf = (body: unknown, status: number): ApiProblem => {
  const parsed = problem.safeParse(body);
  return parsed.success
    ? new ApiProblem(parsed.data.code, parsed.data.status, parsed.data.reference, parsed.data.details)
    : new ApiProblem('INTERNAL', status, null);
};

const send = async (
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
  headersOf = authorisation,
): Promise<Response> => {
  const isForm = body instanceof FormData;
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers: { ...headersOf(path), ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof ApiProblem || (error instanceof DOMException && error.name === 'AbortError')) throw error;
    unreachable.set(true);
    throw new ApiProblem('OFFLINE', 0, null);
  }
  unreachable.set(false);
  if (answer.ok) return answer;
  if (answer.status === 401 && !isAdministering(path)) signedOut.set(true);
  const problem = problemOf(await answer.json().catch(() => null), answer.status);
  // A gateway before the tool takes less than the tool: what was sent were pictures.
  throw isForm && answer.status === 413 ? new ApiProblem('IMAGE_TOO_LARGE', 413, problem.reference) : problem;
};

/** Every answer is parsed by its schema before a component sees it. @throws ApiProblem */
export const ask = async <T>(schema: ZodType<T>, method: string, path: string, body?: object): Promise<T> => {
  const parsed = schema.safeParse(await (await send(method, path, body)).json());
  if (!parsed.success) throw new ApiProblem('RESPONSE_INVALID', 200, null);
  return parsed.data;
};

/** For who has no bearer yet. @throws ApiProblem */
export const askOpenly = async <T>(schema: ZodType<T>, method: string, path: string, body?: object): Promise<T> => {
  const answer = await send(method, path, body, undefined, () => ({}));
  const parsed = schema.safeParse(await answer.json());
  if (!parsed.success) throw new ApiProblem('RESPONSE_INVALID', 200, null);
  return parsed.data;
};

/** For answers without a body. */
export const tell = async (method: string, path: string, body?: object): Promise<void> => {
  await send(method, path, body);
};

export const askPicture = async (path: string, signal: AbortSignal): Promise<Blob> =>
  (await send('GET', path, undefined, signal)).blob();

/** As it is: a text would lose the mark at its front by which spreadsheets know UTF-8. */
export const askFile = async (path: string): Promise<Blob> => (await send('GET', path)).blob();

export const askText = async (path: string): Promise<string> => (await send('GET', path)).text();

/** The body of an answer that does not end; null where there is none. `url` is one that the API named. */
export const openStream = async (url: string, signal: AbortSignal): Promise<Response['body']> =>
  (await send('GET', url.replace(/^\/api(?=\/)/, ''), undefined, signal)).body;

/** An upload to a ticket's URL, with progress 0-1. The ticket is the leave: no bearer goes along. @throws ApiProblem */
export const upload = (
  url: string,
  fields: Readonly<Record<string, string>>,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of fieldsFor(fields, file.type)) form.append(name, value);
    form.append('file', file, 'picture.jpg');
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => {
      unreachable.set(true);
      reject(new ApiProblem('OFFLINE', 0, null));
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve();
      let told: unknown = null;
      try {
        told = JSON.parse(request.responseText);
      } catch {
        told = null;
      }
      const code = codeOfBucket(request.responseText, request.status);
      reject(code === null ? problemOf(told, request.status) : new ApiProblem(code, request.status, null));
    };
    request.send(form);
  });

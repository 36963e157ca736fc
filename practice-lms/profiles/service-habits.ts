import type { JWTPayload } from 'jose';
import type { z } from 'zod';
import type { Person } from '../people.ts';
import type { scoreBody } from '../score-body.ts';
import type { StoredLineItem, StoredLink, StoredScore } from '../state.ts';
import type { Tool } from '../tool.ts';

/** What a service says when it refuses. */
export interface Refusal {
  readonly status: number;
  readonly body: string | object;
}

export type PostedScore = z.infer<typeof scoreBody>;

export interface ServiceHabits {
  /** Canvas: 403 for a call without one. */
  readonly needsUserAgent: boolean;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a GET: what is wrong with its Accept header. */
  acceptRefusal(accept: string | undefined, type: string): Refusal | null;
  contentTypeRefusal(sent: string | undefined, type: string): Refusal | null;
  readonly tokens: TokenHabits;
  readonly roster: RosterHabits;
  readonly grades: GradeHabits;
}

export interface TokenHabits {
  readonly seconds: number;
  readonly contentType: string;
  readonly refusedStatus: number;
  /** Of an assertion whose signature, issuer and subject are right: what else is wrong with it, in a word. `now` in seconds. */
  fault(claims: JWTPayload, tokenUrl: string, now: number): string | null;
}

export interface RosterHabits {
  /** How many members a page holds; Infinity: all. */
  pageSize(limit: number | null): number;
  /** Query parameters that `next` keeps. */
  readonly keeps: readonly string[];
  roles(person: Person): readonly string[];
  hasRole(asked: string, roles: readonly string[]): boolean;
  member(person: Person, tool: Tool): Readonly<Record<string, unknown>>;
  /** Of an rlid that is no link of the tool in this course, where a platform minds. */
  readonly unknownLink?: Refusal;
  /** With rlid: substitution variables that have a value for each member. */
  variables(person: Person, sub: string): Readonly<Record<string, string>>;
}

export interface GradeHabits {
  /** Line items and results a page; Infinity: all. */
  pageSize(limit: number | null): number;
  linkHeader(next: string): string;
  createRefusal(resourceLinkId: string, link: StoredLink | null): Refusal | null;
  deleteRefusal(item: StoredLineItem): Refusal | null;
  readonly concluded: Refusal;
  /** Of a score for a line item that is not published, where a platform has such a thing. */
  readonly unpublished?: Refusal;
  readonly incomplete: Refusal;
  readonly notAStudent: Refusal;
  readonly stale: Refusal;
  isStale(sent: string, standing: StoredScore): boolean;
  /** What an accepted score leaves; a refusal when the student may not hand in again. */
  apply(
    posted: PostedScore,
    standing: StoredScore | undefined,
    item: StoredLineItem,
    allowedAttempts: number | null,
  ): StoredScore | Refusal;
  readonly scoreStatus: number;
  /** Whether the gradebook's page has a column for it. */
  isShown(item: StoredLineItem, all: readonly StoredLineItem[]): boolean;
  /** A result as it is listed; null leaves it out. */
  result(score: StoredScore, item: StoredLineItem): Readonly<Record<string, unknown>> | null;
}

/** The shape that every platform's refusal of a bad line item or score shares. */
export const refusal = (status: number, body: string | object): Refusal => ({ status, body });

export const isRefusal = (value: StoredScore | Refusal): value is Refusal => 'status' in value;

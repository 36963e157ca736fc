import { type Area, areaInWords } from './cover-areas.ts';

export interface CoveredArea extends Area {
  /** Stays the area's own while others come and go. */
  readonly number: number;
}

/** What is covered of one picture, what it was before each change, and what to say of the last one. */
export interface Drawing {
  readonly areas: readonly CoveredArea[];
  readonly before: readonly (readonly CoveredArea[])[];
  readonly said: string;
}

export const emptyDrawing: Drawing = { areas: [], before: [], said: '' };

export type DrawingStep =
  | { readonly kind: 'add'; readonly area: Area }
  | { readonly kind: 'change'; readonly number: number; readonly area: Area }
  | { readonly kind: 'remove'; readonly number: number }
  | { readonly kind: 'undo' };

const after = (drawing: Drawing, areas: readonly CoveredArea[], said: string): Drawing => ({
  areas,
  before: [drawing.areas, ...drawing.before],
  said,
});

const freeNumber = ({ areas, before }: Drawing): number =>
  1 + Math.max(0, ...[areas, ...before].flatMap((all) => all.map(({ number }) => number)));

export const afterStep = (drawing: Drawing, step: DrawingStep): Drawing => {
  switch (step.kind) {
    case 'add': {
      const number = freeNumber(drawing);
      return after(drawing, [...drawing.areas, { ...step.area, number }], `Area ${number} is covered`);
    }
    case 'change': {
      const areas = drawing.areas.map((area) =>
        area.number === step.number ? { ...step.area, number: area.number } : area,
      );
      return after(drawing, areas, `Area ${step.number}: ${areaInWords(step.area)}`);
    }
    case 'remove': {
      const areas = drawing.areas.filter(({ number }) => number !== step.number);
      return after(drawing, areas, `Area ${step.number} is not covered any more`);
    }
    case 'undo': {
      const [last, ...before] = drawing.before;
      return last === undefined ? drawing : { areas: last, before, said: 'Taken back' };
    }
  }
};

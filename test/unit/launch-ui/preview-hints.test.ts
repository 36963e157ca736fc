import { afterFrame, type Frame, hintText, isCoarse, previewStart } from '../../../launch-ui/teacher/preview-hints.ts';

const frame = (brightness: (index: number) => number): Frame =>
  Uint8Array.from({ length: 48 }, (_, at) => brightness(at));
const room = frame((at) => 90 + (at % 7) * 12);
const moved = frame((at) => 90 + ((at + 3) % 7) * 12);
const dark = frame((at) => 10 + (at % 7));
const seen = (frames: readonly Frame[]) => frames.reduce(afterFrame, previewStart).hint;

describe('hints from the preview', () => {
  it('has none for a lit room that stands still', () => {
    expect(seen([room, room, room, room])).toBeNull();
  });

  it('says that it is dark, and that the camera moves', () => {
    expect(seen([dark, dark, dark])).toBe('dark');
    expect(seen([room, moved, room, moved])).toBe('moving');
    expect(hintText.dark).toMatch(/light/);
  });

  it('does not speak up for one frame, nor fall silent for one', () => {
    expect(seen([room, room, moved])).toBeNull();
    expect(seen([dark, dark, dark, room])).toBe('dark');
  });

  it('finds a picture coarse by its longer side, held either way', () => {
    expect(isCoarse(640, 480)).toBe(true);
    expect(isCoarse(480, 640)).toBe(true);
    expect(isCoarse(1280, 720)).toBe(false);
    expect(isCoarse(720, 1280)).toBe(false);
    expect(hintText.coarse).toMatch(/close/);
  });

  it('says the darkness first: in the dark every picture is blurred', () => {
    expect(seen([dark, frame((at) => ((at + 2) % 5) * 9), dark, frame((at) => ((at + 2) % 5) * 9)])).toBe('dark');
  });
});

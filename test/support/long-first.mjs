import Sequencer from '@jest/test-sequencer';

/** Minutes each. One that begins when the others have ended keeps one core busy and the other waiting. */
const long = ['pages.', 'kills', 'crash-', 'story', 'practice-class', 'board', 'keyboard'];

const rank = (path) => {
  const name = path.split('/').at(-1);
  const at = long.findIndex((begins) => name.startsWith(begins));
  return at === -1 ? long.length : at;
};

/** The order of a run says nothing of what a test may count on: none counts on another. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a.path) - rank(b.path));
  }
}

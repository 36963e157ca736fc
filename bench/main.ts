import { benchBoard } from './board.ts';
import { benchCost } from './cost.ts';
import { benchFaces } from './faces.ts';
import { benchLambda } from './lambda.ts';
import { benchLaunch } from './launch.ts';
import { benchPublish } from './publish.ts';

/**
 * `npm run bench -- faces [--faces DIR]`, `-- launch`, `-- board`, `-- publish`, `-- lambda`, `-- cost`. Without a name: every one. Ends with code 1
 * when a gate is missed.
 */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<boolean>>> = {
  faces: benchFaces,
  launch: benchLaunch,
  board: benchBoard,
  publish: benchPublish,
  lambda: benchLambda,
  cost: benchCost,
};

const [name, ...args] = process.argv.slice(2);
const wanted = name === undefined ? Object.keys(benches) : [name];
let passed = true;
for (const one of wanted) {
  const bench = benches[one];
  if (bench === undefined) {
    console.error(`There is no bench "${one}". Choose one of: ${Object.keys(benches).join(', ')}.`);
    process.exit(1);
  }
  passed = (await bench(args)) && passed;
}
process.exit(passed ? 0 : 1);

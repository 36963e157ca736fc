import { runCommand } from '../lti-server/cli/run.ts';

/** The administrator's command line: what the SDK thinks of this Node's age is for the server's log. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// What the program keeps is its owner's alone: names, faces, keys.
process.umask(0o077);
const { code, text } = await runCommand(process.argv.slice(2), process.env);
if (code === 0) console.log(text);
else console.error(text);
process.exit(code);

/** The administrator's command line: lti-server/cli. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { runCommand } = await import('../lti-server/cli/run.ts');

const { code, text } = await runCommand(process.argv.slice(2), process.env);
if (code === 0) console.log(text);
else console.error(text);
process.exit(code);

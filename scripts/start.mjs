// The first thing that runs: plain JavaScript, so that it can say when Node is too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Muster needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org.`,
  );
  process.exit(1);
}
// The AWS SDK's own switch: on one machine it talks to this process alone, and Node 20 does for that.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { register } = await import('tsx/esm/api');
register();
await import(process.argv[2] === 'serve' ? './serve.ts' : './start.ts');

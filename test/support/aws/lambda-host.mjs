// What Lambda's runtime is to a function: loads its bundle, hands it events one after another, and sends back its answers.
const [folder] = process.argv.slice(2);
/** On the clock, and of processor time, which a busy machine does not lengthen. */
const now = () => [performance.now(), process.cpuUsage()];
const since = ([begun, used]) => {
  const { user, system } = process.cpuUsage(used);
  return { ms: performance.now() - begun, cpuMs: (user + system) / 1000 };
};
const begun = now();
const { handler } = await import(`${folder}/index.mjs`);
const load = since(begun);
process.on('message', async ({ id, event, msLeft }) => {
  const until = Date.now() + msLeft;
  const asked = now();
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: '1024',
    awsRequestId: `request-${id}`,
    getRemainingTimeInMillis: () => until - Date.now(),
  };
  try {
    const answer = (await handler(event, context)) ?? null;
    process.send({ id, answer, took: since(asked) });
  } catch (error) {
    process.send({ id, failure: `${error.name}: ${error.message}` });
  }
});
process.send({ ready: true, load });

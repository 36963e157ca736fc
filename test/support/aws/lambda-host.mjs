// What Lambda's runtime is to a function: loads its bundle, hands it events one after another, and sends back its answers.
const [folder] = process.argv.slice(2);
const begun = performance.now();
const { handler } = await import(`${folder}/index.mjs`);
const loadMs = performance.now() - begun;
process.on('message', async ({ id, event, msLeft }) => {
  const until = Date.now() + msLeft;
  const asked = performance.now();
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: '1024',
    awsRequestId: `request-${id}`,
    getRemainingTimeInMillis: () => until - Date.now(),
  };
  try {
    const answer = (await handler(event, context)) ?? null;
    process.send({ id, answer, ms: performance.now() - asked });
  } catch (error) {
    process.send({ id, failure: `${error.name}: ${error.message}` });
  }
});
process.send({ ready: true, loadMs });

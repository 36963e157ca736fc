/**
 * Platform storage in the page around the tool: LTI client side postMessages 0.1 and postMessage storage 0.1. What a tool puts
 * is kept under its origin, for as long as the page stands. With a forwarding frame, which stands on the host that signs in,
 * messages come through it, and the page learns the tool's origin from it alone.
 */
const pageScript = `
const sso = document.currentScript.dataset.sso;
const frame = document.currentScript.dataset.frame;
const stores = new Map();
const limit = 4096, keys = 500;
const subjects = ['lti.capabilities', 'lti.get_data', 'lti.put_data'];
const answerTo = (message, origin) => {
  const { subject, message_id, key, value } = message;
  const answer = { subject: subject + '.response', message_id };
  const refuse = (code, text) => ({ ...answer, error: { code, message: text } });
  if (!subjects.includes(subject)) return refuse('unsupported_subject', 'unsupported subject');
  if (typeof message_id !== 'string' || message_id === '') return refuse('bad_request', 'message_id is missing');
  if (subject === 'lti.capabilities') {
    const supported = subjects.map((name) => (frame && name !== 'lti.capabilities' ? { subject: name, frame } : { subject: name }));
    return { ...answer, supported_messages: supported };
  }
  if (typeof key !== 'string' || key === '') return refuse('bad_request', 'key is missing');
  const store = stores.get(origin) ?? new Map();
  stores.set(origin, store);
  if (subject === 'lti.get_data') return { ...answer, key, value: store.get(key) ?? null };
  if (value === null || value === undefined) { store.delete(key); return { ...answer, key, value: null }; }
  if (typeof value !== 'string') return refuse('bad_request', 'value must be a string');
  if (value.length > limit || (!store.has(key) && store.size >= keys)) return refuse('storage_exhaustion', 'no room');
  store.set(key, value);
  return { ...answer, key, value };
};
addEventListener('message', (event) => {
  const data = event.data;
  if (typeof data !== 'object' || data === null) return;
  if (frame && event.origin === sso && typeof data.forwarded === 'object' && typeof data.toolOrigin === 'string') {
    event.source.postMessage({ reply: answerTo(data.forwarded, data.toolOrigin), id: data.id }, sso);
  } else if (typeof data.subject === 'string' && data.subject.startsWith('lti.') && !data.subject.endsWith('.response')) {
    event.source.postMessage(answerTo(data, event.origin), event.origin);
  }
});
addEventListener('load', () => {
  for (const tool of document.querySelectorAll('iframe[data-src]')) tool.src = tool.dataset.src;
});`;

/** In the frame: a tool's message goes up with its origin, the answer comes back down. */
const forwardingScript = `
const page = document.currentScript.dataset.page;
const waiting = new Map();
let next = 0;
addEventListener('message', (event) => {
  const data = event.data;
  if (typeof data !== 'object' || data === null) return;
  if (event.source === parent && event.origin === page) {
    const tool = waiting.get(data.id);
    waiting.delete(data.id);
    if (tool) tool.source.postMessage(data.reply, tool.origin);
  } else if (typeof data.subject === 'string' && data.subject.startsWith('lti.')) {
    waiting.set(next, { source: event.source, origin: event.origin });
    parent.postMessage({ forwarded: data, toolOrigin: event.origin, id: next }, page);
    next += 1;
  }
});`;

export const storageScripts = { page: pageScript, forwarding: forwardingScript } as const;

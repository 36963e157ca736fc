/** What the server put into the page, and the parts of the page that can be shown. */
export const pageData = <T>(name: string): T =>
  JSON.parse(document.getElementById(`muster-${name}`)?.textContent ?? 'null') as T;

/** Shows one part in place of the waiting line, and tells it to who cannot see it. */
export const show = (id: string): void => {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  const waiting = document.getElementById('waiting');
  if (waiting !== null) waiting.hidden = true;
  const heading = document.querySelector<HTMLElement>(`#${id} h1`);
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
};

/** A form that is sent at once; its fields never stand in a URL. */
export const sendForm = (action: string, fields: Readonly<Record<string, string>>, target = '_self'): void => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.target = target;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
};

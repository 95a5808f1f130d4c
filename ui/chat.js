// Runs once when the conversation is on the page. `element`, `trigger` and `watch` come from gr.HTML.
// Python side: events 'open_source' (key) and 'start_over'.
const wide = window.matchMedia('(min-width: 1024px)');
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const box = () => document.querySelector('#question textarea');
let seen = 0;
let shown = 0;

box()?.setAttribute('dir', 'auto');
// Gradio sets the language of the browser; the page is German whatever the browser is.
const german = () => { if (document.documentElement.lang !== 'de') document.documentElement.lang = 'de'; };
new MutationObserver(german).observe(document.documentElement, { attributeFilter: ['lang'] });
german();

const put = (question) => {
  const area = box();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, question);
  area.dispatchEvent(new Event('input', { bubbles: true }));
  // Gradio takes the text over in its next tick.
  setTimeout(() => document.querySelector('#ask').click(), 50);
};

const open = (name, opener) => {
  document.querySelectorAll('[data-source]').forEach((other) =>
    other.toggleAttribute('data-current', other.dataset.source === name));
  document.dispatchEvent(new CustomEvent('kiz:open', { detail: { opener } }));
  trigger('open_source', { key: name });
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.question) put(button.dataset.question);
  else if (button.dataset.source) open(button.dataset.source, button);
  else if (button.dataset.action === 'start_over') {
    seen = shown = 0;
    trigger('start_over', {});
    window.scrollTo({ top: 0 });
    box()?.focus({ preventScroll: true });
  }
});

document.querySelector('[data-action="skip"]')?.addEventListener('click', (event) => {
  event.preventDefault();
  box()?.focus();
});

watch('value', () => {
  const turn = element.querySelector('.turn:last-child');
  if (!turn) return;
  const number = Number(turn.dataset.turn);
  const done = turn.dataset.state === 'done';
  if (number > seen || (done && number > shown)) {
    seen = number;
    turn.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  }
  if (done && number > shown) {
    shown = number;
    // Beside the answer there is room: show its first source without being asked, and leave the focus.
    // The nearest pages of a refusal are no sources: they wait to be chosen.
    const first = turn.querySelector('.reference');
    if (wide.matches && first) open(first.dataset.source, null);
  }
});

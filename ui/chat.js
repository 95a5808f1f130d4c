// Runs once when the conversation is on the page. `element`, `trigger` and `watch` come from gr.HTML.
// Python side: events 'open_source' (key) and 'start_over'.
const wide = window.matchMedia('(min-width: 1024px)');
// No mouse: whoever types has a keyboard on the screen, which would cover the answer.
const touch = window.matchMedia('(hover: none) and (pointer: coarse)');
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const box = () => document.querySelector('#question textarea');
let seen = 0;
let shown = 0;

box()?.setAttribute('dir', 'auto');
// Gradio sets the language of the browser; the page has its own whatever the browser is.
const root = document.documentElement;
const spoken = root.dataset.page || 'de';
const speak = () => { if (root.lang !== spoken) root.lang = spoken; };
new MutationObserver(speak).observe(root, { attributeFilter: ['lang'] });
speak();

const put = (question, send = true) => {
  const area = box();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, question);
  area.dispatchEvent(new Event('input', { bubbles: true }));
  // Gradio takes the text over in its next tick.
  if (send) setTimeout(() => document.querySelector('#ask').click(), 50);
  else area.focus();
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

// Nothing to ask is nothing to send: the cursor waits in the box.
const empty = () => !box()?.value.trim();
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && event.target === box() && empty()) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
document.addEventListener('click', (event) => {
  if (!event.target.closest?.('#ask') || !empty()) return;
  event.stopImmediatePropagation();
  box()?.focus();
}, true);

document.querySelector('[data-action="skip"]')?.addEventListener('click', (event) => {
  event.preventDefault();
  box()?.focus();
});

// A page of an offer brings a question along; it stays in the browser, and waits to be sent.
const brought = new URLSearchParams(location.hash.slice(1)).get('frage')?.slice(0, 600);
if (brought) {
  history.replaceState(null, '', location.pathname);
  // The box comes after the conversation, and is emptied once more when it does.
  let left = 20;
  const bring = () => {
    if (box() && box().value !== brought) put(brought, false);
    if (left-- > 0) setTimeout(bring, box()?.value === brought ? 400 : 100);
    if (box()?.value === brought) left = Math.min(left, 1);
  };
  bring();
}

watch('value', () => {
  const turn = element.querySelector('.turn:last-child');
  if (!turn) return;
  const number = Number(turn.dataset.turn);
  const done = turn.dataset.state === 'done';
  if (number > seen || (done && number > shown)) {
    seen = number;
    if (touch.matches && document.activeElement === box()) box().blur();
    turn.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  }
  if (done && number > shown) {
    shown = number;
    // Beside the answer there is room: show its first source without being asked, and leave the focus.
    // The nearest pages of a refusal are no sources: they wait to be chosen.
    const first = turn.querySelector('.reference, .from');
    if (wide.matches && first) open(first.dataset.source, null);
    // The source of an answer before would seem to be this one's.
    else if (wide.matches && !first) document.dispatchEvent(new CustomEvent('kiz:stale'));
  }
});

// Runs once when the conversation is on the page. `element`, `trigger` and `watch` come from gr.HTML.
// Python side: events 'open_source' (key) and 'start_over'.
const wide = window.matchMedia('(min-width: 1024px)');
// No mouse: whoever types has a keyboard on the screen, which would cover the answer.
const touch = window.matchMedia('(hover: none) and (pointer: coarse)');
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const box = () => document.querySelector('#question textarea');
let seen = 0;
let shown = 0;
let asked = '';
let before = '';

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

// From the press to the first word: on a slow line the page says that it waits. What was asked is kept beside this entry of
// the tab's history, not in its address, until it is answered: whoever loads the page anew finds it in the box.
const composer = () => document.querySelector('#composer');
const status = () => document.querySelector('#hint [role="status"]');
const SOON = 1000;
const GIVEN_UP = 30000;
let waits = [];
const settle = () => {
  waits.forEach(clearTimeout);
  composer()?.classList.remove('sending');
  if (status()?.textContent) status().textContent = '';
};
const sent = () => {
  settle();
  history.replaceState({ ...history.state, kizAsked: box().value.trim() }, '');
  composer().classList.add('sending');
  waits = [
    setTimeout(() => { if (status()) status().textContent = status().dataset.searching; }, SOON),
    setTimeout(settle, GIVEN_UP),
  ];
  document.dispatchEvent(new CustomEvent('kiz:sent'));
};
const answered = () => {
  const { kizAsked, kizBefore, ...rest } = history.state || {};
  if (kizAsked || kizBefore) history.replaceState(rest, '');
};
document.addEventListener('kiz:ask', (event) => put(event.detail));

// A server that was started anew, or an hour, forgets a conversation, and counts its turns from one again; where it
// was out of reach, Gradio loads the page anew, too. What was read before stays above, to be read only: its buttons would
// open what the new turns have.
const LONGEST = 1e6;
const keepEarlier = () => {
  const earlier = document.createElement('div');
  earlier.className = 'log earlier';
  earlier.innerHTML = before;
  earlier.querySelectorAll('form, sup, .printed').forEach((part) => part.remove());
  earlier.querySelectorAll('.turn').forEach((turn) => { turn.className = 'past'; });
  earlier.querySelectorAll('button').forEach((button) => {
    const still = document.createElement('div');
    still.className = button.className;
    still.innerHTML = button.innerHTML;
    if (button.dataset.source) button.replaceWith(still);
    else button.remove();
  });
  element.before(earlier);
  before = '';
};
document.addEventListener('kiz:lost', () => {
  settle();
  if (before && before.length < LONGEST) history.replaceState({ ...history.state, kizBefore: before }, '');
});
// A server that remembers has sent the conversation along with the page.
if (history.state?.kizBefore && !element.querySelector('.turn')) {
  before = history.state.kizBefore;
  keepEarlier();
}

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
    before = '';
    document.querySelectorAll('.log.earlier').forEach((part) => part.remove());
    answered();
    trigger('start_over', {});
    window.scrollTo({ top: 0 });
    box()?.focus({ preventScroll: true });
  }
});

// Nothing to ask is nothing to send: the cursor waits in the box.
const empty = () => !box()?.value.trim();
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target !== box()) return;
  if (!empty()) return sent();
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener('click', (event) => {
  if (!event.target.closest?.('#ask')) return;
  if (!empty()) return sent();
  event.stopImmediatePropagation();
  box()?.focus();
}, true);

document.querySelector('[data-action="skip"]')?.addEventListener('click', (event) => {
  event.preventDefault();
  box()?.focus();
});

// A page of an offer brings a question along; it stays in the browser, and waits to be sent.
const linked = new URLSearchParams(location.hash.slice(1)).get('frage');
const brought = (linked || history.state?.kizAsked)?.slice(0, 600);
answered();
if (brought) {
  history.replaceState(null, '', location.pathname);
  // The box comes after the conversation, and is emptied once more when it does; on a slow machine that takes seconds.
  let left = 100;
  const bring = () => {
    if (left-- <= 0) return;
    if (box() && box().value !== brought) put(brought, false);
    if (box()?.value === brought) left = Math.min(left, 4);
    setTimeout(bring, box()?.value === brought ? 400 : 100);
  };
  // Whoever writes or asks has taken over.
  ['keydown', 'click'].forEach((name) => document.addEventListener(name, () => { left = 0; }, { once: true, capture: true }));
  bring();
}

// Gradio writes the log anew also when nothing came: what counts is what it says.
let said = '';
const grown = (turn) => {
  const often = element.querySelector('.notice.often')?.textContent;
  const now = [turn?.dataset.turn, turn?.dataset.state, turn?.textContent.length, often].join(' ');
  if (now === said) return;
  said = now;
  settle();
  document.dispatchEvent(new CustomEvent('kiz:grown'));
};

watch('value', () => {
  grown(element.querySelector('.turn:last-child'));
  const turn = element.querySelector('.turn:last-child');
  if (!turn) return;
  const number = Number(turn.dataset.turn);
  const done = turn.dataset.state === 'done';
  const question = turn.querySelector('.asked p')?.textContent;
  if (number < seen || (number === seen && question !== asked)) {
    if (before) keepEarlier();
    seen = shown = number - 1;
  }
  asked = question;
  if (number > seen || (done && number > shown)) {
    seen = number;
    if (touch.matches && document.activeElement === box()) box().blur();
    turn.scrollIntoView({ block: 'start', behavior: calm.matches ? 'auto' : 'smooth' });
  }
  if (done && number > shown) {
    shown = number;
    before = element.querySelector('.log').innerHTML;
    answered();
    // Beside the answer there is room: show its first source without being asked, and leave the focus.
    // The nearest pages of a refusal are no sources: they wait to be chosen.
    const first = turn.querySelector('.reference, .from');
    if (wide.matches && first) open(first.dataset.source, null);
    // The source of an answer before would seem to be this one's.
    else if (wide.matches && !first) document.dispatchEvent(new CustomEvent('kiz:stale'));
  }
});

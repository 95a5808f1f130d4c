// Runs once when the place for sources is on the page. Beside the chat on wide screens, over it on narrow ones.
const narrow = window.matchMedia('(max-width: 1023.98px)');
const steps = [1, 1.5, 2, 3];
let opener = null;
let byHand = false;
let stepped = null; // from one hit to another: which button, and what was shown when it was pressed
let zoom = 0;

const others = () => document.querySelectorAll('#top, #talk, #foot');

const shown = () => element.querySelector('[data-opened]')?.dataset.opened;

const cover = (on) => {
  document.body.classList.toggle('source-open', on);
  const over = on && narrow.matches;
  others().forEach((part) => { part.inert = over; });
  document.documentElement.classList.toggle('covered', over);
};

const hide = () => {
  if (!document.body.classList.contains('source-open')) return;
  cover(false);
  element.classList.remove('waiting');
  if (opener?.isConnected) opener.focus();
  opener = null;
};

// On a phone "back" closes the source, as people expect.
const close = () => (history.state?.kizSource ? history.back() : hide());

const magnify = (step) => {
  zoom = Math.min(steps.length - 1, Math.max(0, zoom + step));
  const pages = element.querySelector('.pages');
  if (!pages) return;
  pages.style.setProperty('--zoom', steps[zoom]);
  element.querySelector('[data-zoom="-1"]').disabled = zoom === 0;
  element.querySelector('[data-zoom="1"]').disabled = zoom === steps.length - 1;
  toMark();
};

const toMark = () => {
  const pages = element.querySelector('.pages');
  const mark = element.querySelector('.mark');
  if (!pages || !mark) return;
  const inner = mark.getBoundingClientRect();
  const outer = pages.getBoundingClientRect();
  pages.scrollTop += inner.top - outer.top - outer.height / 3;
  pages.scrollLeft += inner.left - outer.left - 24;
};

document.addEventListener('kiz:open', (event) => {
  byHand = Boolean(event.detail.opener);
  opener = event.detail.opener;
  element.classList.remove('stale');
  element.classList.add('waiting');
  if (!byHand) return;
  if (narrow.matches && !history.state?.kizSource) history.pushState({ kizSource: true }, '');
  cover(true);
});
document.addEventListener('kiz:step', (event) => {
  stepped = { button: event.detail, from: shown() };
  element.classList.add('waiting');
});
document.addEventListener('kiz:stale', () => element.classList.add('stale'));
window.addEventListener('popstate', hide);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('source-open')) close();
});
narrow.addEventListener('change', () => cover(document.body.classList.contains('source-open')));

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.action === 'close') close();
  if (button?.dataset.zoom) magnify(Number(button.dataset.zoom));
});

// On a phone a whole page is too small to read: it begins with the largest step at which the marked words are still
// seen from side to side.
const fitting = () => {
  const pages = element.querySelector('.pages');
  const marks = [...element.querySelectorAll('figure:first-of-type .mark')].map((mark) => mark.getBoundingClientRect());
  if (!narrow.matches || !pages || !marks.length) return 0;
  const across = Math.max(...marks.map((mark) => mark.right)) - Math.min(...marks.map((mark) => mark.left));
  const most = pages.clientWidth / (across + 16);
  return steps.reduce((best, step, at) => (step <= most ? at : best), 0);
};

watch('value', () => {
  element.classList.remove('waiting');
  if (!element.querySelector('.source')) return;
  // The DOM is patched, not replaced: without this the old page would show under the new marks.
  element.querySelectorAll('figure img').forEach((image) => {
    const figure = image.parentElement;
    figure.classList.toggle('loading', !image.complete);
    image.onload = image.onerror = () => figure.classList.remove('loading');
  });
  element.querySelector('.pages').style.setProperty('--zoom', 1);
  zoom = fitting();
  magnify(0);
  requestAnimationFrame(toMark);
  if (!stepped) {
    if (byHand) element.querySelector('h2')?.focus({ preventScroll: true });
  } else if (stepped.from !== shown()) {
    const buttons = [...element.querySelectorAll('[data-hit]')];
    const pressed = buttons[stepped.button];
    (pressed?.disabled ? buttons[1 - stepped.button] : pressed)?.focus({ preventScroll: true });
    stepped = null;
  }
});

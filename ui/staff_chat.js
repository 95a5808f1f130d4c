// Runs once when the filters are on the page. Sends them along with the question; copies, prints and steps through hits.
const form = () => element.querySelector('form[data-filters]');
const chosen = () => element.querySelector('[data-chosen]');
const type = (selector, value) => {
  const area = document.querySelector(selector);
  if (!area) return;
  const kind = area.tagName === 'INPUT' ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(area, value);
  area.dispatchEvent(new Event('input', { bubbles: true }));
};

const read = () => {
  const fields = form().elements;
  const one = (name) => (fields[name].value ? [fields[name].value] : []);
  const year = (name) => (/^\d{4}$/.test(fields[name].value) ? Number(fields[name].value) : null);
  return {
    kinds: [...form().querySelectorAll('[name=kinds]:checked')].map((box) => box.value),
    first: year('first'),
    last: year('last'),
    organizations: one('organization'),
    visibilities: one('visibility'),
    documents: one('document'),
    past: fields.past.checked,
  };
};

const told = () => {
  const fields = form().elements;
  const label = (name) => (fields[name].value ? fields[name].selectedOptions[0].textContent : '');
  const kinds = [...form().querySelectorAll('[name=kinds]:checked')].map((box) => box.parentElement.textContent.trim());
  const years = [fields.first.value, fields.last.value];
  const words = form().dataset;
  const one = (years[0] ? words.since : words.until).replace('{year}', years[0] || years[1]);
  const span = years[0] && years[1] ? years.join('–') : years[0] || years[1] ? one : '';
  const past = fields.past.checked ? fields.past.parentElement.textContent.trim() : '';
  return [kinds.join(', '), span, label('organization'), label('visibility'), label('document'), past]
    .filter(Boolean).join(' · ');
};

const sync = () => {
  if (!form()) return;
  const said = told();
  chosen().textContent = said || form().dataset.none;
  element.classList.toggle('narrowed', Boolean(said));
  type('#extent textarea, #extent input', said ? JSON.stringify(read()) : '');
};

// Opened, the form leaves its place above the box and lies at the end of the page: whoever opened it is brought there.
element.addEventListener('toggle', (event) => {
  if (event.target.open && event.target.matches('.filters')) event.target.scrollIntoView({ block: 'nearest' });
}, true);
element.addEventListener('change', sync);
element.addEventListener('input', sync);
element.addEventListener('reset', () => setTimeout(sync));
element.addEventListener('submit', (event) => event.preventDefault());

const ask = (question) => {
  type('#question textarea', question);
  // Gradio takes the text over in its next tick.
  setTimeout(() => document.querySelector('#ask').click(), 50);
};

// As text, and formatted for word processors: whoever pastes gets what the program there takes.
const copy = async (button) => {
  const status = button.parentElement.querySelector('.copied');
  const here = (value) => value?.replaceAll('kiz://files/', `${location.origin}/intern/files/`);
  const kinds = { 'text/plain': here(button.dataset.copy), 'text/html': here(button.dataset.html) };
  const given = Object.entries(kinds).filter(([, value]) => value);
  try {
    const blobs = given.map(([kind, value]) => [kind, new Blob([value], { type: kind })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    status.textContent = status.dataset.yes;
  } catch {
    // Without https the browser has no clipboard for pages: the old way.
    const area = document.createElement('textarea');
    area.value = kinds['text/plain'];
    document.body.append(area);
    area.select();
    document.addEventListener('copy', (event) => {
      given.forEach(([kind, value]) => event.clipboardData.setData(kind, value));
      event.preventDefault();
    }, { once: true });
    const done = document.execCommand('copy');
    area.remove();
    button.focus();
    status.textContent = done ? status.dataset.yes : status.dataset.no;
  }
};

const print = (turn) => {
  const sheet = turn.querySelector('.printed');
  sheet.textContent = sheet.textContent.replaceAll('kiz://files/', `${location.origin}/intern/files/`);
  document.body.classList.add('print-one');
  turn.classList.add('print-this');
  window.print();
  document.body.classList.remove('print-one');
  turn.classList.remove('print-this');
};

// Which of the two buttons keeps the focus is told to source.js, which sets it once the page behind it has changed.
const current = (button) => [...button.parentElement.children].map((one) => Number(one.dataset.hit))[0] + 1;
const step = (forward) => document.dispatchEvent(new CustomEvent('kiz:step', { detail: forward }));

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.copy) copy(button);
  else if ('print' in button.dataset) print(button.closest('.turn'));
  else if (button.dataset.unfiltered) {
    form().reset();
    setTimeout(() => { sync(); ask(button.dataset.unfiltered); });
  } else if (button.dataset.hitKey) {
    step(Number(button.dataset.hit) > Number(current(button)) ? 1 : 0);
    trigger('open_hit', { key: button.dataset.hitKey, hit: Number(button.dataset.hit) });
  }
});

// Once asked, what was chosen stands in one line; the form would push the answer out of sight.
let asked = 0;
new MutationObserver(() => {
  const last = Number(document.querySelector('#chat .turn:last-child')?.dataset.turn || 0);
  if (last > asked) element.querySelector('details').open = false;
  asked = last;
}).observe(document.querySelector('#chat'), { childList: true, subtree: true });

// A link from another page of the staff may bring a question or a paper; after "#", so that no log has it.
const arrive = () => {
  const brought = new URLSearchParams(location.hash.slice(1));
  if (!form() || !document.querySelector('#question textarea')) return false;
  if (brought.get('unterlage')) {
    form().elements.document.value = brought.get('unterlage');
    element.querySelector('details').open = true;
    sync();
  }
  const asked = brought.get('frage') || sessionStorage.getItem('kiz-frage');
  if (asked) type('#question textarea', asked);
  sessionStorage.removeItem('kiz-frage');
  if (brought.size) {
    history.replaceState(history.state, '', location.pathname);
    document.querySelector('#question textarea').focus();
  }
  return true;
};
if (!arrive()) { const waiting = setInterval(() => { if (arrive()) clearInterval(waiting); }, 100); }

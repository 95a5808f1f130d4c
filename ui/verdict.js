// Runs with the conversation: what readers say of an answer. Gradio patches the log with every answer, so what was chosen
// is kept here by the number of the turn and put back.
const said = new Map();
const state = (form) => {
  const number = form.dataset.turn;
  if (!said.has(number)) said.set(number, { verdict: '', open: false, sent: false, told: '' });
  return said.get(number);
};

const draw = (form) => {
  const now = state(form);
  form.querySelectorAll('[data-verdict]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.verdict === now.verdict));
    button.disabled = now.sent;
  });
  form.querySelector('.remark').hidden = !now.open;
  const place = form.querySelector('.told');
  if (place.textContent !== now.told) place.textContent = now.told;
  form.classList.toggle('sent', now.sent);
};

const send = async (form) => {
  const now = state(form);
  now.told = '';
  const body = {
    verdict: now.verdict,
    remark: form.querySelector('textarea').value.trim(),
    language: form.lang.slice(0, 2),
    sources: JSON.parse(form.dataset.sources),
  };
  if (form.dataset.questionKept) body.question = form.dataset.questionKept;
  let kept = false;
  try {
    const answer = await fetch(form.dataset.send, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    kept = answer.ok;
  } catch { /* no connection: told below, and can be sent again */ }
  const held = form.contains(document.activeElement);
  now.sent = kept;
  now.open = !kept;
  now.told = kept ? form.dataset.thanks : form.dataset.failed;
  draw(form);
  const place = form.querySelector('.told');
  // What had the focus is gone or cannot be pressed any more.
  if (kept && held) { place.tabIndex = -1; place.focus({ preventScroll: true }); }
};

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-verdict]');
  if (!button || button.disabled) return;
  const form = button.closest('form');
  const now = state(form);
  now.verdict = button.dataset.verdict;
  now.told = '';
  // Whoever is content has said all; the others may say why.
  now.open = now.verdict !== 'helpful';
  draw(form);
  if (!now.open) send(form);
  else form.querySelector('.remark').scrollIntoView({ block: 'nearest' });
});
element.addEventListener('submit', (event) => {
  const form = event.target.closest('form.verdict');
  if (!form) return;
  event.preventDefault();
  send(form);
});
watch('value', () => {
  if (!element.querySelector('.turn')) said.clear();
  element.querySelectorAll('form.verdict').forEach(draw);
});

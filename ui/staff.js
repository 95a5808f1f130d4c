// The staff's plain pages work without it; with it, a run is shown as it goes, an upload how far it is, and nobody loses
// what was typed because a session ended meanwhile.
const plainly = window.fetch.bind(window);
let login = null;

const logIn = () => {
  const dialog = document.querySelector('#session');
  if (!dialog?.showModal) return Promise.resolve(false);
  login ??= new Promise((done) => {
    const place = dialog.querySelector('div');
    const end = (well) => { login = null; done(well); place.replaceChildren(); dialog.close(); };
    const look = async (request) => {
      const answer = await plainly('/intern/login', { redirect: 'manual', cache: 'no-store', ...request });
      if (answer.type === 'opaqueredirect') { end(true); return; } // in, here or in another window
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const form = page.querySelector('form.login');
      place.replaceChildren(...[page.querySelector('main .problem'), form].filter(Boolean));
      if (!form) return;
      form.elements.name.value = dialog.dataset.name;
      form.elements.password.focus();
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        look({ method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => end(false));
      });
    };
    // Whoever prefers the page comes back here, with what was asked; it stays in this window.
    const link = dialog.querySelector('a');
    link.href = `/intern/login?weiter=${encodeURIComponent(location.pathname + location.search)}`;
    link.onclick = () => sessionStorage.setItem('kiz-frage', document.querySelector('#question textarea')?.value ?? '');
    dialog.addEventListener('cancel', () => end(false), { once: true });
    dialog.showModal();
    look({}).catch(() => end(false));
  });
  return login;
};

// Whatever the page asks for: where nobody is known any more, one logs in, and it is asked once more.
window.fetch = async (...request) => {
  const answer = await plainly(...request);
  const path = new URL(request[0].url ?? request[0], location.href).pathname;
  if (answer.status !== 401 || !path.startsWith('/intern/')) return answer;
  return (await logIn()) ? plainly(...request) : answer;
};

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.getAttribute('method') !== 'post' || form.closest('dialog, .staffbar') || 'known' in form.dataset) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  let well = true;
  try {
    well = (await fetch('/intern/veroeffentlichen/stand', { cache: 'no-store' })).status !== 401;
  } catch {
    // No answer at all: the browser says so when the form is sent.
  }
  if (!well) return;
  form.dataset.known = '';
  form.requestSubmit(event.submitter);
  delete form.dataset.known;
}, true);

// Every form leads to a page of its own: whoever uses keys or a screen reader goes on where something was done, or at the
// word on it, and not at the top of all links.
const arrive = () => {
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const place = named || document.querySelector('body.desk main > :is(.problem[role=alert], .done[role=status])');
  if (!place || place.contains(document.activeElement)) return;
  if (!place.matches('a, button, input, [tabindex]')) place.tabIndex = -1;
  place.focus();
};
if (document.body.matches('.desk')) {
  arrive();
  window.addEventListener('hashchange', arrive);
  // A page that is loaded again is scrolled by the browser to where it was, after everything else.
  window.addEventListener('load', () => requestAnimationFrame(() => {
    if (location.hash.length > 1 && document.activeElement.id === location.hash.slice(1)) document.activeElement.scrollIntoView();
  }));
}

// On a phone a page of a paper is wider than the screen: it begins with the marked words.
const [mark, wrap] = ['svg.paper rect', '.sheetwrap'].map((each) => document.querySelector(each));
if (mark && wrap) wrap.scrollLeft += mark.getBoundingClientRect().left - wrap.getBoundingClientRect().left - 24;

const job = () => document.querySelector('#job');

const follow = async () => {
  try {
    const answer = await fetch('/intern/veroeffentlichen/stand', { headers: { accept: 'application/json' } });
    if (answer.status === 401) return; // one rather looks on later
    const { state, kind, html } = await answer.json();
    if (state !== 'running') {
      // What was found out stands further down; `arrive` puts the focus there.
      location.hash = kind === 'preview' && state === 'done' ? 'pruefung' : 'job';
      location.reload();
      return;
    }
    const made = new DOMParser().parseFromString(html, 'text/html').querySelector('#job');
    // Put in piece by piece: a bar that is replaced would be read out anew every second.
    const [now, next] = [job().querySelector('.run'), made.querySelector('.run')];
    if (now && next && now.children.length === next.children.length) {
      [...now.children].forEach((part, at) => {
        const other = next.children[at];
        if (part.tagName === 'PROGRESS') {
          if (other.hasAttribute('max')) { part.max = other.max; part.value = other.value; }
        } else if (part.textContent !== other.textContent) part.textContent = other.textContent;
      });
    } else job().replaceChildren(...made.childNodes);
  } catch {
    // The server may just be starting anew: the next look tells.
  }
  setTimeout(follow, 1000);
};
if (job()?.dataset.state === 'running') setTimeout(follow, 1000);

const upload = document.querySelector('form.upload');
upload?.addEventListener('submit', (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  const [place, button] = [upload.querySelector('.sending'), upload.querySelector('[type=submit]')];
  const [bar, said] = [place.querySelector('progress'), place.querySelector('[role=status]')];
  place.hidden = false;
  button.disabled = true;
  said.textContent = upload.dataset.uploading;
  request.upload.onprogress = (step) => { if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total; };
  request.onload = () => {
    if (request.responseURL && request.status < 400) { location.href = request.responseURL; return; }
    // A refusal is a page of its own, with the words for it.
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.querySelector('main');
    if (main) {
      document.querySelector('main').replaceWith(main);
      document.title = page.title;
      main.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
      arrive();
      document.dispatchEvent(new CustomEvent('kiz:again'));
    } else {
      said.textContent = upload.dataset.failed;
      button.disabled = false;
    }
  };
  request.onerror = () => { said.textContent = upload.dataset.failed; button.disabled = false; };
  request.open('POST', upload.action);
  request.send(new FormData(upload));
});
// After a refusal the page has a new form, which this script does not know: load it again to try anew.
document.addEventListener('kiz:again', () => {
  document.querySelector('form.upload')?.removeAttribute('data-uploading');
});

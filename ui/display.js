// Size of text and colours, as the reader chose them on this device, and nothing else: kept in the browser, sent to nobody.
// Runs before the page is painted; without it the device decides.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const sizes = [90, 100, 115, 130, 150];
  const kept = (name) => { try { return localStorage.getItem(`kiz-${name}`); } catch { return null; } };
  const keep = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(`kiz-${name}`);
      else localStorage.setItem(`kiz-${name}`, value);
    } catch { /* a browser that keeps nothing still shows it until the page is left */ }
  };
  const chosen = { size: Number(kept('size')) || 100, colours: kept('colours') };
  if (!sizes.includes(chosen.size)) chosen.size = 100;

  const show = () => {
    const night = chosen.colours === 'dark' || (chosen.colours !== 'light' && dark.matches);
    root.dataset.theme = night ? 'dark' : 'light';
    root.dataset.size = chosen.size;
    document.body?.classList.toggle('dark', night);
    document.querySelectorAll('[data-colours]').forEach((button) =>
      button.setAttribute('aria-pressed', String(button.dataset.colours === (chosen.colours || 'system'))));
    document.querySelectorAll('.percent').forEach((place) => {
      const told = `${chosen.size} %`;
      if (place.textContent !== told) place.textContent = told;
    });
    document.querySelectorAll('[data-size]').forEach((button) => {
      const at = sizes.indexOf(chosen.size) + Number(button.dataset.size);
      if (button !== root) button.disabled = Number(button.dataset.size) !== 0 && !sizes[at];
    });
  };

  // Who chose this language, or stays with it, is not pointed to another one again.
  const language = root.lang.slice(0, 2);
  if (kept('language') === language) root.dataset.chosen = language;

  show();
  dark.addEventListener('change', show);
  document.addEventListener('DOMContentLoaded', () => {
    show();
    // Gradio sets the class by the device alone.
    new MutationObserver(() => {
      if (document.body.classList.contains('dark') !== (root.dataset.theme === 'dark')) show();
    }).observe(document.body, { attributeFilter: ['class'] });
  });
  document.addEventListener('click', (event) => {
    const step = event.target.closest?.('button[data-size]');
    const colours = event.target.closest?.('button[data-colours]');
    const link = event.target.closest?.('a[data-language]');
    if (step) {
      const by = Number(step.dataset.size);
      chosen.size = by ? sizes[sizes.indexOf(chosen.size) + by] || chosen.size : 100;
      keep('size', chosen.size === 100 ? null : String(chosen.size));
      show();
    }
    if (colours) {
      chosen.colours = colours.dataset.colours === 'system' ? null : colours.dataset.colours;
      keep('colours', chosen.colours);
      show();
    }
    if (link) keep('language', link.dataset.language);
    // One panel at a time, and none once one looks elsewhere.
    document.querySelectorAll('details.choose[open]').forEach((panel) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const panel = document.querySelector('details.choose[open]');
    if (!panel) return;
    panel.open = false;
    panel.querySelector('summary').focus();
    event.stopPropagation();
  }, true);
})();

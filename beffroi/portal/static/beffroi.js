/* Beffroi: what a script makes quicker. Every page is complete without it. */
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const one = (selector, within = document) => within.querySelector(selector);
  const KEYS_OFF = "beffroi-keys-off";
  const kept = {
    get off() { try { return localStorage.getItem(KEYS_OFF) === "1"; } catch { return false; } },
    set off(is) { try { is ? localStorage.setItem(KEYS_OFF, "1") : localStorage.removeItem(KEYS_OFF); } catch { /* private */ } },
  };

  /* Escape closes the disclosure that has the focus. */
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.("details[open]:not(.facets)");
    if (!open) return;
    open.open = false;
    one("summary", open).focus();
  });

  /* Keys. */
  let waits = 0;
  const writes = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  const step = (by) => {
    const rows = [...document.querySelectorAll(".result h3 a")];
    const at = rows.indexOf(document.activeElement);
    const next = rows[Math.max(0, at + by)];
    next?.focus();
    return Boolean(next);
  };
  const pressed = (key) => {
    if (Date.now() - waits < 1500) {
      waits = 0;
      const door = one(`.nav [data-key="${CSS.escape(key)}"]`);
      if (door) door.click();
      return Boolean(door);
    }
    if (key === "/") { const box = one("#q"); box?.focus(); box?.select(); return Boolean(box); }
    if (key === "g") { waits = Date.now(); return true; }
    if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
    if (key === "?" && own.keys) { location.assign(own.keys); return true; }
    return false;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || kept.off) return;
    if (!writes(event.target) && pressed(event.key)) event.preventDefault();
  });
  const toggle = one("#keys-off");
  if (toggle) {
    toggle.closest("[hidden]").hidden = false;
    toggle.checked = kept.off;
    toggle.addEventListener("change", () => { kept.off = toggle.checked; });
  }

  /* Suggestions below the search box. */
  const suggest = (box, address) => {
    const list = document.createElement("ul");
    Object.assign(list, { id: "suggestions", className: "suggest", role: "listbox", hidden: true });
    list.setAttribute("aria-label", own.suggestions);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) box.setAttribute(name, value);
    box.form.append(list);
    let at = -1, timer = 0, asked = 0, typed = "";
    const show = (words) => {
      list.replaceChildren(...words.map((word, number) => {
        const item = document.createElement("li");
        Object.assign(item, { id: `suggestion-${number}`, role: "option", textContent: word });
        return item;
      }));
      at = -1;
      list.hidden = !words.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      box.removeAttribute("aria-activedescendant");
    };
    const ask = async () => {
      const mine = ++asked;
      typed = box.value;
      if (typed.trim().length < 2) return show([]);
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`);
        const words = answer.ok ? await answer.json() : [];
        if (mine === asked && document.activeElement === box) show(words.filter((word) => word !== typed));
      } catch { show([]); }
      return undefined;
    };
    const mark = (by) => {
      const items = [...list.children];
      const places = items.length + 1; // the last one is what was typed
      at = (at + 1 + by + places) % places - 1;
      items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      box.value = at < 0 ? typed : items[at].textContent;
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else box.setAttribute("aria-activedescendant", items[at].id);
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
    box.addEventListener("blur", () => { asked += 1; clearTimeout(timer); show([]); });
    box.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") mark(1);
      else if (event.key === "ArrowUp") mark(-1);
      else if (event.key === "Escape") { box.value = typed; show([]); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (!item) return;
      event.preventDefault();
      box.value = item.textContent;
      box.form.requestSubmit();
    });
  };
  if (own.suggest) document.querySelectorAll("input#q").forEach((box) => suggest(box, own.suggest));

  /* Lists: htmx comes when somebody reaches for one, never before the page is there. */
  const LIST = "[data-hx-target]";
  if (!own.htmx || !one(LIST)) return;
  const fetchHtmx = () => {
    for (const name of ["pointerover", "touchstart", "focusin"]) removeEventListener(name, wanted, true);
    const config = document.createElement("meta");
    config.name = "htmx-config";
    config.content = JSON.stringify({
      includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, selfRequestsOnly: true,
      historyCacheSize: 0, refreshOnHistoryMiss: true, scrollIntoViewOnBoost: false, timeout: 20000,
    });
    const script = document.createElement("script");
    script.src = own.htmx;
    document.head.append(config, script);
  };
  const wanted = (event) => { if (event.target.closest?.(LIST)) fetchHtmx(); };
  const listen = () => { for (const name of ["pointerover", "touchstart", "focusin"]) addEventListener(name, wanted, { capture: true, passive: true }); };
  const begin = one("[data-hx-trigger]") ? fetchHtmx : listen; // what polls does not wait for a hand
  if (document.readyState === "complete") begin(); else addEventListener("load", begin);

  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  let slow = 0;
  const dim = (is) => {
    clearTimeout(slow);
    if (is) slow = setTimeout(() => { one(LIST)?.classList.add("waits"); status.textContent = own.loading; }, 300);
    else { one(LIST)?.classList.remove("waits"); status.textContent = ""; }
  };
  addEventListener("htmx:beforeRequest", () => dim(true));
  addEventListener("htmx:afterRequest", () => dim(false));
  addEventListener("htmx:afterSettle", () => {
    const heading = one("#rh");
    heading?.focus({ preventScroll: true });
    if (heading && heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
  });
  for (const fault of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    addEventListener(fault, (event) => location.assign(event.detail.pathInfo?.finalRequestPath || location.href));
  }
})();

// Hands a payer over to the bank: takes what the payment page has left, loads the script of the bank, and calls
// it once. Coming back by the browser's Back finds nothing left, and leads on to the payment page.
(() => {
  const PAYMENT = "tirkeu-card";
  const PLACE = "tirkeu-card-back";
  // Longest that the script of the bank may take.
  const PATIENCE = 15_000;
  const LANGUAGES = ["kk", "ru", "en"];
  const root = document.documentElement;

  /** Reads and, when wanted, removes; a browser without storage has nothing. */
  function stored(key, remove = false) {
    try {
      const value = JSON.parse(window.sessionStorage.getItem(key) ?? "null");
      if (remove) {
        window.sessionStorage.removeItem(key);
      }
      return value;
    } catch {
      return null;
    }
  }

  function keep(key, value) {
    try {
      window.sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Then the link leads to the list of applications.
    }
  }

  function setting(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /** Only a path of this very site. */
  function isOwnPath(path) {
    return typeof path === "string" && /^\/(?![/\\])/.test(path) && new URL(path, location.href).origin === location.origin;
  }

  function dress(place) {
    const wanted = [place?.language, setting("language"), (navigator.language ?? "").slice(0, 2)];
    const language = wanted.find((one) => LANGUAGES.includes(one)) ?? "kk";
    root.lang = language;
    root.dataset.language = language;
    const theme = setting("theme");
    if (theme === "light" || theme === "dark") {
      root.dataset.theme = theme;
    }
    if (isOwnPath(place?.back)) {
      document.querySelector("a.back").href = place.back;
    }
  }

  /** Shows one state, and nothing of the others. */
  function show(state) {
    for (const part of document.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
    }
    const heading = document.querySelector(`[data-state="${state}"] h1`);
    document.title = heading.querySelector(`[lang="${root.lang}"]`).textContent;
    if (state !== "opening") {
      heading.focus();
    }
  }

  /**
   * Calls back once the page has loaded. Whoever leaves a page that still loads has it replaced in the browser's
   * history, and it would depend on the speed of the network what Back shows: this page, or the one before it.
   */
  function whenLoaded(call) {
    if (document.readyState === "complete") {
      call();
    } else {
      // The page counts as loaded only after the listeners of the event have ended.
      window.addEventListener("load", () => setTimeout(call), { once: true });
    }
  }

  /** Calls the bank at most once, however the script comes. */
  function handOver({ script, payment }) {
    let decided = false;
    const fail = (cause) => {
      if (!decided) {
        decided = true;
        console.warn("the bank's page did not open:", cause);
        show("failed");
      }
    };
    const patience = setTimeout(() => fail("no answer"), PATIENCE);
    const tag = document.createElement("script");
    tag.addEventListener("error", () => fail("no script"));
    tag.addEventListener("load", () => {
      clearTimeout(patience);
      if (decided) {
        return;
      }
      whenLoaded(() => {
        try {
          window.halyk.pay(payment);
          decided = true;
        } catch (cause) {
          fail(cause instanceof Error ? cause.name : "no function");
        }
      });
    });
    tag.src = script;
    document.head.append(tag);
  }

  const left = stored(PAYMENT, true);
  if (left) {
    keep(PLACE, { back: left.back, language: left.language });
  }
  dress(left ?? stored(PLACE));
  if (!left) {
    show("left");
  } else if (typeof left.script !== "string" || typeof left.payment !== "object" || !left.payment) {
    show("failed");
  } else {
    show("opening");
    handOver(left);
  }

  // A browser may bring this page back as it was left, with its sign of waiting.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      show("left");
    }
  });
})();

// Runs before the first paint, in any browser, so old syntax on purpose. Sets the theme and the language that were
// chosen earlier, and shows the plain message where modules or WebAssembly are unknown. Starts nothing: see boot.js.
(function () {
  "use strict";
  var root = document.documentElement;
  var languages = ["kk", "ru", "en"];

  function stored(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (refused) {
      return null;
    }
  }

  /** The programme of the page: that of its entry page, otherwise the one this browser was at last. */
  function programme() {
    var entries = { "/": "ncie", "/nqt": "nqt", "/ent": "ent" };
    var identity = /^\/id(\/|$)/.test(location.pathname);
    var known = identity ? "digital-id" : entries[location.pathname] || stored("programme");
    return ["nqt", "ent", "digital-id"].indexOf(known) >= 0 ? known : "ncie";
  }

  function language() {
    // Kazakh is the first language of the testing of teachers, wherever one of its pages is opened.
    var first = programme() === "nqt" ? ["kk"] : [];
    var wanted = [stored("language")].concat(first, navigator.languages || [navigator.language]);
    for (var i = 0; i < wanted.length; i += 1) {
      var short = String(wanted[i] || "").slice(0, 2).toLowerCase();
      if (languages.indexOf(short) >= 0) {
        return short;
      }
    }
    return "kk";
  }

  var theme = stored("theme");
  if (theme === "light" || theme === "dark") {
    root.setAttribute("data-theme", theme);
  }
  root.setAttribute("lang", language());
  root.setAttribute("data-programme", programme());
  root.setAttribute("data-start", location.pathname === "/" ? "home" : "inner");
  if (!("noModule" in document.createElement("script")) || typeof WebAssembly !== "object") {
    root.setAttribute("data-start", "failed");
  }

  // The language buttons of the static page; the program's own page has others.
  document.addEventListener("click", function (event) {
    var button = event.target;
    if (button.className !== "language static-language") {
      return;
    }
    root.setAttribute("lang", button.lang);
    try {
      window.localStorage.setItem("language", button.lang);
    } catch (refused) {
      // Without storage the choice holds for this page only.
    }
  });
})();

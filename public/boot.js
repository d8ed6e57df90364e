// Starts the page's program. Before that, warns inside the browsers of other apps, where cameras and files often do
// not work; when it cannot start, shows the plain message with contacts. Which part of the static page is seen is
// told by <html data-start>: home, inner, foreign, failed, started.
const root = document.documentElement;
const page = document.getElementById("static");
const program = document.querySelector("script[data-js][data-wasm]");

/** Browsers that live inside another app, by what they call themselves. */
const FOREIGN =
  /FBAN|FBAV|FB_IAB|Instagram|Telegram|WhatsApp|VKAndroidApp|vkclient|TikTok|musical_ly|Bytedance|Snapchat|Line\/|MicroMessenger|Twitter|OKApp|; wv\)/i;

function insideAnotherApp() {
  const agent = navigator.userAgent;
  const bareFrameOnApple = /iPhone|iPad|iPod/.test(agent) && !/Safari\//.test(agent);
  return FOREIGN.test(agent) || bareFrameOnApple || "TelegramWebviewProxy" in window;
}

function fail(cause) {
  console.error(cause);
  if (page && !page.isConnected) {
    document.body.replaceChildren(page);
  }
  root.dataset.start = "failed";
}

/** The start page has a small program of its own; all other addresses need the one with every page. */
const first = { js: program?.dataset.js, wasm: program?.dataset.wasm };
const every = { js: program?.dataset.pageJs ?? "/page.js", wasm: program?.dataset.pageWasm ?? "/page_bg.wasm" };

async function start() {
  const { js, wasm } = location.pathname === "/" ? first : every;
  const module = await import(js);
  await module.default({ module_or_path: wasm });
  root.dataset.start = "started";
  if (js === first.js && !navigator.connection?.saveData) {
    (window.requestIdleCallback ?? setTimeout)(fetchEvery);
  }
}

/** While the person reads: the next page then starts from the cache. */
function fetchEvery() {
  for (const [href, as] of [[every.js, "script"], [every.wasm, "fetch"]]) {
    const link = Object.assign(document.createElement("link"), { rel: "prefetch", href, as });
    link.crossOrigin = as === "fetch" ? "anonymous" : null;
    document.head.append(link);
  }
}

function offerRealBrowser() {
  const before = root.dataset.start;
  root.dataset.start = "foreign";

  const open = document.querySelector("[data-open-browser]");
  if (/Android/.test(navigator.userAgent)) {
    open.href = `intent://${location.host}${location.pathname}#Intent;scheme=https;package=com.android.chrome;end`;
  } else {
    open.hidden = true;
  }
  document.querySelector("[data-copy-link]").addEventListener("click", copyLink);
  document.querySelector("[data-continue]").addEventListener(
    "click",
    () => {
      root.dataset.start = before;
      start().catch(fail);
    },
    { once: true },
  );
}

async function copyLink() {
  const shown = document.querySelector("[data-link]");
  shown.value = location.href;
  shown.hidden = false;
  shown.select();
  try {
    await navigator.clipboard.writeText(location.href);
    document.querySelector("[data-copied]").hidden = false;
  } catch {
    // The address stays selected on the page: it can be copied by hand.
  }
}

if (root.dataset.start !== "failed") {
  if (!program) {
    fail(new Error("no program to start"));
  } else if (insideAnotherApp()) {
    offerRealBrowser();
  } else {
    start().catch(fail);
  }
}

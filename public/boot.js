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

/** Four programs: the start page alone, whoever comes in, whoever is in (cabinet and account), the Digital ID with
    the phone and the guardian who help with it. */
const data = program?.dataset ?? {};
const first = { js: data.js, wasm: data.wasm };
const entry = { js: data.pageJs ?? "/page.js", wasm: data.pageWasm ?? "/entrybg.wasm" };
const inside = { js: data.insideJs ?? "/inside.js", wasm: data.insideWasm ?? "/inside_bg.wasm" };
const identity = { js: data.identityJs ?? "/identity.js", wasm: data.identityWasm ?? "/identity_bg.wasm" };

/** What most people open after a program; after the others they stay. */
const next = new Map([[first, entry], [entry, inside]]);

function programOf(path) {
  if (path === "/") {
    return first;
  }
  if (/^\/(id|phone|guardian)(\/|$)/.test(path)) {
    return identity;
  }
  return /^\/(cabinet|account)(\/|$)/.test(path) ? inside : entry;
}

async function start() {
  const wanted = programOf(location.pathname);
  const module = await import(wanted.js);
  await module.default({ module_or_path: wanted.wasm });
  root.dataset.start = "started";
  const ahead = next.get(wanted);
  if (ahead && !navigator.connection?.saveData) {
    (window.requestIdleCallback ?? setTimeout)(() => fetchAhead(ahead));
  }
}

/** While the person reads: the next program then starts from the cache. */
function fetchAhead({ js, wasm }) {
  for (const [href, as] of [[js, "script"], [wasm, "fetch"]]) {
    const link = Object.assign(document.createElement("link"), { rel: "prefetch", href, as });
    link.crossOrigin = as === "fetch" ? "anonymous" : null;
    document.head.append(link);
  }
}

function offerRealBrowser() {
  const before = root.dataset.start;
  root.dataset.start = "foreign";

  const open = document.querySelector("[data-open-browser]");
  // What stands behind the # of an address gets lost on this way: then the link is copied.
  if (/Android/.test(navigator.userAgent) && !location.hash) {
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

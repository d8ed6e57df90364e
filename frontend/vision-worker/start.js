// Starts the worker: appended to the script that wasm-bindgen writes (see README.md).
// The first message names the wasm file; what comes while that is fetched waits here.
{
  const waiting = [];
  self.onmessage = (event) => {
    if (waiting.push(event) > 1) return;
    const { wasm_url } = JSON.parse(event.data.message);
    wasm_bindgen({ module_or_path: wasm_url }).then(
      () => waiting.forEach((early) => self.onmessage(early)),
      (error) => {
        self.onmessage = null;
        self.postMessage(
          JSON.stringify({ kind: "failed", part: "program", cause: String(error) }),
        );
      },
    );
  };
}

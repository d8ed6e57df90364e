// Every still and every clip of the fixtures through the worker that the page uses, in a browser: green
// on a good face, never on none, two, too small, off-centre, dark, blurred. The lists are those of the
// native tests.

import { type JSHandle, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FIXTURES } from "../support/program.ts";
import { expect, test } from "../support/test.ts";

interface Still {
  file: string;
  hints: string[];
}

interface Part {
  clip: string;
  from_ms: number;
  until_ms: number;
  hints: string[];
}

interface Judge {
  /** The hint for one JPEG file, given in base64. */
  hint(picture: string): Promise<string>;
}

const FRAMES_A_SECOND = 30;

function listed<T>(file: string): T[] {
  return JSON.parse(readFileSync(join(FIXTURES, file), "utf8")) as T[];
}

function picture(file: string): string {
  return readFileSync(join(FIXTURES, file)).toString("base64");
}

/** The JPEG files of a Motion JPEG clip, which are simply in a row. */
function framesOf(clip: string): string[] {
  const bytes = readFileSync(join(FIXTURES, "clips", clip));
  const start = Buffer.from([0xff, 0xd8, 0xff]);
  const frames: string[] = [];
  for (let at = 0; at >= 0; ) {
    const next = bytes.indexOf(start, at + start.length);
    frames.push(bytes.subarray(at, next < 0 ? undefined : next).toString("base64"));
    at = next;
  }
  return frames;
}

/** Starts the page's own worker, spoken to as the page speaks to it. */
async function startJudge(page: Page): Promise<JSHandle<Judge>> {
  await page.goto("/");
  return page.evaluateHandle(async () => {
    interface Answer {
      kind: string;
      part?: string;
      verdict?: { face: { hint: string } };
    }
    const names = (await (await fetch("/vision/manifest.json")).json()) as Record<string, string>;
    const worker = new Worker(`/vision/${names["worker"]}`);
    let hear: (answer: Answer) => void = () => {};
    worker.addEventListener("message", ({ data }) => hear(JSON.parse(data as string) as Answer));
    const answered = (wanted: (answer: Answer) => boolean): Promise<Answer> =>
      new Promise((resolve, reject) => {
        hear = (answer) => {
          if (wanted(answer)) {
            resolve(answer);
          } else if (answer.kind === "failed") {
            reject(new Error(JSON.stringify(answer)));
          }
        };
      });
    const loaded = answered(({ kind, part }) => kind === "loaded" && part === "landmarks");
    const message = JSON.stringify({
      kind: "load",
      wasm_url: `/vision/${names["wasm"]}`,
      detector_url: `/vision/${names["detector"]}`,
      landmarks_url: `/vision/${names["landmarks"]}`,
    });
    worker.postMessage({ message });
    await loaded;
    return {
      async hint(base64: string): Promise<string> {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
        const verdict = answered(({ kind }) => kind === "verdict" || kind === "skipped");
        const frame = JSON.stringify({ kind: "frame", id: 1, mode: { look_for: "face" } });
        worker.postMessage({ message: frame, bitmap }, [bitmap]);
        return (await verdict).verdict?.face.hint ?? "skipped";
      },
    };
  });
}

test("every still gets the hint that it deserves", async ({ page }) => {
  const judge = await startJudge(page);
  const empty = picture("faces/none_brick.jpg");
  const wrong: string[] = [];
  const stills = listed<Still>("faces/manifest.json");
  for (const { file, hints } of stills) {
    // The worker remembers one frame; a wall makes it forget the face before.
    await judge.evaluate((judge, picture) => judge.hint(picture), empty);
    const said = await judge.evaluate((judge, picture) => judge.hint(picture), picture(file));
    if (!hints.includes(said)) {
      wrong.push(`${file}: ${said}, not ${hints.join(" or ")}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(stills).toHaveLength(46);
});

test("every clip is followed from hint to hint", async ({ page }) => {
  test.slow();
  const parts = listed<Part>("clips/hints.json");
  const wrong: string[] = [];
  for (const clip of new Set(parts.map((part) => part.clip))) {
    const judge = await startJudge(page);
    const said: string[] = [];
    for (const frame of framesOf(clip)) {
      said.push(await judge.evaluate((judge, picture) => judge.hint(picture), frame));
    }
    for (const { from_ms, until_ms, hints } of parts.filter((part) => part.clip === clip)) {
      const time = (place: number): number => Math.floor((place * 1000) / FRAMES_A_SECOND);
      const within = said.filter((_, place) => time(place) >= from_ms && time(place) < until_ms);
      const heard = [...new Set(within)];
      if (heard.join() !== hints.join()) {
        wrong.push(`${clip} from ${from_ms} ms: ${heard.join(", ")}, not ${hints.join(", ")}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
